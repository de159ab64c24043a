/**
 * Sixty-four clients who all want the same ten slots of the same people: each
 * slot is booked once, and everybody else is told so in time.
 */

import { assertEquals, assertLess } from "@std/assert";
import { ANSWER_MS_MAX } from "../../src/base/limits.ts";
import { Cluster } from "../support/cluster.ts";
import { printFigures } from "../support/figures.ts";
import { LagMeter } from "../support/lag_meter.ts";
import type { LineClient } from "../support/line_client.ts";
import { RunDelay } from "./run_delay.ts";

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
  const { told, lastMs, answerMs } = await rush(cluster);
  const booked = told.filter((line) => line.startsWith("booked "));
  const refused = told.filter((line) => line === "not_free");
  await printFigures("rush", {
    clients: CLIENTS,
    requests: told.length,
    booked: booked.length,
    refused: refused.length,
    lastMs: Math.round(lastMs),
  });
  const slots = STARTS.map((start) => [start, start + 1]);
  assertEquals(
    booked.sort(),
    slots.map((slot) => `booked ${JSON.stringify(slot)}`),
  );
  assertEquals(refused.length, CLIENTS * SLOTS - SLOTS);
  assertLess(answerMs, ANSWER_MS_MAX);
  using client = await cluster.connect();
  const list = await client.ask(JSON.stringify({ bookings: [] }));
  const { bookings } = JSON.parse(list ?? "");
  assertEquals(bookings.map(({ slot }: { slot: unknown }) => slot), slots);
  assertEquals((await client.askJson(NAMES)).slots, []);
});

/** What all were told, and when the last of them was. */
async function rush(cluster: Cluster) {
  using lag = new LagMeter();
  await using runDelay = new RunDelay([cluster.main.process.pid]);
  const clients: LineClient[] = [];
  try {
    while (clients.length < CLIENTS) clients.push(await cluster.connect());
    const startMs = performance.now();
    const told = (await Promise.all(clients.map(askForAll))).flat();
    const endMs = performance.now();
    await runDelay.stop();
    const lastMs = endMs - startMs;
    // What the machine withheld from us or the server is not its answer's time.
    const withheldMs = lag.stalledMs(startMs, endMs) +
      runDelay.withheldMs(startMs, endMs);
    return { told, lastMs, answerMs: lastMs - withheldMs };
  } finally {
    for (const client of clients) client[Symbol.dispose]();
  }
}

/** Asks for each of the slots at once, everybody beginning with another one. */
async function askForAll(client: LineClient, number: number) {
  const lines = STARTS.map((i) => {
    const start = (number + i) % SLOTS;
    const slot = [start, start + 1];
    const book = { names: NAMES, slot, key: `${number}-${start}` };
    return JSON.stringify({ book });
  });
  await client.send(lines.map((line) => `${line}\n`).join(""));
  const told: string[] = [];
  while (told.length < SLOTS) {
    const { booked, error } = JSON.parse(await client.readLine() ?? "null");
    told.push(
      booked ? `booked ${JSON.stringify(booked.slot)}` : `${error.code}`,
    );
  }
  return told;
}
