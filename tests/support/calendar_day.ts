/** What a calendar on the wall says of a day: its places in month and year. */

export const DAY_SECONDS = 86_400;

/** Counted from 1 at the beginning, and from -1 at the end. */
export interface Place {
  readonly fromStart: number;
  readonly fromEnd: number;
}

export interface CalendarDay {
  readonly year: number;
  /** January is 1. */
  readonly month: number;
  /** Sunday is 0. */
  readonly weekday: number;
  readonly inMonth: Place;
  readonly inYear: Place;
  /** Of its week, in the year that this week belongs to. */
  readonly week: Place;
  readonly weekYear: number;
}

/**
 * @param wall A midnight, in seconds since 1970 as if it were UTC.
 * @param weekStart The weekday with which weeks begin.
 */
export function calendarDay(wall: number, weekStart: number): CalendarDay {
  const at = new Date(wall * 1_000);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth() + 1];
  const weekday = at.getUTCDay();
  // "Week number one of the calendar year is the first week that contains at
  // least four days in that calendar year" (RFC 5545, 3.3.10): then a week is
  // of that year in which its fourth day is.
  const fourth = wall + (3 - modulo(weekday - weekStart, 7)) * DAY_SECONDS;
  const weekYear = new Date(fourth * 1_000).getUTCFullYear();
  return {
    year,
    month,
    weekday,
    inMonth: place(wall, monthStart(year, month), monthStart(year, month + 1)),
    inYear: placeInYear(wall, year),
    week: among(placeInYear(fourth, weekYear)),
    weekYear,
  };
}

/** Which of its weekday's it is, by the place among days of all weekdays. */
export function among({ fromStart, fromEnd }: Place): Place {
  return {
    fromStart: Math.ceil(fromStart / 7),
    fromEnd: Math.floor(fromEnd / 7),
  };
}

function placeInYear(wall: number, year: number): Place {
  return place(wall, monthStart(year, 1), monthStart(year + 1, 1));
}

function place(wall: number, from: number, to: number): Place {
  return {
    fromStart: (wall - from) / DAY_SECONDS + 1,
    fromEnd: (wall - to) / DAY_SECONDS,
  };
}

/** @param month The thirteenth is the next year's first. */
function monthStart(year: number, month: number): number {
  return Date.UTC(year, month - 1, 1) / 1_000;
}

/** From 0, also of what is negative. */
export function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
