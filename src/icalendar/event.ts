/**
 * What a component says of when: an event, or a time in which somebody can be
 * met.
 *
 * @see RFC 5545 §3.6.1
 */

import { quote } from "../base/errors.ts";
import { RECURRENCE_DAYS_MAX } from "../base/calendar_limits.ts";
import type { Component, Property } from "./component.ts";
import type { CalendarZones, EventTime } from "./calendar_zones.ts";
import { type EventRule, readRule } from "./event_rule.ts";
import { CalendarError } from "./problems.ts";
import {
  maybeOf,
  oneOf,
  partsOf,
  someOf,
  unreadable,
  wordOf,
} from "./property.ts";
import { DAY_S, type Duration, parseDuration } from "./wall_time.ts";

/** How an event's time counts. */
export type Kind = "busy" | "tentative" | "free";

/** An instance that no rule tells of. */
export interface Addition {
  readonly start: EventTime;
  /** Null if it is as long as the others. */
  readonly length: Duration | null;
}

export interface Event {
  readonly line: number;
  /**
   * Null for one that stands alone, as nothing can refer to it: several may
   * have none, or an empty one.
   */
  readonly uid: string | null;
  readonly start: EventTime;
  readonly length: Duration;
  readonly kind: Kind;
  readonly isCancelled: boolean;
  readonly rules: readonly EventRule[];
  readonly added: readonly Addition[];
  readonly excluded: readonly EventTime[];
  /** The start of the instance that it replaces. */
  readonly replaces: EventTime | null;
  /** Whether it replaces all later ones as well. */
  readonly isFollowing: boolean;
  /** Of several with the same identity, the one with the highest counts. */
  readonly sequence: number;
  /** Then the latest. */
  readonly stamp: string;
}

/** When it starts. */
export function instantOf({ wallS, zone }: EventTime): number {
  return zone.instantOf(wallS);
}

/** When something ends that starts then and lasts so long. */
export function endOf(start: EventTime, { days, seconds }: Duration): number {
  return start.zone.instantOf(start.wallS + days * DAY_S) + seconds;
}

/** @throws {CalendarError} If any of it is not understood. */
export function readEvent(component: Component, zones: CalendarZones): Event {
  const replaced = maybeOf(component, "RECURRENCE-ID");
  const isCancelled = wordOf(component, "STATUS") === "CANCELLED";
  // Of an instance that is called off it says enough which one it is.
  const instance = isCancelled ? replaced : undefined;
  const start = zones.timeOf(
    maybeOf(component, "DTSTART") ?? instance ?? oneOf(component, "DTSTART"),
  );
  const event = {
    line: component.line,
    uid: maybeOf(component, "UID")?.value || null,
    start,
    length: lengthOf(component, start, zones),
    kind: kindOf(component),
    isCancelled,
    rules: someOf(component, "RRULE").map((rule) => readRule(rule, start)),
    added: someOf(component, "RDATE").flatMap((property) =>
      partsOf(property).map((value) =>
        readAddition(property, value, start, zones)
      )
    ),
    excluded: someOf(component, "EXDATE").flatMap((property) =>
      partsOf(property).map((value) => zones.timeOf(property, value))
    ),
    replaces: replaced === undefined ? null : zones.timeOf(replaced),
    isFollowing: isFollowing(replaced),
    sequence: sequenceOf(component),
    stamp: wordOf(component, "DTSTAMP") + wordOf(component, "LAST-MODIFIED"),
  };
  checkReach(event);
  return event;
}

/** Refuses what would have rules followed for years to know about one day. */
function checkReach(event: Event): void {
  const { start, length, rules, replaces, isFollowing, line } = event;
  const movedS = replaces === null ? 0 : instantOf(start) - instantOf(replaces);
  const days = Math.max(
    length.days + length.seconds / DAY_S,
    Math.abs(movedS) / DAY_S,
  );
  if (days <= RECURRENCE_DAYS_MAX) return;
  if (rules.length === 0 && !isFollowing) return;
  throw new CalendarError(
    line,
    "Cannot follow an event that recurs as it may last, or be moved by, " +
      `${RECURRENCE_DAYS_MAX} days: it is ${Math.ceil(days)}`,
  );
}

/** Exact between two times, by the clock for days and durations (§3.3.6). */
function lengthOf(
  component: Component,
  start: EventTime,
  zones: CalendarZones,
): Duration {
  const end = maybeOf(component, "DTEND");
  const duration = maybeOf(component, "DURATION");
  const told = duration && durationOf(duration, duration.value);
  if (end === undefined) {
    return told ?? { days: start.isDate ? 1 : 0, seconds: 0 };
  }
  const length = lengthUntil(start, zones.timeOf(end), end);
  if (duration === undefined || isEqual(length, told!)) return length;
  throw new CalendarError(
    duration.line,
    `Cannot tell which counts: DURATION, or DTEND in line ${end.line}`,
  );
}

function isEqual(a: Duration, b: Duration): boolean {
  return a.days === b.days && a.seconds === b.seconds;
}

function durationOf(property: Property, value: string): Duration {
  const duration = parseDuration(value);
  if (duration !== undefined) return duration;
  throw unreadable(property, value, "a duration");
}

function lengthUntil(
  start: EventTime,
  end: EventTime,
  property: Property,
): Duration {
  if (start.isDate !== end.isDate) {
    throw unreadable(
      property,
      property.value,
      "the same kind of time as DTSTART",
    );
  }
  const wallS = end.wallS - start.wallS;
  if (start.isDate) {
    // To end with the day that it begins with is a common slip for that day.
    if (wallS >= 0) return { days: Math.max(wallS / DAY_S, 1), seconds: 0 };
  } else {
    const seconds = instantOf(end) - instantOf(start);
    if (seconds >= 0) return { days: 0, seconds };
    // What begins in the hour that a clock skips may end in it, too.
    if (start.zone === end.zone && wallS >= 0) {
      return { days: 0, seconds: wallS };
    }
  }
  throw unreadable(property, property.value, "an end after the start");
}

function kindOf(component: Component): Kind {
  if (wordOf(component, "TRANSP") === "TRANSPARENT") return "free";
  const isTentative = wordOf(component, "STATUS") === "TENTATIVE" ||
    wordOf(component, "X-MICROSOFT-CDO-BUSYSTATUS") === "TENTATIVE";
  return isTentative ? "tentative" : "busy";
}

function readAddition(
  property: Property,
  value: string,
  start: EventTime,
  zones: CalendarZones,
): Addition {
  const addition = readStretch(property, value, zones);
  if (addition.start.isDate === start.isDate) return addition;
  throw unreadable(property, value, "the same kind of time as DTSTART");
}

/** A time, or a PERIOD. */
function readStretch(
  property: Property,
  value: string,
  zones: CalendarZones,
): Addition {
  const [first = "", last, ...rest] = value.split("/");
  const start = zones.timeOf(property, first);
  if (last === undefined) return { start, length: null };
  if (rest.length > 0) throw unreadable(property, value, "a period");
  const length = /^[+-]?P/i.test(last)
    ? durationOf(property, last)
    : lengthUntil(start, zones.timeOf(property, last), property);
  return { start, length };
}

/** The start and the end of a PERIOD. */
export function readPeriod(
  property: Property,
  value: string,
  zones: CalendarZones,
): readonly [number, number] {
  const { start, length } = readStretch(property, value, zones);
  if (length === null) throw unreadable(property, value, "a period");
  return [instantOf(start), endOf(start, length)];
}

function isFollowing(replaced: Property | undefined): boolean {
  const range = replaced?.params.range;
  if (replaced === undefined || range === undefined) return false;
  if (String(range).toUpperCase() === "THISANDFUTURE") return true;
  throw new CalendarError(
    replaced.line,
    `Cannot follow the range ${quote(String(range))} of RECURRENCE-ID`,
  );
}

function sequenceOf(component: Component): number {
  const property = maybeOf(component, "SEQUENCE");
  if (property === undefined) return 0;
  // Some programs count seconds or milliseconds since 1970.
  if (/^[+-]?\d{1,15}$/.test(property.value)) return Number(property.value);
  throw unreadable(property, property.value, "a number");
}
