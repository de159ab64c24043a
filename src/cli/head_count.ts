/** What cells of a picture show: how many are free in them, and slots. */

import type { Slot } from "../calendar/bookings.ts";
import type { CoverageStep } from "../wire/term_findings.ts";

/**
 * The times that a cell stands for: none beyond the window and where clocks
 * skip it, two where they show it twice.
 */
export type Cell = readonly Slot[];

/** How many are free in a cell. */
export interface Heads {
  readonly fewest: number;
  readonly most: number;
}

/** Counts those who are free. */
export class HeadCount {
  readonly #steps: readonly CoverageStep[];
  readonly #ends: readonly number[];

  /** @param steps Without gaps, in order. */
  constructor(steps: readonly CoverageStep[]) {
    this.#steps = steps;
    this.#ends = steps.map(({ slot }) => slot.end);
  }

  /** Null where nobody was asked about. */
  over(cell: Cell): Heads | null {
    let fewest = Infinity;
    let most = 0;
    for (const { start, end } of cell) {
      for (let i = firstAfter(this.#ends, start); i < this.#ends.length; i++) {
        const { slot, free } = this.#steps[i]!;
        if (slot.start >= end) break;
        fewest = Math.min(fewest, free);
        most = Math.max(most, free);
      }
    }
    return fewest === Infinity ? null : { fewest, most };
  }
}

/** Knows where slots lie, which may overlap. */
export class SlotMarks {
  readonly #starts: readonly number[];
  /** The latest end of the slots up to each. */
  readonly #ends: readonly number[];

  constructor(slots: readonly Slot[]) {
    const sorted = slots.toSorted((a, b) => a.start - b.start);
    let latest = -Infinity;
    this.#starts = sorted.map(({ start }) => start);
    this.#ends = sorted.map(({ end }) => latest = Math.max(latest, end));
  }

  /** Whether a slot lies in any part of it. */
  touch(cell: Cell): boolean {
    return cell.some(({ start, end }) => {
      const i = firstAfter(this.#ends, start);
      return i < this.#starts.length && this.#starts[i]! < end;
    });
  }
}

/** Where the first of ascending bounds stands that is after a time. */
function firstAfter(bounds: readonly number[], time: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bounds[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
