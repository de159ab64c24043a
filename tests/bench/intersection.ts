/** Intersecting 2, 10 and 100 people of ten intervals each. */

import { Columns, intersectPeople } from "../../src/intervals/columns.ts";
import { below, seededRandom } from "../support/seeded_random.ts";
import { median, printLine } from "./report.ts";

const PEOPLE = 100_000;
const INTERVALS = 10;
const GROUPS = 512;
const RUNS = 15;

export function benchIntersection(): Promise<void> {
  const random = seededRandom(1);
  const columns = drawColumns();
  for (const people of [2, 10, 100]) {
    const groups = Array.from({ length: GROUPS }, () => {
      return Uint32Array.from({ length: people }, () => below(random, PEOPLE));
    });
    const rounds = Math.ceil(200 / people);
    const timesUs = Array.from({ length: RUNS }, () => {
      const startMs = performance.now();
      for (let round = 0; round < rounds; round++) {
        for (const group of groups) intersectPeople(columns, group);
      }
      return 1_000 * (performance.now() - startMs) / (rounds * GROUPS);
    });
    printLine("intersection", { people, p50us: median(timesUs) });
  }
  return Promise.resolve();
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
