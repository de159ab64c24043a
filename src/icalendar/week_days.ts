/** The days of a week, as rules name them. */

import { DAY_S } from "./wall_time.ts";

export const WEEK_DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
/** 1970 began on a Thursday. */
const FIRST_DAY = WEEK_DAYS.indexOf("TH");

/** Which of them it is, counted from Monday. */
export function weekDayOf(wallS: number): number {
  const days = Math.floor(wallS / DAY_S) + FIRST_DAY;
  const { length } = WEEK_DAYS;
  return (days % length + length) % length;
}

/** The same time of the first day of its week. */
export function firstOfWeek(wallS: number, wkst = "MO"): number {
  const { length } = WEEK_DAYS;
  const first = (WEEK_DAYS as readonly string[]).indexOf(wkst);
  return wallS - (weekDayOf(wallS) - first + length) % length * DAY_S;
}
