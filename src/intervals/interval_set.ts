/**
 * Free time as a set of half-open intervals.
 *
 * A set is its bounds in one flat array: start, end, start, end, … Canonical:
 * an even count of strictly increasing safe integers, so that intervals are
 * sorted, disjoint and never touch, and equal sets are equal arrays.
 */

import { assert } from "@std/assert";
import { cutBounds } from "../base/slab.ts";

/**
 * Bounds `start, end, start, end, …`, strictly increasing. It may be a view of
 * a larger array, and nobody changes a set that is made.
 */
export type IntervalSet = Float64Array;

/** No time at all. An empty array has nothing that could be changed. */
export const EMPTY_SET: IntervalSet = new Float64Array();

/**
 * Whether `set` keeps the promise of its type, for sets that come from
 * outside. Minus zero is refused: it is equal to zero, but other bytes.
 */
export function isCanonical(set: Float64Array): boolean {
  if (set.length % 2 !== 0) return false;
  for (let i = 0; i < set.length; i++) {
    const bound = set[i]!;
    if (!Number.isSafeInteger(bound) || Object.is(bound, -0)) return false;
    if (i > 0 && !(set[i - 1]! < bound)) return false;
  }
  return true;
}

/** The set of canonical `[start, end]` pairs. */
export function fromPairs(
  pairs: readonly (readonly [number, number])[],
): IntervalSet {
  const set = new Float64Array(pairs.length * 2);
  pairs.forEach(([start, end], i) => {
    set[2 * i] = start;
    set[2 * i + 1] = end;
  });
  assert(isCanonical(set), "pairs must be sorted, disjoint and not touching");
  return set;
}

/** The inverse of {@linkcode fromPairs}. */
export function toPairs(set: IntervalSet): [number, number][] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < set.length; i += 2) pairs.push([set[i]!, set[i + 1]!]);
  return pairs;
}

/**
 * The set of intervals that come in any order and may overlap or touch.
 *
 * Starts and ends are sorted apart from each other: how many intervals are
 * open at a time depends on how many began and ended, not on which.
 *
 * @param bounds `start, end, start, end, …`, each start before its end.
 *
 * @example Touching intervals are one
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(
 *   normalize(Float64Array.of(4, 6, 1, 4)),
 *   Float64Array.of(1, 6),
 * );
 * ```
 */
export function normalize(bounds: Float64Array): IntervalSet {
  assert(bounds.length % 2 === 0, "each start has its end");
  const count = bounds.length / 2;
  const starts = new Float64Array(count);
  const ends = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    // Adding zero makes minus zero plain.
    starts[i] = bounds[2 * i]! + 0;
    ends[i] = bounds[2 * i + 1]! + 0;
    assert(starts[i]! < ends[i]!, "each interval starts before it ends");
  }
  starts.sort();
  ends.sort();
  const set = new Float64Array(bounds.length);
  let length = 0;
  for (let i = 0; i < count; i++) {
    // As many have ended as have begun, so all is closed before this start.
    if (i === 0 || ends[i - 1]! < starts[i]!) {
      set[length++] = starts[i]!;
    } else {
      length--;
    }
    set[length++] = ends[i]!;
  }
  return set.subarray(0, length);
}

/** Whether both are the same time. */
export function sameSet(a: IntervalSet, b: IntervalSet): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return false;
  }
  return true;
}

/** Whether all of the time from `start` to `end` is in `set`. */
export function covers(
  set: IntervalSet,
  { start, end }: { readonly start: number; readonly end: number },
): boolean {
  const at = firstTo(set, end);
  return at < set.length && set[at]! <= start;
}

/** Whether some time is in both; it allocates nothing to find out. */
export function meets(a: IntervalSet, b: IntervalSet): boolean {
  const [few, many] = a.length < b.length ? [a, b] : [b, a];
  for (let i = 0; i < few.length; i += 2) {
    // Bounds are whole numbers: what ends after a time ends one later, or more.
    const at = firstTo(many, few[i]! + 1);
    if (at < many.length && many[at]! < few[i + 1]!) return true;
  }
  return false;
}

/**
 * Where the first interval is that does not end before `time`.
 *
 * @returns The place of its start; the set's length if there is none.
 */
export function firstTo(set: IntervalSet, time: number): number {
  let low = 0;
  let high = set.length / 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (set[2 * middle + 1]! < time) low = middle + 1;
    else high = middle;
  }
  return 2 * low;
}

/** The time that is in both. */
export function intersect(a: IntervalSet, b: IntervalSet): IntervalSet {
  const shared = cutBounds(a.length + b.length);
  return shared.subarray(0, intersectInto(shared, a, b, 0, b.length));
}

/** The time that is in both; null is no bound at all. */
export function intersectKnown(
  a: IntervalSet | null,
  b: IntervalSet | null,
): IntervalSet | null {
  return a && b ? intersect(a, b) : a ?? b;
}

/**
 * Writes what `a` shares with the part of `b` from `at` to `end`.
 *
 * Six arguments, as an object of options would cost as much as the work.
 *
 * @param target Not `a` nor `b`; has room for the bounds of both.
 * @param aLength Bounds of `a` that count: it may be a larger scratch.
 * @returns How many bounds it wrote.
 */
export function intersectInto(
  target: Float64Array,
  a: Float64Array,
  b: Float64Array,
  at: number,
  end: number,
  aLength: number = a.length,
): number {
  let length = 0;
  let i = 0;
  let j = at;
  while (i < aLength && j < end) {
    const aEnd = a[i + 1]!;
    const bEnd = b[j + 1]!;
    const start = a[i]! > b[j]! ? a[i]! : b[j]!;
    // Whichever ends first can meet nothing later, so leave it behind.
    const first = aEnd < bEnd ? aEnd : bEnd;
    if (start < first) {
      target[length++] = start;
      target[length++] = first;
    }
    if (aEnd === first) i += 2;
    if (bEnd === first) j += 2;
  }
  return length;
}

/** The time that is in either or both. */
export function union(a: IntervalSet, b: IntervalSet): IntervalSet {
  return combine(a, b, IN_EITHER);
}

/** The time that is in `a` and not in `b`. */
export function subtract(a: IntervalSet, b: IntervalSet): IntervalSet {
  return combine(a, b, IN_FIRST_ONLY);
}

/** The time of the window that is not in `set`. */
export function complement(
  set: IntervalSet,
  window: { readonly start: number; readonly end: number },
): IntervalSet {
  return subtract(fromPairs([[window.start, window.end]]), set);
}

// Truth tables: bit (in b) * 2 + (in a) says whether such a time is kept.
const IN_EITHER = 0b1110;
const IN_FIRST_ONLY = 0b0010;

/**
 * Walks the bounds of both in order and emits one whenever the truth of
 * "kept" flips, so the result is canonical without a second look.
 */
function combine(a: IntervalSet, b: IntervalSet, kept: number): IntervalSet {
  const set = cutBounds(a.length + b.length);
  let length = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const time = j === b.length || a[i]! < b[j]! ? a[i]! : b[j]!;
    if (a[i] === time) i++;
    if (b[j] === time) j++;
    // After an odd count of its bounds, a set is open.
    const keeps = kept >> ((j & 1) * 2 + (i & 1)) & 1;
    // And so is the result.
    if (keeps !== (length & 1)) set[length++] = time;
  }
  return set.subarray(0, length);
}
