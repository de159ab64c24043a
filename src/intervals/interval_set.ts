/**
 * Free time as a set of half-open intervals.
 *
 * A set is its bounds in one flat array: start, end, start, end, … Canonical:
 * an even count of strictly increasing safe integers, so that intervals are
 * sorted, disjoint and never touch, and equal sets are equal arrays.
 */

import { assert } from "@std/assert";

/** Bounds `[start, end, start, end, …)`, strictly increasing. */
export type IntervalSet = Float64Array;

/** The set of canonical `[start, end]` pairs. */
export function fromPairs(pairs: readonly (readonly [number, number])[]) {
  const set = new Float64Array(pairs.length * 2);
  pairs.forEach(([start, end], i) => {
    set[2 * i] = start;
    set[2 * i + 1] = end;
  });
  assert(isCanonical(set), "pairs must be sorted, disjoint and not touching");
  return set;
}
