/** What a booking may look like, whoever wrote it: a client or a disk. */

import {
  BOOKING_KEY_BYTES_MAX,
  TIME_MAX,
  TITLE_BYTES_MAX,
} from "../base/limits.ts";
import type { Slot } from "./bookings.ts";

export const KEY_RULE =
  `1 to ${BOOKING_KEY_BYTES_MAX} bytes of characters that can be seen`;
export const TITLE_RULE = `one line of at most ${TITLE_BYTES_MAX} bytes`;
export const SLOT_RULE =
  "[start,end], two whole numbers from -(2^53-1) to 2^53-1, the start first";

const ENCODER = new TextEncoder();
/** Blanks, controls, and what changes how its neighbours look. */
const UNSEEN = /[\p{C}\p{Z}]/u;
/** A title has blanks, but nothing that ends its line or hides in it. */
const UNTITLED = /[\p{C}\p{Zl}\p{Zp}]/u;

export function isBookingKey(value: unknown): value is string {
  return typeof value === "string" && value !== "" && !UNSEEN.test(value) &&
    ENCODER.encode(value).length <= BOOKING_KEY_BYTES_MAX;
}

export function isBookingTitle(value: unknown): value is string {
  return typeof value === "string" && !UNTITLED.test(value) &&
    ENCODER.encode(value).length <= TITLE_BYTES_MAX;
}

/**
 * The slot of `[start, end]`; undefined if it is none.
 *
 * @example Ends are part of no slot, so one has a length
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(readSlot([5, 7]), { start: 5, end: 7 });
 * assertEquals(readSlot([5, 5]), undefined);
 * ```
 */
export function readSlot(value: unknown): Slot | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [start, end] = value;
  if (!isTime(start) || !isTime(end) || start >= end) return undefined;
  // There is no -0 among times.
  return { start: start + 0, end: end + 0 };
}

function isTime(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) <= TIME_MAX;
}

/** `[5,7]`. */
export function formatSlot({ start, end }: Slot): string {
  return `[${start},${end}]`;
}
