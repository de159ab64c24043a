/**
 * How much work rules are: a calendar is read, and asked about, while others
 * wait for their answers.
 */

import { CALENDAR_PAGE_DAYS } from "../base/calendar_limits.ts";
import type { Frequency, Rule } from "./rule.ts";

const PERIODS_A_DAY: Readonly<Partial<Record<Frequency, number>>> = {
  SECONDLY: 86_400,
  MINUTELY: 1_440,
  HOURLY: 24,
};

/** Whether its periods are shorter than a day. */
export function isWithinDays(freq: Frequency): boolean {
  return Object.hasOwn(PERIODS_A_DAY, freq);
}

/** A rule never has more instances on one day; most have far fewer. */
export function recurrencesADayMax(rule: Rule): number {
  const { freq, interval, bySecond, byMinute, byHour } = rule;
  const isBelow = (unit: Frequency) =>
    PERIODS_A_DAY[freq] !== undefined &&
    PERIODS_A_DAY[freq] > (PERIODS_A_DAY[unit] ?? 0);
  const hours = byHour?.length ?? (isBelow("DAILY") ? 24 : 1);
  const minutes = byMinute?.length ?? (isBelow("HOURLY") ? 60 : 1);
  const seconds = bySecond?.length ?? (isBelow("MINUTELY") ? 60 : 1);
  const periods = PERIODS_A_DAY[freq];
  const times = hours * minutes * seconds;
  if (periods === undefined) return times;
  // A period holds as many times as the parts below it choose.
  const inPeriod = (isBelow("HOURLY") ? 1 : minutes) *
    (isBelow("MINUTELY") ? 1 : seconds);
  return Math.min(times, Math.ceil(periods / interval) * inPeriod);
}

/** Hours are looked at one by one, even if the rule chooses few of them. */
const HOURLY_PACE = 24;
/** To find out where a rule stands costs as much as a few days of it. */
const STANDING_PACE = 0.25;
const WEEK_DAYS = 7;

/**
 * What the library takes to follow a rule for a page of time, as if it recurred
 * so many times a day: about 15 µs for each.
 */
export function paceOf(rule: Rule): number {
  const pace = endlessPaceOf(rule);
  if (rule.count === null) return pace;
  // To count them, it begins anew with the first one for each page.
  const counted = rule.count / CALENDAR_PAGE_DAYS;
  return Math.min(pace, Math.max(counted, HOURLY_PACE)) + counted;
}

function endlessPaceOf(rule: Rule): number {
  const { freq, byDay, byMonthDay, byYearDay, byWeekNo } = rule;
  const aDay = recurrencesADayMax(rule);
  if (isWithinDays(freq)) return Math.max(aDay, HOURLY_PACE);
  if (freq === "DAILY") return aDay;
  const chosen = [byDay, byMonthDay, byYearDay, byWeekNo]
    .reduce((sum, list) => sum + (list?.length ?? 0), 0);
  return aDay * Math.min(Math.max(chosen / WEEK_DAYS, STANDING_PACE), 1);
}
