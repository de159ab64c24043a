/**
 * Sixty-four clients who all want the same ten slots of the same people: each
 * slot is booked once, and everybody else is told so in time.
 */

import { assertEquals, assertLess } from "@std/assert";
import { ANSWER_MS_MAX } from "../../src/base/limits.ts";
import { Cluster } from "../support/cluster.ts";
import { printFigures } from "../support/figures.ts";
import type { LineClient } from "../support/line_client.ts";

const CLIENTS = 64;
const SLOTS = 10;
const NAMES = ["ada", "bob", "zoe"];

const STARTS = Array.from({ length: SLOTS }, (_, start) => start);

Deno.test("sixty-four clients and ten slots", async () => {
  const free = `[[0,${SLOTS}]]`;
  await using cluster = await Cluster.start({
    A: `ada;${free}\nbob;${free}\n`,
    B: `zoe;${free}\n`,
  });
  const told = await rush(cluster);
  const booked = told.map(({ what }) => what)
    .filter((what) => what.startsWith("booked "));
  const refused = told.filter(({ what }) => what === "not_free");
  const worstMs = Math.max(...told.map(({ waitMs }) => waitMs));
  await printFigures("rush", {
    clients: CLIENTS,
    requests: told.length,
    booked: booked.length,
    refused: refused.length,
    worstMs: Math.round(worstMs),
  });
  const slots = STARTS.map((start) => [start, start + 1]);
  assertEquals(
    booked.sort(),
    slots.map((slot) => `booked ${JSON.stringify(slot)}`),
  );
  assertEquals(refused.length, CLIENTS * SLOTS - SLOTS);
  assertLess(worstMs, ANSWER_MS_MAX);
  using client = await cluster.connect();
  const list = await client.ask(JSON.stringify({ bookings: [] }));
  const { bookings } = JSON.parse(list ?? "");
  assertEquals(bookings.map(({ slot }: { slot: unknown }) => slot), slots);
  assertEquals((await client.askJson(NAMES)).slots, []);
});

/** What came of one request. */
interface Told {
  readonly what: string;
  readonly waitMs: number;
}

/** All connect before the first one asks. */
async function rush(cluster: Cluster): Promise<Told[]> {
  const clients: LineClient[] = [];
  try {
    while (clients.length < CLIENTS) clients.push(await cluster.connect());
    return (await Promise.all(clients.map(askForAll))).flat();
  } finally {
    for (const client of clients) client[Symbol.dispose]();
  }
}

/** Asks for one slot after the other, everybody beginning with another. */
async function askForAll(client: LineClient, number: number) {
  const told: Told[] = [];
  for (const i of STARTS) {
    const start = (number + i) % SLOTS;
    const slot = [start, start + 1];
    const book = { names: NAMES, slot, key: `${number}-${start}` };
    const startMs = performance.now();
    const line = await client.ask(JSON.stringify({ book }));
    const waitMs = performance.now() - startMs;
    const { booked, error } = JSON.parse(line ?? "");
    const what = booked ? `booked ${JSON.stringify(booked.slot)}` : error.code;
    told.push({ what, waitMs });
  }
  return told;
}
