/** People as a backend serves them, some with a calendar or with none. */

import { formatInstant } from "../../src/calendar/moment.ts";
import type { People, PersonalCalendar } from "../../src/calendar/people.ts";
import type { Times, Window } from "../../src/calendar/times.ts";
import { type Axis, type Row, rowSlots } from "../support/oracle.ts";
import type { Oddities } from "./natures.ts";

/** Time as the line of a file has it. */
export function lineOf(
  name: string,
  slots: readonly [number, number][],
  times: Times,
): string {
  if (times === "numbers") return `${name};${JSON.stringify(slots)}\n`;
  const said = slots.map((slot) => `[${slot.map(formatInstant)}]`);
  return `${name};[${said}]\n`;
}

/** @param people Who have no time of their own where they are odd. */
export function withOddities(
  people: People,
  { unreadable, hours }: Oddities,
  { rows, axis }: {
    readonly rows: ReadonlyMap<string, Row>;
    readonly axis: Axis;
  },
): People {
  if (unreadable.size + hours.size === 0) return people;
  const at = (key: string) => people.names.position(key);
  return {
    ...people,
    times: hours.size > 0 ? "instants" : people.times,
    unreadable: new Set([...unreadable].map(at)),
    calendars: new Map(
      [...hours].map(([key, row]) => [
        at(key),
        calendarOf(rows.get(key)!, row, axis),
      ]),
    ),
  };
}

function calendarOf(free: Row, hours: Row, axis: Axis): PersonalCalendar {
  const [freeSlots, workingSlots] = [
    rowSlots(free, axis),
    rowSlots(hours, axis),
  ];
  return {
    free: (window) => within(freeSlots, window),
    hours: (window) => within(workingSlots, window),
    isReadable: () => true,
  };
}

function within(
  slots: readonly [number, number][],
  { from, to }: Window,
): Float64Array {
  return Float64Array.from(
    slots.filter(([start, end]) => start < to && end > from)
      .flatMap(([start, end]) => [Math.max(start, from), Math.min(end, to)]),
  );
}
