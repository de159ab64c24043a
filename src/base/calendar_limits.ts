/** The bounds of what a calendar may take, and the relations between them. */

import { assert } from "@std/assert";
import { WINDOW_SECONDS_MAX } from "./limits.ts";

/** Lines of a calendar's file; ten busy years have a third of them. */
export const CALENDAR_LINES_MAX = 1_000_000;
/** A property's name and parameters; a line may be as long as the file. */
export const CALENDAR_PARAMETERS_CHARS_MAX = 4_096;
/** Times that it may tell of, starts and ends and what is left out. */
export const CALENDAR_TIMES_MAX = 250_000;
/**
 * Changes of clocks in all zones that it defines, or years that a rule of one
 * goes on without any; since 1601 a zone has 1,200.
 */
export const CALENDAR_CLOCK_CHANGES_MAX = 40_000;
/** How often a series may change from an instance on. */
export const SERIES_CHANGES_MAX = 1_000;
/** Events with one UID times those that replace instances of it, in all. */
export const CALENDAR_REPLACEMENTS_MAX = 360_000;
/** What a calendar may have to say on when its owner can be met. */
export const CALENDAR_AVAILABILITIES_MAX = 1_000;
/** Instances of one rule on one day: one in five minutes. */
export const RECURRENCES_A_DAY_MAX = 288;
/**
 * Of all rules of a calendar together: half a second for what it works out at
 * once, while everybody else waits. Rules of weeks and of months count little.
 */
export const CALENDAR_RECURRENCES_A_DAY_MAX = 500;
/** A rule of so many instances in all may have them on one day. */
export const RECURRENCES_COUNTED_MAX = 10_000;
/** How long an instance may last, and how far it may be moved with others. */
export const RECURRENCE_DAYS_MAX = 366;
/** Errors of a calendar that are kept, and as many warnings. */
export const CALENDAR_PROBLEMS_KEPT_MAX = 1_000;
/** What a calendar works out at once and keeps. */
export const CALENDAR_PAGE_DAYS = 64;
/** Pages that a calendar keeps: two years, wherever in a page they begin. */
export const CALENDAR_PAGES_KEPT_MAX = 13;
/** How long a question has pages worked out until others have their turn. */
export const CALENDAR_TURN_MS = 10;

assert(
  CALENDAR_TIMES_MAX < CALENDAR_REPLACEMENTS_MAX,
  "one event may have as many instances replaced as a calendar has events",
);
assert(
  RECURRENCES_A_DAY_MAX < CALENDAR_RECURRENCES_A_DAY_MAX &&
    2 * RECURRENCES_COUNTED_MAX / CALENDAR_PAGE_DAYS <
      CALENDAR_RECURRENCES_A_DAY_MAX,
  "no rule alone is too much for a calendar",
);
assert(
  (CALENDAR_PAGES_KEPT_MAX - 1) * CALENDAR_PAGE_DAYS * 86_400 >=
    WINDOW_SECONDS_MAX,
  "the longest window that is asked for again is not worked out again",
);
