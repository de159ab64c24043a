/** Which slots are left of a set where only so many are wanted. */

import type { IntervalSet } from "./interval_set.ts";

/**
 * @param order Which are left: the first, or the longest, and of equally long
 * ones the first.
 * @returns A set, so in the order of time.
 */
export function firstSlots(
  set: IntervalSet,
  { order, limit }: {
    readonly order: "earliest" | "longest";
    readonly limit: number;
  },
): IntervalSet {
  if (set.length <= 2 * limit || order === "earliest") {
    return set.subarray(0, 2 * limit);
  }
  const lengthAt = (at: number) => set[at + 1]! - set[at]!;
  const kept = Array.from({ length: set.length / 2 }, (_, i) => 2 * i)
    .sort((a, b) => lengthAt(b) - lengthAt(a) || a - b)
    .slice(0, limit)
    .sort((a, b) => a - b);
  return Float64Array.from(kept.flatMap((at) => [set[at]!, set[at + 1]!]));
}
