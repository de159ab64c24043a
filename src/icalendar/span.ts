/**
 * The time that a component tells of, which may have no start, and no end.
 *
 * @see RFC 7953 §3.1; for VFREEBUSY RFC 5545 §3.6.4 and, as to DURATION, RFC
 * 2445 §4.6.4
 */

import type { CalendarZones } from "./calendar_zones.ts";
import type { Component } from "./component.ts";
import { endOf, instantOf } from "./event.ts";
import { CalendarError } from "./problems.ts";
import { maybeOf, unreadable } from "./property.ts";
import { parseDuration } from "./wall_time.ts";

/** @throws {CalendarError} If it ends before it starts, or nobody can tell. */
export function spanOf(
  component: Component,
  zones: CalendarZones,
): { readonly startS: number; readonly endS: number } {
  const start = maybeOf(component, "DTSTART");
  const end = maybeOf(component, "DTEND");
  const duration = maybeOf(component, "DURATION");
  const from = start === undefined ? null : zones.timeOf(start);
  const startS = from === null ? -Infinity : instantOf(from);
  if (duration === undefined) {
    if (end === undefined) return { startS, endS: Infinity };
    const endS = instantOf(zones.timeOf(end));
    if (endS >= startS) return { startS, endS };
    throw unreadable(end, end.value, "an end after the start");
  }
  const length = parseDuration(duration.value);
  if (from === null || end !== undefined || length === undefined) {
    throw new CalendarError(duration.line, "Cannot tell what DURATION is of");
  }
  return { startS, endS: endOf(from, length) };
}
