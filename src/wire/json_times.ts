/** Reads the times of one answer: all are numbers, or all are instants. */

import { TIME_MAX } from "../base/limits.ts";
import { timedSlot } from "../calendar/booking_rules.ts";
import type { Slot, TimedSlot } from "../calendar/bookings.ts";
import { parseInstant } from "../calendar/moment.ts";
import type { Times, Window } from "../calendar/times.ts";
import { type IntervalSet, isCanonical } from "../intervals/interval_set.ts";

export class JsonTimes {
  #times: Times | null = null;

  /** What was read; numbers if there was nothing to read. */
  get times(): Times {
    return this.#times ?? "numbers";
  }

  /** The slot of `[start, end]`; undefined if it is none. */
  slot(value: unknown): Slot | undefined {
    if (!Array.isArray(value) || value.length !== 2) return undefined;
    const [start, end] = [this.#time(value[0]), this.#time(value[1])];
    // Not a number is before nothing.
    return start < end ? { start, end } : undefined;
  }

  /** As {@linkcode slot}, but an empty window looks at nothing. */
  window(value: unknown): Window | undefined {
    if (!Array.isArray(value) || value.length !== 2) return undefined;
    const [from, to] = [this.#time(value[0]), this.#time(value[1])];
    return from <= to ? { from, to } : undefined;
  }

  /** The set of `[[start, end], …]`; undefined if that is no canonical set. */
  set(value: unknown): IntervalSet | undefined {
    if (!Array.isArray(value)) return undefined;
    const set = new Float64Array(2 * value.length);
    let at = 0;
    for (const pair of value) {
      if (!Array.isArray(pair) || pair.length !== 2) return undefined;
      set[at++] = this.#time(pair[0]);
      set[at++] = this.#time(pair[1]);
    }
    return isCanonical(set) ? set : undefined;
  }

  /** Not a number if it is no time, or of another kind than one before. */
  #time(value: unknown): number {
    const times = typeof value === "string" ? "instants" : "numbers";
    this.#times ??= times;
    if (times !== this.#times) return NaN;
    if (typeof value === "string") return parseInstant(value) ?? NaN;
    const isTime = Number.isInteger(value) &&
      Math.abs(value as number) <= TIME_MAX;
    return isTime ? value as number : NaN;
  }
}

/** The slot of `[start, end]`, to book; undefined if it is none. */
export function readTimedSlot(value: unknown): TimedSlot | undefined {
  const json = new JsonTimes();
  const slot = json.slot(value);
  return slot && timedSlot(slot.start, slot.end, json.times);
}
