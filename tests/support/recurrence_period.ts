/** The intervals of a rule's frequency, which INTERVAL and BYSETPOS count in. */

import { CalendarDay, DAY_SECONDS } from "./calendar_day.ts";
import type { Frequency, RecurrenceRule } from "./recurrence_rule.ts";

/** What divides days. */
export const DAY_PART_SECONDS: Partial<Record<Frequency, number>> = {
  SECONDLY: 1,
  MINUTELY: 60,
  HOURLY: 3_600,
};

/** Numbers the intervals of a rule's frequency, one after another. */
export function periodOf(rule: RecurrenceRule, wall: number): number {
  const seconds = DAY_PART_SECONDS[rule.frequency];
  if (seconds !== undefined) return Math.floor(wall / seconds);
  const days = Math.floor(wall / DAY_SECONDS);
  if (rule.frequency === "DAILY") return days;
  // The first day of 1970 was a Thursday.
  if (rule.frequency === "WEEKLY") {
    return Math.floor((days + 4 - rule.weekStart) / 7);
  }
  const day = new CalendarDay(days * DAY_SECONDS, rule.weekStart);
  if (rule.frequency === "MONTHLY") return 12 * day.year + day.month;
  // Where there are weeks, the year has whole ones.
  return rule.weeks === null ? day.year : day.weekYear;
}
