import { assertEquals } from "@std/assert";
import {
  STRANGER_DATAGRAMS_PER_S,
  STRANGERS_DATAGRAMS_PER_S,
} from "../../src/base/limits.ts";
import { StrangerGate } from "../../src/protocol/stranger_gate.ts";

function admitted(gate: StrangerGate, port: number, nowMs: number): number {
  let count = 0;
  while (gate.admits({ host: "10.0.0.1", port }, nowMs)) count++;
  return count;
}

Deno.test("admits() so many of one stranger a second", () => {
  const gate = new StrangerGate();
  assertEquals(admitted(gate, 1, 500), STRANGER_DATAGRAMS_PER_S);
  assertEquals(admitted(gate, 1, 999), 0);
  assertEquals(admitted(gate, 2, 999), STRANGER_DATAGRAMS_PER_S);
  assertEquals(admitted(gate, 1, 1_000), STRANGER_DATAGRAMS_PER_S);
});

Deno.test("admits() so many of all strangers a second, and remembers no more", () => {
  const gate = new StrangerGate();
  let total = 0;
  for (let port = 1; port <= 1_000; port++) total += admitted(gate, port, 0);
  assertEquals(total, STRANGERS_DATAGRAMS_PER_S);
  assertEquals(
    gate.size,
    STRANGERS_DATAGRAMS_PER_S / STRANGER_DATAGRAMS_PER_S,
  );
});
