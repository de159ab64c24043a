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
type Compare = (a: CountedSlot, b: CountedSlot) => number;

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
  /** Free time of each person, thrown together in the order of their starts. */
  readonly intervals: Float64Array;
  /** Where slots may lie: what all who are needed share. */
  readonly within: IntervalSet;
  /** Of a slot at least; 1 or more. */
  readonly duration: number;
  /** How many have to be free; 1 or more. */
  readonly quorum: number;
  readonly order: keyof typeof COMPARE;
  /** How many slots are wanted. */
  readonly limit: number;
  /** Slots that are looked at, at most; one that is kept counts as several. */
  readonly stepsMax: number;
}

/** To find a slot's place among the others takes as long as so many looks. */
const KEEP_STEPS = 16;

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
 *   order: "attendance",
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
  const open = new OpenEnds(intervals.length / 2);
  let steps = 0;
  let next = 0;
  for (let i = 0; i < within.length; i += 2) {
    const to = within[i + 1]!;
    // Whoever is free already is so from the beginning.
    let latest = open.latest;
    for (let start = within[i]!; start + duration <= to;) {
      for (; next < intervals.length; next += 2) {
        if (intervals[next]! > start) break;
        open.add(intervals[next + 1]!);
        latest = Math.max(latest, intervals[next + 1]!);
      }
      open.dropBefore(start + duration);
      steps += 1 + best.offer({ start, to, latest, open });
      if (steps > search.stepsMax) return null;
      if (next === intervals.length) break;
      start = intervals[next]!;
      latest = -Infinity;
    }
  }
  return best.slots;
}

/** Ends of those who have become free and stay so. */
class OpenEnds {
  /** Ascending from the first that is open to the last. */
  readonly #ends: Float64Array;
  #first = 0;
  #end = 0;

  /** @param max How many are added, at most. */
  constructor(max: number) {
    this.#ends = new Float64Array(max);
  }

  get count(): number {
    return this.#end - this.#first;
  }

  get latest(): number {
    return this.count > 0 ? this.endOf(1) : -Infinity;
  }

  /** Until when as many as that are free, of those who stay longest. */
  endOf(free: number): number {
    return this.#ends[this.#end - free]!;
  }

  add(end: number): void {
    const ends = this.#ends;
    let at = this.#end++;
    for (; at > this.#first && ends[at - 1]! > end; at--) {
      ends[at] = ends[at - 1]!;
    }
    ends[at] = end;
  }

  dropBefore(end: number): void {
    while (this.#first < this.#end && this.#ends[this.#first]! < end) {
      this.#first++;
    }
  }
}

/** The first slots of a search, in their order. */
class Best {
  readonly slots: CountedSlot[] = [];
  readonly #search: SlotSearch;
  readonly #compare: Compare;
  /** Used for each slot until it is kept, as most are not. */
  readonly #candidate = { start: 0, end: 0, free: 0 };

  constructor(search: SlotSearch) {
    this.#search = search;
    this.#compare = COMPARE[search.order];
  }

  /**
   * Takes the slots from `start` on that cannot be made longer.
   *
   * @param at `open` are the ends of all who are free then, and `latest` is
   * that of those who become free then: beyond it a slot could begin earlier.
   * @returns Steps that it took.
   */
  offer({ start, to, latest, open }: Offer): number {
    const { quorum, order } = this.#search;
    const isLongestFirst = order === "longest";
    const step = isLongestFirst ? 1 : -1;
    const candidate = this.#candidate;
    candidate.start = start;
    let steps = 0;
    let free = isLongestFirst ? quorum : open.count;
    for (; free >= quorum && free <= open.count; free += step) {
      steps++;
      const end = Math.min(open.endOf(free), to);
      // With one more who stays as long, it is that one's slot as well.
      const isMore = free < open.count &&
        Math.min(open.endOf(free + 1), to) === end;
      if (isMore || end > latest) continue;
      candidate.end = end;
      candidate.free = free;
      // Of those that begin together, the others come after it.
      if (!this.#hasPlaceFor(candidate)) break;
      this.#keep({ ...candidate });
      steps += KEEP_STEPS;
    }
    return steps;
  }

  #hasPlaceFor(slot: CountedSlot): boolean {
    const { slots } = this;
    const { limit } = this.#search;
    return slots.length < limit || this.#compare(slot, slots[limit - 1]!) < 0;
  }

  #keep(slot: CountedSlot): void {
    const { slots } = this;
    let low = 0;
    let high = slots.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(slots[middle]!, slot) < 0) low = middle + 1;
      else high = middle;
    }
    slots.splice(low, 0, slot);
    if (slots.length > this.#search.limit) slots.pop();
  }
}

/** Slots that begin together. */
interface Offer {
  readonly start: number;
  /** Where they end at the latest. */
  readonly to: number;
  readonly latest: number;
  readonly open: OpenEnds;
}

function lengthOf({ start, end }: CountedSlot): number {
  return end - start;
}
