/** What a calendar's text holds that matters to its owner's time. */

import {
  CALENDAR_AVAILABILITIES_MAX,
  CALENDAR_RECURRENCES_A_DAY_MAX,
} from "../base/calendar_limits.ts";
import type { Zone, Zones } from "../calendar/zone.ts";
import { type Availability, readAvailability } from "./availability.ts";
import { CalendarZones } from "./calendar_zones.ts";
import { type Component, parseComponents } from "./component.ts";
import { type Event, readEvent } from "./event.ts";
import { FileZones } from "./file_zones.ts";
import { FreeBusy } from "./free_busy.ts";
import { CalendarError, type CalendarProblems } from "./problems.ts";
import { someOf } from "./property.ts";
import type { Spans } from "./series.ts";

export interface CalendarContents {
  readonly events: readonly Event[];
  /** What VFREEBUSY says is taken. */
  readonly spans: Spans;
  readonly availabilities: readonly Availability[];
  readonly zoneNames: ReadonlySet<string>;
}

interface Reading {
  readonly zones: Zones;
  /** The owner's. */
  readonly zone: Zone;
  readonly problems: CalendarProblems;
}

/** All that is understood; what is not are problems. */
export function readContents(text: string, reading: Reading): CalendarContents {
  const { zones, zone, problems } = reading;
  const found = {
    events: [] as Event[],
    freeBusy: new FreeBusy(),
    availabilities: [] as Availability[],
    zoneNames: new Set<string>(),
  };
  const read = problems.attempt(() => parseComponents(text, problems));
  const file = new FileZones(zones, zone);
  for (const calendar of read ?? []) {
    const named = problems.attempt(() => new CalendarZones(file, calendar));
    if (named === undefined) continue;
    for (const component of calendar.components) {
      problems.attempt(() => readOne(component, named, found, problems));
      if (problems.isFull) break;
    }
    for (const name of named.names) found.zoneNames.add(name);
    if (problems.isFull) break;
  }
  const { events, freeBusy, availabilities, zoneNames } = found;
  const available = availabilities.flatMap(({ events }) => events);
  checkPace([...events, ...available], problems);
  const spans = freeBusy.spans(events.length === 0);
  return { events, spans, availabilities, zoneNames };
}

function readOne(
  component: Component,
  zones: CalendarZones,
  contents: {
    readonly events: Event[];
    readonly freeBusy: FreeBusy;
    readonly availabilities: Availability[];
  },
  problems: CalendarProblems,
): void {
  switch (component.name) {
    case "VEVENT":
      contents.events.push(readEvent(component, zones));
      // Left out of what a rule tells of, so they stay where they are.
      for (const { line } of someOf(component, "EXRULE")) {
        problems.warn(line, "What EXRULE excludes is not free");
      }
      break;
    case "VFREEBUSY":
      contents.freeBusy.read(component, zones);
      break;
    case "VAVAILABILITY":
      checkRoom(component, contents.availabilities.length);
      contents.availabilities.push(
        readAvailability(component, zones, problems),
      );
      break;
  }
}

function checkRoom({ line }: Component, count: number): void {
  if (count < CALENDAR_AVAILABILITIES_MAX) return;
  throw new CalendarError(
    line,
    `Cannot follow more than ${CALENDAR_AVAILABILITIES_MAX} VAVAILABILITY`,
  );
}

/** Refuses rules that are too much together, as none of them is alone. */
function checkPace(
  events: readonly Event[],
  problems: CalendarProblems,
): void {
  let pace = 0;
  for (const { line, rules } of events) {
    for (const { recurrence } of rules) pace += recurrence.pace;
    if (pace <= CALENDAR_RECURRENCES_A_DAY_MAX) continue;
    problems.error(
      line,
      "Cannot follow this event as the calendar's rules are by then as much " +
        `work as ${CALENDAR_RECURRENCES_A_DAY_MAX} recurrences a day`,
    );
    return;
  }
}
