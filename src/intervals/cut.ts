/** The part of intervals that lies within a window, and is long enough. */

import { cutBounds } from "../base/slab.ts";
import type { IntervalSet } from "./interval_set.ts";

/** @returns New bounds, or none, never those of the set. */
export function cut(
  set: IntervalSet,
  { from, to }: { readonly from: number; readonly to: number },
): IntervalSet {
  const first = firstEndAfter(set, from);
  let end = first;
  while (end < set.length && set[end]! < to) end += 2;
  const part = cutBounds(end - first);
  if (part.length === 0) return part;
  for (let i = 0; i < part.length; i++) part[i] = set[first + i]!;
  part[0] = Math.max(part[0]!, from);
  part[part.length - 1] = Math.min(part[part.length - 1]!, to);
  return part;
}

/**
 * Leaves out intervals that are shorter than `least`.
 *
 * @param bounds A set or a pool, whose order is kept.
 */
export function withoutShort(
  bounds: Float64Array,
  least: number,
): Float64Array {
  if (least <= 1) return bounds;
  const kept = cutBounds(bounds.length);
  let length = 0;
  for (let i = 0; i < bounds.length; i += 2) {
    if (bounds[i + 1]! - bounds[i]! < least) continue;
    kept[length++] = bounds[i]!;
    kept[length++] = bounds[i + 1]!;
  }
  return kept.subarray(0, length);
}

/** Where the first interval stands that ends after the time. */
function firstEndAfter(set: IntervalSet, time: number): number {
  let low = 0;
  let high = set.length / 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (set[2 * middle + 1]! <= time) low = middle + 1;
    else high = middle;
  }
  return 2 * low;
}
