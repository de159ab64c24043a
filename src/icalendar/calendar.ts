/**
 * An iCalendar file as its owner's free time.
 *
 * This room loads the libraries that it stands on, so import it dynamically,
 * and only where a calendar is read.
 *
 * @see RFC 5545
 */

import { quote } from "../base/errors.ts";
import type { PersonalCalendar } from "../calendar/people.ts";
import type { Window } from "../calendar/times.ts";
import { hoursWithin, type WorkingHours } from "../calendar/working_hours.ts";
import type { Zones } from "../calendar/zone.ts";
import { toPairs, union } from "../intervals/interval_set.ts";
import { applyAvailabilities } from "./availability.ts";
import { type CalendarContents, readContents } from "./contents.ts";
import { PagedCalendar, type PageSource } from "./paged_calendar.ts";
import { type CalendarProblem, CalendarProblems } from "./problems.ts";
import { type Taken, Timeline } from "./timeline.ts";
import { DAY_S } from "./wall_time.ts";

const HOUR_S = 3_600;
/** What a summary looks at, from now. */
const NEAR_WEEKS = 4;
const NEAR_S = NEAR_WEEKS * 7 * DAY_S;

export interface CalendarOptions {
  /** Of its owner: floating times, whole days and working hours are in it. */
  readonly timezone: string;
  readonly workingHours: WorkingHours;
  /** Shared by all calendars, as most are of the same few zones. */
  readonly zones: Zones;
  /** Now: what is asked for most is worked out ahead. */
  readonly nowS: number;
}

/** What a calendar was understood to hold. */
export interface CalendarSummary {
  readonly events: number;
  /** Of these, those that recur. */
  readonly recurring: number;
  /** Names of the zones that it speaks of, sorted. */
  readonly zones: readonly string[];
  /** How many rules there are of each frequency, like `WEEKLY`. */
  readonly rules: ReadonlyMap<string, number>;
  /** In the mean of the four weeks from now. */
  readonly busyHoursAWeek: number;
}

/** A calendar file as far as understood. */
export interface ExaminedCalendar {
  /** Null if any problem is an error: what is not understood is not free. */
  readonly calendar: PersonalCalendar | null;
  readonly summary: CalendarSummary;
  /** In order of lines. */
  readonly problems: readonly CalendarProblem[];
}

/**
 * Never throws for what the text says: a file that is none has problems.
 *
 * @throws {RangeError} If the owner's zone is none.
 */
export function examineCalendar(
  text: string,
  options: CalendarOptions,
): ExaminedCalendar {
  const { timezone, workingHours, zones, nowS } = options;
  const zone = zones.find(timezone);
  if (zone === undefined) {
    throw new RangeError(`Cannot find the zone ${quote(timezone)}`);
  }
  const problems = new CalendarProblems();
  const contents = readContents(text, { zones, zone, problems });
  const { events, spans, availabilities } = contents;
  const timeline = new Timeline(events, problems, spans);
  const source: PageSource = {
    taken: (window) => timeline.within(window),
    reachable: (window) =>
      applyAvailabilities(
        availabilities,
        hoursWithin(workingHours, window, zone),
        window,
      ),
  };
  const near = { from: nowS, to: nowS + NEAR_S };
  const nearTaken = tryOut(source, near, problems);
  let calendar = null;
  if (problems.errors === 0) {
    calendar = new PagedCalendar(source);
    // What is asked for most, before anybody waits for it.
    calendar.free(near, "busy");
  }
  return {
    calendar,
    summary: summaryOf(contents, nearTaken),
    problems: problems.list(),
  };
}

/** What is taken of a window, if that can be told. */
function tryOut(
  source: PageSource,
  window: Window,
  problems: CalendarProblems,
): Taken | undefined {
  // Rules that were refused may be more work than there is time for.
  if (problems.errors > 0) return undefined;
  // What cannot be followed shows now, not when it is asked about.
  const taken = problems.attempt(() => source.taken(window));
  problems.attempt(() => source.reachable(window));
  return taken;
}

function summaryOf(
  { events, zoneNames }: CalendarContents,
  near: Taken | undefined,
): CalendarSummary {
  const rules = new Map<string, number>();
  for (const { freq } of events.flatMap(({ rules }) => rules)) {
    rules.set(freq, (rules.get(freq) ?? 0) + 1);
  }
  const recurring = events
    .filter(({ rules, added }) => rules.length + added.length > 0);
  let busyS = 0;
  if (near !== undefined) {
    for (const [start, end] of toPairs(union(near.busy, near.tentative))) {
      busyS += end - start;
    }
  }
  return {
    events: events.length,
    recurring: recurring.length,
    zones: [...zoneNames].sort(),
    rules,
    busyHoursAWeek: busyS / HOUR_S / NEAR_WEEKS,
  };
}
