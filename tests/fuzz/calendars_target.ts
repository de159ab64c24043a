/**
 * iCalendar files: read or refused with lines, whatever they say; and whoever
 * is read is never free outside of their hours, nor while a plain event is, and
 * free in all of them if nothing is.
 */

import type { Random } from "../../src/base/ports.ts";
import type { PersonalCalendar } from "../../src/calendar/people.ts";
import type { Window } from "../../src/calendar/times.ts";
import {
  parseWorkingHours,
  type WorkingHours,
} from "../../src/calendar/working_hours.ts";
import { Zones } from "../../src/calendar/zone.ts";
import { examineCalendar } from "../../src/icalendar/calendar.ts";
import {
  fromPairs,
  intersect,
  type IntervalSet,
  isCanonical,
  meets,
  sameSet,
  toPairs,
  union,
} from "../../src/intervals/interval_set.ts";
import { below, pick } from "../support/seeded_random.ts";
import { calendarLines, joinLines, ODD_LINES } from "./calendar_makers.ts";
import { damageTokens } from "./damage.ts";
import { TEXT } from "./forms.ts";
import { plainEvents } from "./reference_calendar.ts";
import { noiseLine } from "./requests_target.ts";
import { promise, type Target } from "./target.ts";

const ZONE = "America/St_Johns";
const OFFICE = parseWorkingHours("Mon-Fri 09:00-17:00");
const ALWAYS = parseWorkingHours("Mon-Sun 00:00-24:00");
const OPTIONS = {
  timezone: ZONE,
  zones: new Zones(),
  nowS: Date.UTC(2026, 9, 24) / 1_000,
};

/** Before the clocks change, across it, and at the ends of time. */
const WINDOWS: readonly Window[] = [
  windowOf("2026-10-23", "2026-11-03"),
  windowOf("2026-11-29", "2026-12-02"),
  windowOf("2026-12-30", "2027-01-02"),
  windowOf("2027-03-12", "2027-04-02"),
  { from: 1 - 2 ** 53, to: 1_000_000 },
  windowOf("2199-12-20", "2200-01-05"),
];

/** Nobody is free before, nor after. */
const KNOWN = fromPairs([[0, Date.UTC(2200, 0, 1) / 1_000]]);

/** No calendar of this size is worth more; most take a thousandth of it. */
const READ_MS_MAX = 5_000;

export const CALENDARS: Target<string> = {
  name: "calendars",
  share: 1,
  form: TEXT,
  generate: randomCalendar,
  run(text) {
    const beganMs = performance.now();
    // Which hours is part of the input, and most events are not in an office's.
    const workingHours = text.length % 4 === 0 ? OFFICE : ALWAYS;
    const options = { ...OPTIONS, workingHours };
    const { calendar, problems } = examineCalendar(text, options);
    const isRefused = problems.some(({ isError }) => isError);
    promise((calendar === null) === isRefused, () => JSON.stringify(problems));
    for (const { line, message } of problems) {
      promise(line >= 1 && !/[\p{Cc}\p{Cf}]/u.test(message), () => message);
    }
    if (calendar !== null) checkTimes(calendar, { text, workingHours });
    const tookMs = performance.now() - beganMs;
    promise(tookMs < READ_MS_MAX, () => `it took ${tookMs} ms`);
  },
};

function checkTimes(
  calendar: PersonalCalendar,
  { text, workingHours }: {
    readonly text: string;
    readonly workingHours: WorkingHours;
  },
): void {
  const events = plainEvents(text, ZONE)
    .filter(({ start, end }) => start < end);
  const unfolded = text.replaceAll(/\r?\n[ \t]/g, "");
  const hasOwnHours = /AVAIL/i.test(unfolded);
  const isBlank = !/^BEGIN:V(?:EVENT|FREEBUSY|AVAILABILITY)/im.test(unfolded);
  for (const [i, window] of WINDOWS.entries()) {
    // Half of them are enough for one calendar.
    if ((i + text.length) % 2 === 0) continue;
    const hours = calendar.hours(window, "busy");
    const maybeHours = calendar.hours(window, "free");
    const free = calendar.free(window, "busy");
    const maybe = calendar.free(window, "free");
    for (const set of [hours, maybeHours, free, maybe]) checkSet(set, window);
    promise(isWithin(free, hours), () => `free ${free}, not in ${hours}`);
    promise(isWithin(free, maybe), () => `free ${free}, maybe ${maybe}`);
    promise(
      isWithin(maybe, maybeHours),
      () => `maybe ${maybe}, not in ${maybeHours}`,
    );
    if (!hasOwnHours && workingHours === OFFICE) checkHours(hours);
    const isAlways = !hasOwnHours && workingHours === ALWAYS;
    const whole = intersect(fromPairs([[window.from, window.to]]), KNOWN);
    promise(!isAlways || sameSet(hours, whole), () => `always, and ${hours}`);
    promise(!isBlank || sameSet(free, hours), () => `${free} of ${hours}`);
    for (const { start, end, isTentative } of events) {
      const event = fromPairs([[start, end]]);
      const isFree = meets(isTentative ? free : maybe, event);
      promise(!isFree, () => `free from ${start} to ${end}`);
    }
    checkParts(calendar, { window, free });
  }
}

function checkSet(set: IntervalSet, { from, to }: Window): void {
  const isCut = set.length === 0 || set[0]! >= from && set.at(-1)! <= to;
  promise(isCanonical(set) && isCut, () => `${set} from ${from} to ${to}`);
}

function isWithin(inner: IntervalSet, outer: IntervalSet): boolean {
  return sameSet(intersect(inner, outer), inner);
}

/** From nine to five by the wall clock, from Monday to Friday. */
function checkHours(hours: IntervalSet): void {
  for (const [start, end] of toPairs(hours)) {
    const [first, last] = [start, end].map((seconds) =>
      Temporal.Instant.fromEpochMilliseconds(seconds * 1_000)
        .toZonedDateTimeISO(ZONE)
    ) as [Temporal.ZonedDateTime, Temporal.ZonedDateTime];
    const isOk = first.dayOfWeek <= 5 && first.hour >= 9 &&
      first.toPlainDate().equals(last.toPlainDate()) &&
      (last.hour < 17 || last.toPlainTime().equals("17:00"));
    promise(isOk, () => `hours from ${first} to ${last}`);
  }
}

/** A window says what its parts say. */
function checkParts(
  calendar: PersonalCalendar,
  { window: { from, to }, free }: {
    readonly window: Window;
    readonly free: IntervalSet;
  },
): void {
  const middle = Math.floor((from + to) / 2);
  const parts = [{ from, to: middle }, { from: middle, to }]
    .map((window) => calendar.free(window, "busy"));
  const joined = union(parts[0]!, parts[1]!);
  promise(sameSet(joined, free), () => `${free} in parts is ${joined}`);
}

function windowOf(from: string, to: string): Window {
  return { from: Date.parse(from) / 1_000, to: Date.parse(to) / 1_000 };
}

function randomCalendar(random: Random): string {
  if (below(random, 30) === 0) return noiseLine(random);
  const lines = calendarLines(random);
  if (random() < 0.6) return joinLines(random, lines);
  const damaged = damageTokens(random, lines, {
    other: () => calendarLines(random),
    odd: ODD_LINES,
  });
  const text = joinLines(random, damaged);
  if (random() < 0.6) return text;
  // A character that is gone, or another one.
  const at = below(random, text.length + 1);
  const put = pick(random, ["", "", ":", ";", "\n", "9", "Z", '"', "\ud800"]);
  return text.slice(0, at) + put + text.slice(at + 1);
}
