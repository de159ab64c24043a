/** The part of intervals that lies within a window, and is long enough. */

import { cutBounds } from "../base/slab.ts";
import { firstTo, type IntervalSet } from "./interval_set.ts";

/** @returns New bounds, or none, never those of the set. */
export function cut(
  set: IntervalSet,
  { from, to }: { readonly from: number; readonly to: number },
): IntervalSet {
  // Bounds are whole numbers: what ends after a time ends one later, or more.
  const first = firstTo(set, from + 1);
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
