import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  atLeast,
  type Coverage,
  coverage,
  mostFree,
} from "../../src/intervals/coverage.ts";
import { sameSet } from "../../src/intervals/interval_set.ts";
import { fromMask, MASKS, TICKS } from "../support/masks.ts";

const SETS = Array.from({ length: MASKS }, (_, mask) => fromMask(mask));

function sameSteps(a: Coverage, b: Coverage): boolean {
  return sameSet(a.bounds, b.bounds) && a.counts.length === b.counts.length &&
    a.counts.every((count, i) => count === b.counts[i]);
}

/** The counts of all ticks, straight from the bits. */
function countsOf(masks: readonly number[]): number[] {
  return Array.from(
    { length: TICKS },
    (_, tick) => masks.filter((mask) => mask >> tick & 1).length,
  );
}

/** A step wherever the count of a tick differs from that of the one before. */
function stepsOf(counts: readonly number[]) {
  const bounds: number[] = [];
  const steps: number[] = [];
  for (let tick = 0; tick <= counts.length; tick++) {
    const count = counts[tick] ?? 0;
    if (count === (counts[tick - 1] ?? 0)) continue;
    bounds.push(tick);
    steps.push(count);
  }
  return { bounds: Float64Array.from(bounds), counts: Uint32Array.from(steps) };
}

Deno.test("coverage() counts, for all pairs of 8-tick sets and a third", () => {
  for (let a = 0; a < MASKS; a++) {
    for (let b = 0; b < MASKS; b++) {
      const masks = [a, b, a * 31 + b * 17 & MASKS - 1];
      const counts = countsOf(masks);
      const got = coverage(masks.map((mask) => SETS[mask]!));
      const want = stepsOf(counts);
      // To write a message for each takes longer than to look.
      if (!sameSteps(got, want)) assertEquals(got, want, `${masks}`);
      const least = 1 + (a + b) % 3;
      const mask = counts.reduce(
        (bits, count, tick) => bits | (count >= least ? 1 : 0) << tick,
        0,
      );
      assert(sameSet(atLeast(got, least), SETS[mask]!), `${a} ${b} ${least}`);
    }
  }
});

Deno.test("coverage() of nobody, or of nobody free, has no step", () => {
  const none = stepsOf([]);
  assertEquals(coverage([]), none);
  assertEquals(coverage([new Float64Array()]), none);
  assertEquals(atLeast(none, 1), new Float64Array());
});

Deno.test("atLeast() refuses to ask for nobody", () => {
  assertThrows(() => atLeast(coverage([]), 0), Error, "somebody");
});

Deno.test("mostFree() is the most of the counts, and nobody where there are none", () => {
  assertEquals(mostFree(coverage([])), 0);
  const sets = [[1, 3], [2, 4], [2, 5, 6, 7]].map((set) =>
    Float64Array.from(set)
  );
  assertEquals(mostFree(coverage(sets)), 3);
});
