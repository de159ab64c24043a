/**
 * The free intervals of many people together, without saying whose each is.
 *
 * How many are free throughout a slot can still be told: as many as there are
 * intervals that contain it, as no two of one person touch.
 */

import { cutBounds } from "../base/slab.ts";
import type { IntervalSet } from "./interval_set.ts";

/**
 * Bounds `start, end, start, end, …` of intervals that may overlap and repeat,
 * sorted by start and then by end: so equal multisets are equal arrays.
 */
export type Pool = Float64Array;

/**
 * Throws the intervals of all sets together.
 *
 * @example Two who share a morning
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(
 *   pool([Float64Array.of(2, 5), Float64Array.of(1, 3, 4, 5)]),
 *   Float64Array.of(1, 3, 2, 5, 4, 5),
 * );
 * ```
 */
export function pool(sets: readonly (IntervalSet | Pool)[]): Pool {
  const total = sets.reduce((sum, { length }) => sum + length, 0);
  let from = cutBounds(total);
  let to = cutBounds(total);
  let runs = [0];
  for (const set of sets) {
    const at = runs.at(-1)!;
    from.set(set, at);
    runs.push(at + set.length);
  }
  // Each round merges neighbours, so that no interval moves often.
  while (runs.length > 2) {
    runs = mergeRuns(from, to, runs);
    [from, to] = [to, from];
  }
  return from;
}

/**
 * Merges each run of `from` with the next.
 *
 * @param runs Where each begins, and where the last ends.
 * @returns The same of the merged runs.
 */
function mergeRuns(
  from: Float64Array,
  to: Float64Array,
  runs: readonly number[],
): number[] {
  const merged = [0];
  for (let run = 0; run + 1 < runs.length; run += 2) {
    const middle = runs[run + 1]!;
    const end = runs[run + 2] ?? middle;
    let [a, b] = [runs[run]!, middle];
    for (let at = a; at < end; at += 2) {
      const takesA = b === end || (a < middle && isFirst(from, a, b));
      const source = takesA ? a : b;
      if (takesA) a += 2;
      else b += 2;
      to[at] = from[source]!;
      to[at + 1] = from[source + 1]!;
    }
    merged.push(end);
  }
  return merged;
}

function isFirst(bounds: Float64Array, a: number, b: number): boolean {
  const [start, other] = [bounds[a]!, bounds[b]!];
  return start < other || (start === other && bounds[a + 1]! <= bounds[b + 1]!);
}
