/**
 * Recurrence by its definition: a second opinion on what the program works
 * out, written from the text of RFC 5545 alone (3.3.10 and 3.8.5.3, with the
 * errata 1913 and 4271).
 *
 * Nothing is expanded here. Every day is walked, then every hour, minute and
 * second of those that pass, and each is asked whether it is an instance. In
 * the RFC's table a part either limits what there is or expands it; as a
 * question both are the same: a part that expands takes the place of what
 * would be derived from DTSTART, and nothing more.
 */

import {
  among,
  CalendarDay,
  DAY_SECONDS,
  modulo,
  type Place,
} from "./calendar_day.ts";
import { DAY_PART_SECONDS, periodOf } from "./recurrence_period.ts";
import {
  FREQUENCIES,
  type Frequency,
  type RecurrenceRule,
  type WeekdayPart,
} from "./recurrence_rule.ts";

const SECONDS: readonly number[] = Array.from({ length: 60 }, (_, i) => i);

/** Wall-clock time in seconds, half-open. */
export interface WallWindow {
  readonly from: number;
  readonly to: number;
}

/**
 * The starts within a window, in order. DTSTART is always the first, and the
 * first that COUNT counts, even where the rule by itself would not have it:
 * it "defines the first instance in the recurrence set" (3.8.5.3).
 */
export function expandRule(
  rule: RecurrenceRule,
  start: number,
  window: WallWindow,
): number[] {
  const starts: number[] = [];
  if (start >= window.from && start < window.to) starts.push(start);
  // Only who counts has to begin at the beginning.
  const from = rule.count === null ? Math.max(start, window.from) : start;
  let counted = 1;
  for (const wall of instances(rule, start, { from, to: window.to })) {
    if (wall > (rule.until ?? Infinity)) break;
    if (wall === start) continue;
    if (++counted > (rule.count ?? Infinity)) break;
    if (wall >= window.from) starts.push(wall);
  }
  return starts;
}

/** What the rule has in the window, before COUNT and UNTIL. */
export function* instances(
  rule: RecurrenceRule,
  start: number,
  window: WallWindow,
): Generator<number> {
  const midnight = start - modulo(start, DAY_SECONDS);
  const first = new CalendarDay(midnight, rule.weekStart);
  const seconds = SECONDS.filter((second) => isSecond(rule, start, second));
  const asked = { rule, start, first, seconds };
  if (rule.positions === null) {
    yield* walk(asked, window);
    return;
  }
  for (const period of periods(rule, window)) {
    // "A set of recurrence instances starts at the beginning of the interval",
    // and so it has those, too, that are before DTSTART.
    const set = [...walk(asked, period)];
    for (const [i, wall] of set.entries()) {
      const at = { fromStart: i + 1, fromEnd: i - set.length };
      if (!isAt(rule.positions, at)) continue;
      if (wall >= window.from && wall < window.to) yield wall;
    }
  }
}

/** What is asked of each moment, and what need not be asked again. */
interface Walk {
  readonly rule: RecurrenceRule;
  readonly start: number;
  /** The day of `start`. */
  readonly first: CalendarDay;
  /** Those of a minute that pass, as all minutes are alike in that. */
  readonly seconds: readonly number[];
}

/** The whole intervals of the rule, one by one, that a window touches. */
function* periods(
  rule: RecurrenceRule,
  window: WallWindow,
): Generator<WallWindow> {
  const step = DAY_PART_SECONDS[rule.frequency] ?? DAY_SECONDS;
  let from = window.from - modulo(window.from, step);
  while (periodOf(rule, from - step) === periodOf(rule, from)) from -= step;
  while (from < window.to) {
    let to = from + step;
    while (periodOf(rule, to) === periodOf(rule, from)) to += step;
    yield { from, to };
    from = to;
  }
}

/** All of a window to which every part but BYSETPOS agrees. */
function* walk(
  { rule, start, first, seconds }: Walk,
  window: WallWindow,
): Generator<number> {
  for (const [day, inDay] of divided(window, DAY_SECONDS)) {
    if (!isStep(rule, "DAILY", start, day)) continue;
    if (!isDay(rule, first, new CalendarDay(day, rule.weekStart))) continue;
    for (const [hour, inHour] of divided(inDay, 3_600)) {
      if (!isHour(rule, start, hour)) continue;
      for (const [minute, inMinute] of divided(inHour, 60)) {
        if (!isMinute(rule, start, minute)) continue;
        for (const second of seconds) {
          const at = minute + second;
          if (at < inMinute.from || at >= inMinute.to) continue;
          if (isStep(rule, "SECONDLY", start, at)) yield at;
        }
      }
    }
  }
}

/** The days, hours or minutes of a window, each with its own part of it. */
function* divided(
  { from, to }: WallWindow,
  seconds: number,
): Generator<[start: number, part: WallWindow]> {
  for (let at = from - modulo(from, seconds); at < to; at += seconds) {
    yield [at, {
      from: Math.max(from, at),
      to: Math.min(to, at + seconds),
    }];
  }
}

/** BYMONTH to BYDAY, and what is derived from DTSTART in their place. */
function isDay(
  rule: RecurrenceRule,
  first: CalendarDay,
  day: CalendarDay,
): boolean {
  return (rule.months?.includes(day.month) ?? true) &&
    (rule.weeks === null || isAt(rule.weeks, day.week)) &&
    (rule.yearDays === null || isAt(rule.yearDays, day.inYear)) &&
    (rule.monthDays === null || isAt(rule.monthDays, day.inMonth)) &&
    (rule.weekdays?.some((part) => isWeekday(rule, part, day)) ?? true) &&
    isLikeFirst(rule, first, day);
}

function isAt(part: readonly number[], { fromStart, fromEnd }: Place): boolean {
  return part.includes(fromStart) || part.includes(fromEnd);
}

/** An ordinal counts within the month or the year (erratum 1913). */
function isWeekday(
  rule: RecurrenceRule,
  { ordinal, weekday }: WeekdayPart,
  day: CalendarDay,
): boolean {
  if (weekday !== day.weekday) return false;
  if (ordinal === 0) return true;
  const isOfMonth = rule.frequency === "MONTHLY" || rule.months !== null;
  return isAt([ordinal], among(isOfMonth ? day.inMonth : day.inYear));
}

/** "Information, not contained in the rule", is "derived from" DTSTART. */
function isLikeFirst(
  rule: RecurrenceRule,
  first: CalendarDay,
  day: CalendarDay,
): boolean {
  if (rule.weekdays !== null || !isAtLeast(rule, "WEEKLY")) return true;
  if (rule.frequency === "WEEKLY") return day.weekday === first.weekday;
  if (rule.monthDays !== null || rule.yearDays !== null) return true;
  if (rule.weeks !== null) return day.weekday === first.weekday;
  return day.inMonth.fromStart === first.inMonth.fromStart &&
    (rule.frequency === "MONTHLY" || rule.months !== null ||
      day.month === first.month);
}

function isHour(rule: RecurrenceRule, start: number, wall: number): boolean {
  const hour = (at: number) => modulo(Math.floor(at / 3_600), 24);
  const isHour = rule.hours?.includes(hour(wall)) ??
    (!isAtLeast(rule, "DAILY") || hour(wall) === hour(start));
  return isHour && isStep(rule, "HOURLY", start, wall);
}

function isMinute(rule: RecurrenceRule, start: number, wall: number): boolean {
  const minute = (at: number) => modulo(Math.floor(at / 60), 60);
  const isMinute = rule.minutes?.includes(minute(wall)) ??
    (!isAtLeast(rule, "HOURLY") || minute(wall) === minute(start));
  return isMinute && isStep(rule, "MINUTELY", start, wall);
}

/** @param second Of a minute. */
function isSecond(
  rule: RecurrenceRule,
  start: number,
  second: number,
): boolean {
  return rule.seconds?.includes(second) ??
    (!isAtLeast(rule, "MINUTELY") || second === modulo(start, 60));
}

/**
 * INTERVAL, where the walk has come down to the rule's own frequency.
 *
 * @param level The days are walked for the frequencies above, too.
 */
function isStep(
  rule: RecurrenceRule,
  level: Frequency,
  start: number,
  wall: number,
): boolean {
  const isLevel = level === "DAILY"
    ? isAtLeast(rule, "DAILY")
    : rule.frequency === level;
  if (!isLevel || rule.interval === 1) return true;
  const steps = periodOf(rule, wall) - periodOf(rule, start);
  return modulo(steps, rule.interval) === 0;
}

function isAtLeast(rule: RecurrenceRule, shorter: Frequency): boolean {
  return FREQUENCIES.indexOf(rule.frequency) >= FREQUENCIES.indexOf(shorter);
}
