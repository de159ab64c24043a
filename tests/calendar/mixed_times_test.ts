import { assertEquals } from "@std/assert";
import { kindsOf } from "../../src/calendar/mixed_times.ts";

Deno.test("kindsOf() names each server once, sorted, and none without times", () => {
  const servers = [
    { server: "C", times: "instants" },
    { server: "B", times: "numbers" },
    { server: "A", times: "numbers" },
    { server: "B", times: "numbers" },
    { server: "D", times: null },
  ] as const;
  assertEquals(kindsOf(servers), { numbers: ["A", "B"], instants: ["C"] });
});
