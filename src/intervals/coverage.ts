/**
 * How many are free when: what remains to be said when not all of them are.
 */

import { assert } from "@std/assert";
import { cutBounds } from "../base/slab.ts";
import type { IntervalSet } from "./interval_set.ts";

/**
 * A step function of time: `counts[i]` are free from `bounds[i]` to the next
 * bound, none before the first, and none from the last on, whose count is 0.
 * Canonical: bounds strictly increase and neighbouring counts differ, so equal
 * functions are equal arrays. Both arrays are empty if nobody is ever free.
 */
export interface Coverage {
  readonly bounds: Float64Array;
  readonly counts: Uint32Array;
}

/**
 * Counts how many of `sets` hold each moment; a set given twice counts twice.
 *
 * @example Two who share an hour
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(
 *   coverage([Float64Array.of(1, 3), Float64Array.of(2, 4)]),
 *   { bounds: Float64Array.of(1, 2, 3, 4), counts: Uint32Array.of(1, 2, 1, 0) },
 * );
 * ```
 */
export function coverage(sets: readonly IntervalSet[]): Coverage {
  let total = 0;
  for (const set of sets) total += set.length;
  const starts = cutBounds(total / 2);
  const ends = cutBounds(total / 2);
  let count = 0;
  for (const set of sets) {
    for (let i = 0; i < set.length; i += 2) {
      starts[count] = set[i]!;
      ends[count++] = set[i + 1]!;
    }
  }
  return countSteps(starts.sort(), ends.sort());
}

/** How many are free at once, at the most. */
export function mostFree({ counts }: Coverage): number {
  return counts.reduce((most, count) => Math.max(most, count), 0);
}

/** How many of the sorted `starts` have begun and not ended, at each time. */
function countSteps(starts: Float64Array, ends: Float64Array): Coverage {
  const bounds = cutBounds(starts.length + ends.length);
  const counts = new Uint32Array(bounds.length);
  let length = 0;
  let begun = 0;
  let before = 0;
  // The last end comes after every start, so the ends are what runs out.
  for (let ended = 0; ended < ends.length;) {
    const end = ends[ended]!;
    const time = starts[begun]! < end ? starts[begun]! : end;
    while (starts[begun] === time) begun++;
    while (ends[ended] === time) ended++;
    const free = begun - ended;
    // One left as another came: nothing that a count could show.
    if (free === before) continue;
    bounds[length] = time;
    counts[length++] = free;
    before = free;
  }
  return {
    bounds: bounds.subarray(0, length),
    counts: counts.subarray(0, length),
  };
}

/**
 * When at least `least` are free.
 *
 * @param least One or more: nobody is free at all times that there are.
 */
export function atLeast(
  { bounds, counts }: Coverage,
  least: number,
): IntervalSet {
  assert(least >= 1, "a set has an end only if somebody is asked for");
  const set = cutBounds(bounds.length);
  let length = 0;
  for (let i = 0; i < bounds.length; i++) {
    const isEnough = counts[i]! >= least;
    const wasEnough = length % 2 === 1;
    if (isEnough !== wasEnough) set[length++] = bounds[i]!;
  }
  return set.subarray(0, length);
}
