/**
 * A rule of an event, with the end that it has in the event's zone.
 *
 * @see RFC 5545 §3.8.5.3
 */

import type { EventTime } from "./calendar_zones.ts";
import type { Property } from "./component.ts";
import { atLine } from "./problems.ts";
import { lastWallOf, Recurrence } from "./recurrence.ts";
import { type Frequency, parseRule, type Rule } from "./rule.ts";
import { DAY_S } from "./wall_time.ts";

/** A rule of an event, ready to be followed. */
export interface EventRule {
  readonly line: number;
  readonly freq: Frequency;
  readonly recurrence: Recurrence;
  /** The last instant at which an instance may start. */
  readonly untilS: number;
}

/** @throws {CalendarError} If the rule cannot be followed. */
export function readRule(
  { value, line }: Property,
  start: EventTime,
): EventRule {
  return atLine(line, () => {
    const rule = parseRule(value);
    const { wallS: startWallS, isDate } = start;
    const { untilWallS, untilS } = endsOf(rule, start);
    const options = { startWallS, isDate, untilWallS };
    const recurrence = new Recurrence(rule, options);
    return { line, freq: rule.freq, recurrence, untilS };
  });
}

/** An end in UTC is for instants, and only nearly so for the wall clock. */
function endsOf(
  { until }: Rule,
  { isDate, zone }: EventTime,
): { readonly untilWallS: number; readonly untilS: number } {
  if (until?.kind !== "utc") {
    return { untilWallS: lastWallOf(until), untilS: Infinity };
  }
  const wallS = zone.wallAt(until.wallS);
  if (!isDate) return { untilWallS: wallS + DAY_S, untilS: until.wallS };
  // Not what the RFC allows, but common: the day is that of UTC or of its
  // owner, so both count.
  const untilWallS = Math.max(wallS, until.wallS);
  return { untilWallS, untilS: Infinity };
}
