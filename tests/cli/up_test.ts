import { assertEquals, assertRejects } from "@std/assert";
import { UnavailableError } from "../../src/base/errors.ts";
import { UP } from "../../src/cli/up.ts";
import { fakeIo } from "../support/fake_io.ts";

Deno.test("UP ends when interrupted, also while it reads files", async () => {
  const { io, printed } = fakeIo();
  const args = ["no/such/file.txt"];
  const interrupted = () => Promise.resolve();
  assertEquals(await UP.run(args, { ...io, interrupted }), 0);
  await assertRejects(() => UP.run(args, io), UnavailableError);
  assertEquals(await printed(), { stdout: "", stderr: "" });
});
