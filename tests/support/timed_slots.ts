/** Slots to book. */

import type { TimedSlot } from "../../src/calendar/bookings.ts";
import { parseInstant } from "../../src/calendar/moment.ts";

export function numbers(start: number, end: number): TimedSlot {
  return { start, end, times: "numbers" };
}

/** @param start Of RFC 3339, as is the end. */
export function instants(start: string, end: string): TimedSlot {
  const [from, to] = [parseInstant(start)!, parseInstant(end)!];
  return { start: from, end: to, times: "instants" };
}
