/**
 * Slots as JSON and as text. Numbers stand for themselves, and instants are
 * written as RFC 3339 has them, in UTC, so that whoever reads them needs no
 * zone.
 */

import type { Slot, TimedSlot } from "../calendar/bookings.ts";
import { instantFormat } from "../calendar/instant_format.ts";
import { formatInstant } from "../calendar/moment.ts";
import type { Times } from "../calendar/times.ts";
import type { IntervalSet } from "../intervals/interval_set.ts";

/** `[[2,3],[5,7]]`, or `null`. */
export function formatJsonSlots(
  slots: IntervalSet | null,
  times: Times,
): string {
  return slots === null ? "null" : `[${join(slots, ",", jsonTime(times))}]`;
}

/** `[2,3], [5,7]`, or `none`. */
export function formatSlots(slots: IntervalSet, times: Times): string {
  return slots.length === 0 ? "none" : join(slots, ", ", textTime(times));
}

function join(
  slots: IntervalSet,
  separator: string,
  format: (time: number) => number | string,
): string {
  const texts: string[] = [];
  for (let i = 0; i < slots.length; i += 2) {
    texts.push(`[${format(slots[i]!)},${format(slots[i + 1]!)}]`);
  }
  // A text that grew slot by slot would be kept as its pieces, of many times
  // its bytes, for as long as it waits for the answers before it.
  return texts.join(separator);
}

/** `[2,3]`, or `["2026-11-24T09:00:00Z","2026-11-24T10:00:00Z"]`. */
export function formatJsonSlot(slot: Slot, times: Times): string {
  return jsonSlotFormat(times)(slot);
}

/** What formats many slots as {@linkcode formatJsonSlot} formats one. */
export function jsonSlotFormat(times: Times): (slot: Slot) => string {
  const format = jsonTime(times);
  return ({ start, end }) => `[${format(start)},${format(end)}]`;
}

/** `[2,3]`, or `[2026-11-24T09:00:00Z,2026-11-24T10:00:00Z]`. */
export function formatTextSlot({ start, end }: Slot, times: Times): string {
  const format = textTime(times);
  return `[${format(start)},${format(end)}]`;
}

/** As a JSON value: `[2,3]`, or two instants as text. */
export function jsonSlot(
  { start, end, times }: TimedSlot,
): [start: number | string, end: number | string] {
  return [formatTime(start, times), formatTime(end, times)];
}

/** As {@linkcode formatTextSlot}, of a slot that knows its kind. */
export function formatTimedSlot(slot: TimedSlot): string {
  return formatTextSlot(slot, slot.times);
}

function jsonTime(times: Times): (time: number) => number | string {
  if (times === "numbers") return (time) => time;
  const format = instantFormat();
  return (time) => `"${format(time)}"`;
}

/** `2`, or `2026-11-24T09:00:00Z`. */
export function formatTime(time: number, times: Times): number | string {
  return textTime(times)(time);
}

function textTime(times: Times): (time: number) => number | string {
  return times === "numbers" ? (time) => time : formatInstant;
}
