/** When in a week somebody works, by the wall clock of their zone. */

import { FileFormatError, quote } from "../base/errors.ts";
import { type IntervalSet, normalize } from "../intervals/interval_set.ts";
import type { Window } from "./times.ts";
import type { Zone } from "./zone.ts";

const DAY_S = 86_400;
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/** 1970 began on a Thursday. */
const FIRST_DAY = DAYS.indexOf("thu");

/** What working hours are, for whoever wrote another thing. */
export const WORKING_HOURS_RULE =
  'working hours like "Mon-Fri 09:00-12:00 13:00-17:00, Sat 10:00-12:00"';

/** For each day of a week from Monday: seconds since its midnight, canonical. */
export type WorkingHours = readonly IntervalSet[];

/**
 * Days, then their times, as often as needed; commas are only for the eye.
 *
 * @throws {FileFormatError} If it is anything else, or no time at all.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const hours = parseWorkingHours("Mon-Fri 09:00-17:00, Sat 10:00-12:00");
 * assertEquals(hours[5], Float64Array.of(36_000, 43_200));
 * ```
 */
export function parseWorkingHours(text: string): WorkingHours {
  const bounds: number[][] = DAYS.map(() => []);
  let days: number[] = [];
  let isLastTime = false;
  for (const word of text.toLowerCase().split(/[\s,]+/).filter(Boolean)) {
    const time = parseTimes(word);
    if (time !== undefined) {
      if (days.length === 0) throw refusal(text, word);
      for (const day of days) bounds[day]!.push(...time);
      isLastTime = true;
      continue;
    }
    const more = parseDays(word);
    if (more === undefined) throw refusal(text, word);
    days = isLastTime ? more : [...days, ...more];
    isLastTime = false;
  }
  // Days without times would be lost.
  if (!isLastTime) throw refusal(text, "");
  return bounds.map((day) => normalize(Float64Array.from(day)));
}

function refusal(text: string, word: string): FileFormatError {
  const where = word === "" ? "it ends there" : `got ${quote(word)}`;
  return new FileFormatError(
    `Cannot read ${quote(text)} as ${WORKING_HOURS_RULE}: ${where}`,
  );
}

/** The days of `mon` or `mon-fri`, from 0 for Monday. */
function parseDays(word: string): number[] | undefined {
  const [first = "", last = first, ...rest] = word.split("-");
  const from = DAYS.indexOf(first);
  const to = DAYS.indexOf(last);
  if (from < 0 || to < 0 || rest.length > 0) return undefined;
  const count = (to - from + DAYS.length) % DAYS.length + 1;
  return Array.from({ length: count }, (_, i) => (from + i) % DAYS.length);
}

/** Start and end of `09:00-17:00`. */
function parseTimes(word: string): [number, number] | undefined {
  const parts = /^(\d\d):([0-5]\d)-(\d\d):([0-5]\d)$/.exec(word);
  if (parts === null) return undefined;
  const [startH, startM, endH, endM] = parts.slice(1).map(Number);
  const start = startH! * 3_600 + startM! * 60;
  const end = endH! * 3_600 + endM! * 60;
  return start < end && end <= DAY_S ? [start, end] : undefined;
}

/** The working hours of a zone in a window, cut to it. */
export function hoursWithin(
  hours: WorkingHours,
  { from, to }: Window,
  zone: Zone,
): IntervalSet {
  const bounds: number[] = [];
  // A day more, as a clock that is put back may show the day before again.
  const lastDay = Math.floor(zone.wallAt(to) / DAY_S) + 1;
  let day = Math.floor(zone.wallAt(from) / DAY_S);
  for (; day <= lastDay; day++) {
    const ofDay = hours[mod(day + FIRST_DAY, DAYS.length)]!;
    for (let i = 0; i < ofDay.length; i += 2) {
      const start = zone.instantOf(day * DAY_S + ofDay[i]!);
      const end = zone.instantOf(day * DAY_S + ofDay[i + 1]!);
      const [first, last] = [Math.max(start, from), Math.min(end, to)];
      if (first < last) bounds.push(first, last);
    }
  }
  return normalize(Float64Array.from(bounds));
}

/** The remainder that is never below zero. */
function mod(value: number, divisor: number): number {
  return (value % divisor + divisor) % divisor;
}
