/** What a booking may look like, whoever wrote it: a client or a disk. */

import {
  BOOKING_KEY_BYTES_MAX,
  INSTANT_MAX,
  INSTANT_MIN,
  TIME_MAX,
  TITLE_BYTES_MAX,
  WINDOW_SECONDS_MAX,
} from "../base/limits.ts";
import type { TimedSlot } from "./bookings.ts";
import type { Times } from "./times.ts";

export const KEY_RULE =
  `1 to ${BOOKING_KEY_BYTES_MAX} bytes of characters that can be seen`;
export const TITLE_RULE =
  `one line of at most ${TITLE_BYTES_MAX} bytes without hidden characters`;
export const SLOT_RULE =
  "[start,end], two whole numbers from -(2^53-1) to 2^53-1, the start first; " +
  `or two instants, like 2026-11-24T09:00:00Z, at most ${
    WINDOW_SECONDS_MAX / 86_400
  } days apart`;

const ENCODER = new TextEncoder();
/** Blanks, controls, and what changes how its neighbours look. */
const UNSEEN = /[\p{C}\p{Z}]/u;
/**
 * A title has blanks, but nothing that ends its line or hides in it. What joins
 * its neighbours or holds them apart is written in Persian and in some emoji.
 */
const UNTITLED = /(?![\u200c\u200d])[\p{C}\p{Zl}\p{Zp}]/u;

export function isBookingKey(value: unknown): value is string {
  return typeof value === "string" && value !== "" && !UNSEEN.test(value) &&
    ENCODER.encode(value).length <= BOOKING_KEY_BYTES_MAX;
}

export function isBookingTitle(value: unknown): value is string {
  return typeof value === "string" && !UNTITLED.test(value) &&
    ENCODER.encode(value).length <= TITLE_BYTES_MAX;
}

/**
 * The slot from start to end; undefined if it is none. Of instants it is no
 * longer than a question may be, as it is one to whoever has calendars.
 *
 * @example Ends are part of no slot, so one has a length
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const slot = { start: 5, end: 7, times: "numbers" } as const;
 * assertEquals(timedSlot(5, 7, "numbers"), slot);
 * assertEquals(timedSlot(5, 5, "numbers"), undefined);
 * ```
 */
export function timedSlot(
  start: unknown,
  end: unknown,
  times: Times,
): TimedSlot | undefined {
  if (!isTime(start, times) || !isTime(end, times)) return undefined;
  const isLong = times === "instants" && end - start > WINDOW_SECONDS_MAX;
  if (start >= end || isLong) return undefined;
  // There is no -0 among times.
  return { start: start + 0, end: end + 0, times };
}

function isTime(value: unknown, times: Times): value is number {
  const [min, max] = times === "numbers"
    ? [-TIME_MAX, TIME_MAX]
    : [INSTANT_MIN, INSTANT_MAX];
  return Number.isInteger(value) && value as number >= min &&
    value as number <= max;
}

/** Whether both are the same time, and not only the same numbers. */
export function sameSlot(a: TimedSlot, b: TimedSlot): boolean {
  return a.start === b.start && a.end === b.end && a.times === b.times;
}
