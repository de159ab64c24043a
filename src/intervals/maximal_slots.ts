/**
 * Slots in which many are free, though not all: each that cannot be made
 * longer at either end without losing somebody.
 */

import type { IntervalSet } from "./interval_set.ts";

/** A slot, and how many are free for all of it. */
export interface CountedSlot {
  readonly start: number;
  readonly end: number;
  readonly free: number;
}

/** Negative where the first is to come first; never 0 for two of one search. */
export type Compare = (a: CountedSlot, b: CountedSlot) => number;

/** Which slots come first, by what is compared in turn. */
export const COMPARE = {
  earliest: (a, b) => a.start - b.start || b.free - a.free || b.end - a.end,
  attendance: (a, b) => b.free - a.free || a.start - b.start || b.end - a.end,
  longest: (a, b) =>
    lengthOf(b) - lengthOf(a) || b.free - a.free ||
    a.start - b.start,
  /** Most people, then longest, then earliest. */
  nearest: (a, b) =>
    b.free - a.free || lengthOf(b) - lengthOf(a) ||
    a.start - b.start,
} as const satisfies Readonly<Record<string, Compare>>;

export interface SlotSearch {
  /** Free time of each person, thrown together in any order. */
  readonly intervals: Float64Array;
  /** Where slots may lie: what all who are needed share. */
  readonly within: IntervalSet;
  /** Of a slot at least; 1 or more. */
  readonly duration: number;
  /** How many have to be free; 1 or more. */
  readonly quorum: number;
  readonly compare: Compare;
  /** How many slots are wanted. */
  readonly limit: number;
  /** Slots that are looked at, at most. */
  readonly stepsMax: number;
}

/**
 * @returns The first slots, in their order; null if there are too many to
 * look at.
 *
 * @example Two stay longer than the third
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const slots = maximalSlots({
 *   intervals: Float64Array.of(1, 5, 1, 5, 1, 3),
 *   within: Float64Array.of(0, 9),
 *   duration: 1,
 *   quorum: 2,
 *   compare: COMPARE.attendance,
 *   limit: 10,
 *   stepsMax: 100,
 * });
 * assertEquals(slots, [
 *   { start: 1, end: 3, free: 3 },
 *   { start: 1, end: 5, free: 2 },
 * ]);
 * ```
 */
export function maximalSlots(search: SlotSearch): CountedSlot[] | null {
  const { intervals, within, duration } = search;
  const best = new Best(search);
  const order = byStart(intervals);
  // Ends of those who have become free and stay so, the latest first.
  const open: number[] = [];
  let steps = 0;
  let next = 0;
  for (let i = 0; i < within.length; i += 2) {
    const to = within[i + 1]!;
    // Whoever is free already is so from the beginning.
    let latest = open[0] ?? -Infinity;
    for (let start = within[i]!; start + duration <= to;) {
      for (; next < order.length; next++) {
        const at = order[next]!;
        if (intervals[at]! > start) break;
        insert(open, intervals[at + 1]!);
        latest = Math.max(latest, intervals[at + 1]!);
      }
      while (open.length > 0 && open.at(-1)! < start + duration) open.pop();
      steps += 1 + open.length;
      if (steps > search.stepsMax) return null;
      best.offer({ start, to, latest, open });
      if (next === order.length) break;
      start = intervals[order[next]!]!;
      latest = -Infinity;
    }
  }
  return best.slots;
}

/** Where intervals stand, in the order of their starts. */
function byStart(intervals: Float64Array): Uint32Array {
  const order = Uint32Array.from(
    { length: intervals.length / 2 },
    (_, i) => 2 * i,
  );
  const isSorted = order.every((at, i) =>
    i === 0 || intervals[at - 2]! <= intervals[at]!
  );
  return isSorted ? order : order.sort((a, b) => intervals[a]! - intervals[b]!);
}

/** Keeps the latest end first. */
function insert(ends: number[], end: number): void {
  let at = ends.length;
  ends.push(end);
  for (; at > 0 && ends[at - 1]! < end; at--) ends[at] = ends[at - 1]!;
  ends[at] = end;
}

/** The first slots of a search, in their order. */
class Best {
  readonly slots: CountedSlot[] = [];
  readonly #search: SlotSearch;
  /** Used for each slot until it is taken, as most are not. */
  readonly #candidate = { start: 0, end: 0, free: 0 };

  constructor(search: SlotSearch) {
    this.#search = search;
  }

  /**
   * Takes the slots from `start` on that cannot be made longer.
   *
   * @param at `open` are the ends of all who are free then, and `latest` is
   * that of those who become free then: beyond it a slot could begin earlier.
   */
  offer({ start, to, latest, open }: {
    readonly start: number;
    readonly to: number;
    readonly latest: number;
    readonly open: readonly number[];
  }): void {
    const { quorum } = this.#search;
    const candidate = this.#candidate;
    for (let free = quorum; free <= open.length; free++) {
      const end = Math.min(open[free - 1]!, to);
      // With one more who stays as long, it is that one's slot as well.
      const isMore = free < open.length && Math.min(open[free]!, to) === end;
      if (isMore || end > latest) continue;
      candidate.start = start;
      candidate.end = end;
      candidate.free = free;
      this.#consider(candidate);
    }
  }

  #consider(slot: CountedSlot): void {
    const { compare, limit } = this.#search;
    const { slots } = this;
    if (slots.length === limit && compare(slot, slots[limit - 1]!) > 0) return;
    let at = slots.length;
    while (at > 0 && compare(slot, slots[at - 1]!) < 0) at--;
    slots.splice(at, 0, { ...slot });
    if (slots.length > limit) slots.pop();
  }
}

function lengthOf({ start, end }: CountedSlot): number {
  return end - start;
}
