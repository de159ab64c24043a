/**
 * Intersecting 2, 10 and 100 people of ten intervals each: from the file alone,
 * while others are booked, and when each of them is.
 */

import { FreeTime } from "../../src/calendar/free_time.ts";
import { listedPeople } from "../../src/calendar/people.ts";
import { Columns } from "../../src/intervals/columns.ts";
import { peopleOf } from "../support/people_of.ts";
import type { Random } from "../../src/base/ports.ts";
import { below, seededRandom } from "../support/seeded_random.ts";
import { median, printLine } from "./report.ts";

const PEOPLE = 100_000;
const INTERVALS = 10;
const GROUPS = 512;
const RUNS = 15;
/** People are asked from here on; those before may be booked. */
const ASKED_FROM = PEOPLE / 2;
const SLOT = { start: 20, end: 21, times: "numbers" } as const;

export function benchIntersection(): Promise<void> {
  const random = seededRandom(1);
  const time = drawTime();
  const { names } = time.people;
  const keys = Array.from({ length: PEOPLE }, (_, i) => names.keyAt(i));
  const booked: [who: string, keys: readonly string[]][] = [
    ["nobody", []],
    ["others", keys.slice(0, 1_000)],
    ["all asked", keys.slice(ASKED_FROM)],
  ];
  for (const [who, more] of booked) {
    for (const key of more) time.give(key, SLOT);
    for (const people of [2, 10, 100]) {
      const p50us = median(timesOf(time, people, random));
      printLine("intersection", { people, booked: who, p50us });
    }
  }
  return Promise.resolve();
}

function timesOf(time: FreeTime, people: number, random: Random): number[] {
  const groups = Array.from({ length: GROUPS }, () => {
    return Array.from({ length: people }, () => {
      return ASKED_FROM + below(random, PEOPLE - ASKED_FROM);
    });
  });
  const rounds = Math.ceil(200 / people);
  return Array.from({ length: RUNS }, () => {
    const startMs = performance.now();
    for (let round = 0; round < rounds; round++) {
      for (const group of groups) time.common(group);
    }
    return 1_000 * (performance.now() - startMs) / (rounds * GROUPS);
  });
}

function drawTime(): FreeTime {
  const lines = Array.from({ length: PEOPLE }, (_, i) => `p${i};[]\n`);
  const { names } = peopleOf(lines.join(""));
  const columns = drawColumns();
  return new FreeTime(listedPeople({ names, columns, times: "numbers" }));
}

/**
 * All share a little time at the end, so that no intersection ends early: the
 * cost of people who have nothing in common would be that of two or three.
 */
function drawColumns(): Columns {
  const random = seededRandom(2);
  const bounds = new Float64Array(2 * INTERVALS * PEOPLE);
  const starts = Uint32Array.from({ length: PEOPLE }, (_, i) => {
    return 2 * INTERVALS * i;
  });
  const ends = starts.map((start) => start + 2 * INTERVALS);
  for (const start of starts) {
    for (let i = 0; i < INTERVALS; i++) {
      bounds[start + 2 * i] = 100 * i + below(random, 45);
      bounds[start + 2 * i + 1] = 100 * i + 55 + below(random, 40);
    }
  }
  return new Columns({ bounds, starts, ends });
}
