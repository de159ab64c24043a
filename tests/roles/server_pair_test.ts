/** A main server and its backends together, on virtual time. */

import { assertEquals, assertGreater } from "@std/assert";
import {
  DOWN_MS,
  NAMES_PER_QUERY_MAX,
  QUERY_MS_MAX,
} from "../../src/base/limits.ts";
import { toPairs } from "../../src/intervals/interval_set.ts";
import { Kind } from "../../src/wire/datagram.ts";
import { BLOCK_BYTES, INLINE_BYTES_MAX } from "../../src/wire/blocks.ts";
import { peopleOf } from "../support/people_of.ts";
import { ServerPair } from "../support/server_pair.ts";
import {
  slotsOfBytes,
  slotsOfDeflatedBytes,
} from "../support/slots_of_bytes.ts";

const A = "lilith;[[1,3],[4,6],[7,9]]\njameson;[[2,8]]\n";
const B = "zein;[[1,4],[6,8]]\ncallie;[[0,5]]\n";

Deno.test("a backend registers, and clients are answered", () => {
  const pair = new ServerPair(1);
  const server = pair.addBackend("A", A);
  pair.addBackend("B", B);
  assertEquals(server.isRegistered, true);
  assertEquals(pair.mainEvents.map(({ kind }) => kind), [
    "registered",
    "registered",
  ]);
  const main = pair.mainSocket.address;
  assertEquals(pair.backendEvents, [
    { kind: "registered", main, count: 2 },
    { kind: "registered", main, count: 2 },
  ]);
  assertEquals(
    pair.ask("lilith jameson"),
    "Available time slots: [2,3], [4,6], [7,8]\n\n",
  );
  assertEquals(
    pair.ask('{"id":1,"names":["lilith","ZEIN"]}'),
    '{"id":1,"slots":[[1,3],[7,8]],"unknown":[],"unreachable":[],"pending":[]}\n',
  );
  assertEquals(
    pair.ask("lilith tttt"),
    "tttt does not exist.\nAvailable time slots for lilith: [1,3], [4,6], [7,9]\n\n",
  );
});

Deno.test("move() registers with a main server that is elsewhere now", async () => {
  const pair = new ServerPair(21);
  const server = pair.addBackend("A", A);
  const main = pair.mainSocket.address;
  const elsewhere = { ...main, port: 9 };
  assertEquals(server.isRegisteredAt(main), true);
  server.move(elsewhere, main);
  pair.network.advance(DOWN_MS);
  assertEquals(server.isRegisteredAt(elsewhere), false);
  // What it says to the other address no longer counts.
  assertEquals(server.isRegisteredAt(main), false);
  server.move(main, elsewhere);
  pair.network.advance(DOWN_MS);
  assertEquals(server.isRegisteredAt(main), true);
  assertEquals(pair.ask("jameson"), "Available time slots: [2,8]\n\n");
  // It speaks with it once, though two names stand for it.
  server.move(main, null);
  const left = server.close();
  server.move(elsewhere, null);
  pair.network.advance(300);
  await left;
});

Deno.test("close() of a backend takes its names away, of a main server says goodbye", async () => {
  const pair = new ServerPair(2);
  const a = pair.addBackend("A", A);
  const b = pair.addBackend("B", B);
  const left = a.close();
  pair.network.advance(300);
  await left;
  assertEquals(pair.backends[0]!.socket.isClosed, true);
  assertEquals(pair.mainEvents.at(-1)?.kind, "left");
  assertEquals(
    pair.ask("lilith zein"),
    "lilith does not exist.\nAvailable time slots for zein: [1,4], [6,8]\n\n",
  );
  const farewell = pair.main.close();
  pair.network.settle();
  await farewell;
  assertEquals([b.isRegistered, pair.mainSocket.isClosed], [false, true]);
});

Deno.test("close() of a backend ends though nobody listens", async () => {
  const pair = new ServerPair(3);
  const server = pair.addBackend("A", A);
  pair.main.abort();
  const closed = server.close();
  pair.network.advance(400);
  await closed;
  assertEquals(pair.backends[0]!.socket.isClosed, true);
});

Deno.test("a backend that is gone is named, and the others' answer is given", () => {
  const pair = new ServerPair(4);
  pair.addBackend("A", A);
  pair.addBackend("B", B).abort();
  assertEquals(
    pair.ask("lilith zein"),
    "Server B cannot be reached: zein not checked.\nAvailable time slots for lilith: [1,3], [4,6], [7,9]\n\n",
  );
});

Deno.test("replace() serves other calendars and other people, whole", () => {
  const pair = new ServerPair(5);
  const server = pair.addBackend("A", A);
  const before = pair.mainEvents.length;
  server.replace(peopleOf("lilith;[[5,6]]\njameson;[[5,7]]\n"));
  pair.network.settle();
  assertEquals(pair.mainEvents.length, before, "the same names");
  assertEquals(pair.ask("lilith jameson"), "Available time slots: [5,6]\n\n");
  // Asked at once, before the new list is registered.
  server.replace(peopleOf("aaron;[[8,9]]\nlilith;[[5,9]]\nzed;[[1,9]]\n"));
  assertEquals(pair.ask("lilith"), "Available time slots: [5,9]\n\n");
  assertEquals(
    pair.ask("jameson aaron zed"),
    "jameson does not exist.\nAvailable time slots for aaron, zed: [8,9]\n\n",
  );
});

// One that just fits into a datagram.
const LENGTHS = [
  INLINE_BYTES_MAX - 2,
  INLINE_BYTES_MAX - 1,
  INLINE_BYTES_MAX,
  INLINE_BYTES_MAX + 1,
];
// Blocks that are just full.
const DEFLATED_LENGTHS = [
  BLOCK_BYTES,
  BLOCK_BYTES + 1,
  2 * BLOCK_BYTES,
  2 * BLOCK_BYTES + 1,
  // The 257th block has one byte.
  256 * BLOCK_BYTES + 1,
];
Deno.test("answers are right at the edges of datagrams and blocks", () => {
  const pair = new ServerPair(6);
  const wanted = [
    ...LENGTHS.map(slotsOfBytes),
    ...DEFLATED_LENGTHS.map(slotsOfDeflatedBytes),
  ].map(toPairs);
  const lines = wanted.map((slots, i) => `p${i};${JSON.stringify(slots)}\n`);
  pair.addBackend("A", lines.join(""));
  wanted.forEach((slots, i) => {
    const { slots: got } = JSON.parse(pair.ask(`{"names":["p${i}"]}`));
    assertEquals(got, slots, `p${i}`);
  });
  assertEquals(pair.main.inquiries.gauges.assemblyBytes, 0);
});

Deno.test("256 people in one question are answered", () => {
  const pair = new ServerPair(7);
  const names = Array.from({ length: NAMES_PER_QUERY_MAX }, (_, i) => `p${i}`);
  const lines = names.map((name, i) => `${name};[[${i},${1_000 + i}]]\n`);
  pair.addBackend("A", lines.join(""));
  assertEquals(
    pair.ask(names.join(" ")),
    "Available time slots: [255,1000]\n\n",
  );
});

Deno.test("nothing is left of questions that were answered", () => {
  const pair = new ServerPair(8, { expect: ["A", "B"] });
  pair.addBackend("A", A);
  assertEquals(
    pair.ask("zein"),
    "zein is not known yet: server B has not registered.\n\n",
  );
  for (let i = 0; i < 100; i++) pair.ask(`lilith jameson ${i}`);
  assertEquals([pair.main.activeQueries, pair.main.clients.size], [0, 0]);
  assertEquals([pair.main.flights.size, pair.main.inquiries.size], [0, 0]);
  assertEquals(pair.main.registry.candidates.size, 1);
  assertEquals(pair.clock.timers, 2, "one for each server");
});

Deno.test("a main server's own stall makes nobody dead", () => {
  const pair = new ServerPair(3);
  const server = pair.addBackend("A", A);
  server.abort();
  pair.clock.leap(DOWN_MS + 1_000);
  // The first tick is late, and the time until the next one is not.
  pair.network.advance(100);
  const askedMs = pair.clock.nowMs();
  assertEquals(
    pair.ask("lilith"),
    "Server A cannot be reached: lilith not checked.\n\n",
  );
  assertGreater(pair.clock.nowMs() - askedMs, QUERY_MS_MAX - 20);
});

Deno.test("a backend that leaves heeds no verdict that is on its way", async () => {
  const pair = new ServerPair(21);
  const leaving: Promise<void>[] = [];
  const said: number[] = [];
  pair.network.watch = ({ bytes }) => {
    said.push(bytes[3]!);
    if (bytes[3] !== Kind.begun) return;
    // It is told to send its list.
    leaving.push(pair.backends[0]!.server.close());
  };
  pair.addBackend("A", A);
  pair.network.advance(1_500);
  await Promise.all(leaving);
  assertEquals([leaving.length, said.includes(Kind.chunk)], [1, false]);
  assertEquals(said.at(-1), Kind.farewell);
});
