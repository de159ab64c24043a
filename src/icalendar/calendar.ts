/**
 * An iCalendar file as its owner's free time.
 *
 * This room loads the libraries that it stands on, so import it dynamically,
 * and only where a calendar is read.
 *
 * @see RFC 5545
 */

import ICAL from "ical.js";
import { FileFormatError } from "../base/errors.ts";
import type { PersonalCalendar } from "../calendar/people.ts";
import { hoursWithin, type WorkingHours } from "../calendar/working_hours.ts";
import type { Zone, Zones } from "../calendar/zone.ts";
import {
  fromPairs,
  intersect,
  normalize,
  subtract,
} from "../intervals/interval_set.ts";

export interface CalendarOptions {
  /** How the file is called in messages. */
  readonly path: string;
  /** Of its owner: floating times, whole days and working hours are in it. */
  readonly timezone: string;
  readonly workingHours: WorkingHours;
  /** Shared by all calendars, as most are of the same few zones. */
  readonly zones: Zones;
  /** Now: what is asked for most is worked out ahead. */
  readonly nowS: number;
}

/** What somebody who mends a calendar wants to know. */
export interface CalendarProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
  /** Whether the calendar cannot be read for it; else it is a warning. */
  readonly isError: boolean;
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

/** A calendar file as understood. */
export interface ParsedCalendar {
  readonly calendar: PersonalCalendar;
  readonly summary: CalendarSummary;
  /** Warnings, in order of lines. */
  readonly problems: readonly CalendarProblem[];
}

/** A calendar file as far as understood. */
export interface ExaminedCalendar {
  /** Null if any problem is an error: what is not understood is not free. */
  readonly calendar: PersonalCalendar | null;
  readonly summary: CalendarSummary;
  /** In order of lines. */
  readonly problems: readonly CalendarProblem[];
}

/** @throws {FileFormatError} If it cannot be read; with file and lines. */
export function parseCalendar(
  text: string,
  options: CalendarOptions,
): ParsedCalendar {
  const { calendar, summary, problems } = examineCalendar(text, options);
  if (calendar !== null) return { calendar, summary, problems };
  const lines = problems.map(({ line, message }) =>
    `${options.path}:${line}: ${message}`
  );
  throw new FileFormatError(lines.join("\n"));
}

/** Never throws: a file that is none has problems. */
export function examineCalendar(
  text: string,
  { timezone, workingHours, zones }: CalendarOptions,
): ExaminedCalendar {
  const zone = zones.find(timezone)!;
  const summary: CalendarSummary = {
    events: 0,
    recurring: 0,
    zones: [],
    rules: new Map(),
    busyHoursAWeek: 0,
  };
  let root;
  try {
    root = new ICAL.Component(ICAL.parse(text));
  } catch (error) {
    const problem = { line: 1, message: String(error), isError: true };
    return { calendar: null, summary, problems: [problem] };
  }
  const bounds = root.getAllSubcomponents("vevent").flatMap((event) => [
    instantOf(`${event.getFirstPropertyValue("dtstart")}`, zone),
    instantOf(`${event.getFirstPropertyValue("dtend")}`, zone),
  ]);
  const busy = normalize(Float64Array.from(bounds));
  const calendar: PersonalCalendar = {
    hours: (window) => hoursWithin(workingHours, window, zone),
    free: (window) => {
      const { from, to } = window;
      const cut = intersect(busy, fromPairs([[from, to]]));
      return subtract(hoursWithin(workingHours, window, zone), cut);
    },
  };
  const events = bounds.length / 2;
  return { calendar, summary: { ...summary, events }, problems: [] };
}

function instantOf(text: string, zone: Zone): number {
  if (text.endsWith("Z")) return Date.parse(text) / 1_000;
  return zone.instantOf(Date.parse(`${text}Z`) / 1_000);
}
