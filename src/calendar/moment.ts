/**
 * How people say when: `2026-11-24`, `2026-11-24T09:00`, `09:00`, `today`,
 * `tomorrow`, `now`, `+2w`, an instant of RFC 3339, or a whole number.
 */

import { INSTANT_MAX, INSTANT_MIN, TIME_MAX } from "../base/limits.ts";
import { parseLengthParts } from "./length.ts";
import type { Times } from "./times.ts";

/** A moment as it was said: some depend on a zone, and on what time it is. */
export type Moment =
  | { readonly kind: "number"; readonly value: number }
  /** Whole seconds since 1970. */
  | { readonly kind: "instant"; readonly seconds: number }
  /** Wall-clock time; ISO 8601 without an offset. A date is its midnight. */
  | { readonly kind: "local"; readonly text: string }
  /** `HH:MM` of today, or for the end of a window of the day it starts on. */
  | { readonly kind: "time_of_day"; readonly text: string }
  | { readonly kind: "now" }
  /** A midnight, so many days after the last one. */
  | { readonly kind: "day"; readonly days: number }
  /** After now, or for the end of a window after its start. */
  | { readonly kind: "later"; readonly duration: string };

/** What a moment is, for whoever wrote another thing. */
export const MOMENT_RULE =
  "a date like 2026-11-24, a time like 2026-11-24T09:00 or 09:00 (of whole " +
  "seconds; with an offset like Z or +01:00 it needs no timezone), now, " +
  "today, tomorrow, +2w, or a whole number";

const DATE = /^\d{4}-\d\d-\d\d$/;
const LOCAL = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::[0-5]\d)?)$/;
const TIME_OF_DAY = /^\d\d:\d\d$/;
/** RFC 3339, whose seconds may be left out; a fraction has to be zero. */
const INSTANT =
  /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(?:(:[0-5]\d)(?:\.0+)?)?([Zz]|[+-]\d\d:\d\d)$/;

/**
 * @returns Null if it is none.
 *
 * @example A time without an offset is of a zone that is told later
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const local = { kind: "local", text: "2026-11-24T09:00" } as const;
 * assertEquals(parseMoment("2026-11-24T09:00"), local);
 * const instant = { kind: "instant", seconds: 1_795_507_200 } as const;
 * assertEquals(parseMoment("2026-11-24T09:00+01:00"), instant);
 * assertEquals(parseMoment("2026-02-30"), null);
 * ```
 */
export function parseMoment(text: string): Moment | null {
  if (/^-?\d+$/.test(text)) {
    // No zero is less than nothing.
    const value = Number(text) + 0;
    return Math.abs(value) <= TIME_MAX ? { kind: "number", value } : null;
  }
  if (text === "now") return { kind: "now" };
  if (text === "today") return { kind: "day", days: 0 };
  if (text === "tomorrow") return { kind: "day", days: 1 };
  if (text.startsWith("+")) {
    const duration = text.slice(1);
    return parseLengthParts(duration) && { kind: "later", duration };
  }
  if (TIME_OF_DAY.test(text)) {
    return localTime("2000-01-01", text) && { kind: "time_of_day", text };
  }
  return parseLocal(text) ?? parseExact(text);
}

function parseLocal(text: string): Moment | null {
  if (DATE.test(text)) {
    return localTime(text, "00:00") && { kind: "local", text };
  }
  const [, date = "", time = ""] = LOCAL.exec(text) ?? [];
  return localTime(date, time) && { kind: "local", text: `${date}T${time}` };
}

function parseExact(text: string): Moment | null {
  const seconds = parseInstant(text);
  return seconds === null ? null : { kind: "instant", seconds };
}

/** Null if there is no such date, or no such time of day. */
function localTime(date: string, time: string): Temporal.PlainDateTime | null {
  try {
    return Temporal.PlainDateTime.from(`${date}T${time}`);
  } catch {
    return null;
  }
}

/**
 * @returns Whole seconds since 1970; null if the text is no instant with an
 * offset, or has a part of a second.
 */
export function parseInstant(text: string): number | null {
  const [, date = "", minute = "", second = "", offset = ""] =
    INSTANT.exec(text) ?? [];
  // A second that leaps is none to 1970's count, and 24:00 is tomorrow.
  const local = localTime(date, minute + second);
  if (!local) return null;
  const [sign, hours, minutes] = offset.length === 1
    ? [1, 0, 0]
    : [offset[0] === "-" ? -1 : 1, +offset.slice(1, 3), +offset.slice(4)];
  if (hours! > 23 || minutes! > 59) return null;
  const utc = secondsOf(local.toZonedDateTime("UTC"));
  const seconds = utc - sign! * (3_600 * hours! + 60 * minutes!);
  return isInstant(seconds) ? seconds : null;
}

function isInstant(seconds: number): boolean {
  return seconds >= INSTANT_MIN && seconds <= INSTANT_MAX;
}

/**
 * An instant as RFC 3339 writes it, in UTC: `2026-11-24T09:00:00Z`.
 *
 * @param seconds Whole seconds since 1970. It has four digits for a year, so
 * what lies beyond them is written as the first or the last instant.
 */
export function formatInstant(seconds: number): string {
  const date = new Date(withinInstants(seconds) * 1_000);
  return `${date.toISOString().slice(0, 19)}Z`;
}

function withinInstants(seconds: number): number {
  return Math.min(Math.max(seconds, INSTANT_MIN), INSTANT_MAX);
}

/** What {@linkcode parseMoment} reads as the same moment. */
export function formatMoment(moment: Moment): string {
  switch (moment.kind) {
    case "number":
      return `${moment.value}`;
    case "instant":
      return formatInstant(moment.seconds);
    case "local":
    case "time_of_day":
      return moment.text;
    case "now":
      return "now";
    case "day":
      return moment.days === 0 ? "today" : "tomorrow";
    case "later":
      return `+${moment.duration}`;
  }
}

/** What a moment is one of. */
export function timesOf({ kind }: Moment): Times {
  return kind === "number" ? "numbers" : "instants";
}

/** What a zone is, for whoever wrote another thing. */
export const TIMEZONE_RULE = "an IANA time zone like Europe/Berlin";

/** Whether it is an IANA zone, like `Europe/Berlin`, or `UTC`. */
export function isTimezone(text: string): boolean {
  // An offset is no zone: it would be wrong for half of the year.
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    // By what reckons in it: Intl takes PST as well, and many times as long.
    new Temporal.ZonedDateTime(0n, text);
    return true;
  } catch {
    return false;
  }
}

export interface MomentContext {
  /** What time it is, in whole seconds since 1970. */
  readonly nowS: number;
  /** An IANA zone; see {@linkcode isTimezone}. */
  readonly timezone: string;
  /** The start of a window whose end is resolved. */
  readonly from?: number | undefined;
}

/**
 * The number that is meant, or whole seconds since 1970. A local time that
 * clocks skip is as much later as they are put forward, and of one that comes
 * twice it is the first; a day whose midnight is skipped begins after that.
 * What lies beyond the years 0 to 9999 is their end.
 *
 * @example In a zone, and from a given time on
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const nowS = parseInstant("2026-11-23T12:00:00Z")!;
 * const berlin = { nowS, timezone: "Europe/Berlin" };
 * const resolved = resolveMoment(parseMoment("tomorrow")!, berlin);
 * assertEquals(formatInstant(resolved), "2026-11-23T23:00:00Z");
 * ```
 */
export function resolveMoment(moment: Moment, context: MomentContext): number {
  switch (moment.kind) {
    case "number":
      return moment.value;
    case "instant":
      return moment.seconds;
    case "now":
      return context.nowS;
    default:
      return withinInstants(secondsOf(zonedTime(moment, context)));
  }
}

/** Since 1970, of a time without parts of a second. */
export function secondsOf(
  { epochMilliseconds }: Temporal.ZonedDateTime,
): number {
  return epochMilliseconds / 1_000;
}

type ZonedMoment = Moment & {
  readonly kind: "local" | "time_of_day" | "day" | "later";
};

function zonedTime(
  moment: ZonedMoment,
  { nowS, timezone, from = nowS }: MomentContext,
): Temporal.ZonedDateTime {
  const inZone = (seconds: number) =>
    Temporal.Instant.fromEpochMilliseconds(seconds * 1_000)
      .toZonedDateTimeISO(timezone);
  switch (moment.kind) {
    case "local":
      return DATE.test(moment.text)
        ? Temporal.PlainDate.from(moment.text).toZonedDateTime(timezone)
        : Temporal.PlainDateTime.from(moment.text).toZonedDateTime(timezone);
    case "time_of_day":
      return inZone(from).toPlainDate()
        .toPlainDateTime(moment.text).toZonedDateTime(timezone);
    case "day":
      return inZone(nowS).toPlainDate().add({ days: moment.days })
        .toZonedDateTime(timezone);
    case "later": {
      const { days, seconds } = parseLengthParts(moment.duration)!;
      return inZone(from).add({ days, seconds });
    }
  }
}
