/**
 * Recurrence rules as text, read a second time: nothing is shared with the
 * program's own reading, so that the two can be held against each other.
 *
 * Wall-clock time is counted in seconds since 1970, as if it were UTC: a time
 * of day has no zone here, and every day has 24 hours.
 */

/** From the shortest to the longest (RFC 5545, 3.3.10). */
export const FREQUENCIES = [
  "SECONDLY",
  "MINUTELY",
  "HOURLY",
  "DAILY",
  "WEEKLY",
  "MONTHLY",
  "YEARLY",
] as const;

export type Frequency = typeof FREQUENCIES[number];

/** Sunday is 0, as `Date` has it. */
const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

/** `-2MO` is `{ordinal: -2, weekday: 1}`; a bare `MO` has the ordinal 0. */
export interface WeekdayPart {
  readonly ordinal: number;
  readonly weekday: number;
}

/** A part that the rule does not have is null. */
export interface RecurrenceRule {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count: number | null;
  /** The last second that is still within. */
  readonly until: number | null;
  readonly months: readonly number[] | null;
  readonly weeks: readonly number[] | null;
  readonly yearDays: readonly number[] | null;
  readonly monthDays: readonly number[] | null;
  readonly weekdays: readonly WeekdayPart[] | null;
  readonly hours: readonly number[] | null;
  readonly minutes: readonly number[] | null;
  readonly seconds: readonly number[] | null;
  readonly positions: readonly number[] | null;
  /** The weekday with which weeks begin. */
  readonly weekStart: number;
}

/** @param text Like `FREQ=MONTHLY;BYDAY=-2MO;COUNT=6`, and well formed. */
export function readRule(text: string): RecurrenceRule {
  const parts = new Map(
    text.split(";").map((part) => part.split("=") as [string, string]),
  );
  const number = (name: string) =>
    parts.has(name) ? Number(parts.get(name)) : null;
  const numbers = (name: string) =>
    parts.get(name)?.split(",").map(Number) ?? null;
  const until = parts.get("UNTIL");
  return {
    frequency: parts.get("FREQ") as Frequency,
    interval: number("INTERVAL") ?? 1,
    count: number("COUNT"),
    until: until === undefined ? null : lastSecond(until),
    months: numbers("BYMONTH"),
    weeks: numbers("BYWEEKNO"),
    yearDays: numbers("BYYEARDAY"),
    monthDays: numbers("BYMONTHDAY"),
    weekdays: parts.get("BYDAY")?.split(",").map(readWeekday) ?? null,
    hours: numbers("BYHOUR"),
    minutes: numbers("BYMINUTE"),
    seconds: numbers("BYSECOND"),
    positions: numbers("BYSETPOS"),
    weekStart: WEEKDAYS.indexOf(parts.get("WKST") ?? "MO"),
  };
}

function readWeekday(text: string): WeekdayPart {
  return {
    ordinal: Number(text.slice(0, -2)),
    weekday: WEEKDAYS.indexOf(text.slice(-2)),
  };
}

/** UNTIL is inclusive, and a date lasts through that day. */
function lastSecond(until: string): number {
  return until.includes("T") ? readWall(until) : readWall(until) + 86_399;
}

/** @param text Like `19970902T090000`, or a date, which is its midnight. */
export function readWall(text: string): number {
  const [year, month, day, hour, minute, second] = [
    text.slice(0, 4),
    text.slice(4, 6),
    text.slice(6, 8),
    text.slice(9, 11),
    text.slice(11, 13),
    text.slice(13, 15),
  ].map(Number);
  return Date.UTC(year!, month! - 1, day!, hour, minute, second) / 1_000;
}

/** The inverse of {@linkcode readWall}, for times. */
export function writeWall(wall: number): string {
  return new Date(wall * 1_000).toISOString().slice(0, 19)
    .replaceAll(/[-:]/g, "");
}
