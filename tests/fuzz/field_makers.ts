/** Fields of datagrams, drawn by chance, edges often. */

import type { Random } from "../../src/base/ports.ts";
import { pool } from "../../src/intervals/pool.ts";
import type { Id64 } from "../../src/wire/datagram.ts";
import type { Aspect } from "../../src/wire/aspect.ts";
import type { Report, Told } from "../../src/wire/report.ts";
import type { Ticket } from "../../src/wire/ticket.ts";
import { below, pick } from "../support/seeded_random.ts";
import { noise } from "./damage.ts";
import { randomSlots } from "./slots_target.ts";

/** Numbers at the edges of varints and of our bounds. */
const EDGES: readonly number[] = [
  ...[0, 1, 2, 31, 32, 33, 127, 128, 254, 255, 256, 257],
  ...[16_383, 16_384, 65_535, 65_536, 65_537, 2_097_151, 2_097_152],
  ...[4_194_303, 4_194_304, 4_194_305, 2 ** 31, 2 ** 32 - 1, 2 ** 32],
  ...[2 ** 53 - 2, 2 ** 53 - 1],
];

/** A whole number from 0 to 2^53-1, of any size. */
export function anyNumber(random: Random): number {
  if (random() < 0.5) return pick(random, EDGES);
  return Math.floor(2 ** (53 * random()));
}

export function anyId(random: Random): Id64 {
  if (random() < 0.2) return { high: 0, low: 0 };
  return { high: below(random, 2 ** 32), low: below(random, 2 ** 32) };
}

export function anyTicket(random: Random): Ticket {
  return { token: anyId(random), attempt: below(random, 256) };
}

/** So many bytes, as hexadecimal. */
export function anyHex(random: Random, bytes: number): string {
  return noise(random, bytes).toHex();
}

/** Positions that ascend; now and then too many or too large ones. */
export function anyPeople(random: Random): number[] {
  const most = random() < 0.95 ? 5 : 258;
  const people: number[] = [];
  let person = -1;
  for (let i = below(random, most); i >= 0; i--) {
    person += 1 + (random() < 0.98 ? below(random, 300) : 4_194_300);
    people.push(person);
  }
  return people;
}

const TIMES: readonly number[] = [
  ...[-1, 0, 1, 300, 2 ** 31, 2 ** 32, 2 ** 53 - 2, 2 ** 53 - 1],
  ...[1 - 2 ** 53, 2 - 2 ** 53],
];

/** Now and then none, or a window that is none. */
export function anyAspect(random: Random): Aspect | null {
  if (random() < 0.4) return null;
  const from = pick(random, TIMES);
  const to = random() < 0.9 ? from + 1 + below(random, 999) : 0;
  return {
    measure: pick(random, ["common", "spread", "hours"]),
    times: pick(random, ["numbers", "instants"]),
    scope: {
      window: { from, to },
      shortest: anyNumber(random),
      tentative: pick(random, ["busy", "free"]),
    },
  };
}

export function anyReport(random: Random): Report {
  const unreadable = random() < 0.5 ? [] : anyPeople(random);
  const sets = Array.from(
    { length: below(random, 4) },
    () => randomSlots(random),
  );
  const told = pick<Told>(random, [
    { kind: "slots", slots: randomSlots(random) },
    { kind: "pool", pool: pool(sets) },
    { kind: "labelled", sets },
  ]);
  return { unreadable, told };
}
