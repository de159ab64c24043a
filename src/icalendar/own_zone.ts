/**
 * A zone of a calendar's own, which its VTIMEZONE defines.
 *
 * @see RFC 5545 §3.6.5
 */

import { CALENDAR_CLOCK_CHANGES_MAX } from "../base/calendar_limits.ts";
import { quote } from "../base/errors.ts";
import { type Transition, Zone, ZONES_END_S } from "../calendar/zone.ts";
import type { Component, Property } from "./component.ts";
import { recurrencesADayMax } from "./pace.ts";
import { atLine, CalendarError } from "./problems.ts";
import { allOf, oneOf, someOf, unreadable } from "./property.ts";
import { lastWallOf, Recurrence } from "./recurrence.ts";
import { parseRule, type Rule, RuleError } from "./rule.ts";
import { DAY_S, parseWallTime, type WallTime } from "./wall_time.ts";

/** What all zones of a calendar share: others wait while they are read. */
interface Room {
  /** Changes of clocks that there may still be. */
  changes: number;
}

const YEAR_S = 366 * DAY_S;
/** So many years show what a rule does with each. */
const YEARS_TRIED = 4;
const CHANGES_A_YEAR_MAX = 4;

/**
 * What a VTIMEZONE says.
 *
 * @throws {CalendarError} If it is not understood, or there is no room for it.
 */
export function readOwnZone(
  name: string,
  definition: Component,
  room: Room,
): Zone {
  const observances = [
    ...allOf(definition, "STANDARD"),
    ...allOf(definition, "DAYLIGHT"),
  ].map((observance) => readObservance(observance, room));
  const [first] = observances.toSorted((a, b) => a.startS - b.startS);
  if (first === undefined) {
    throw new CalendarError(
      definition.line,
      `Cannot follow the time zone ${quote(name)} as it has no observance`,
    );
  }
  const transitions = observances
    .flatMap(({ transitions }) => transitions)
    .toSorted((a, b) => a.atS - b.atS);
  return new Zone(name, { firstOffsetS: first.offsetFromS, transitions });
}

interface Observance {
  readonly startS: number;
  readonly offsetFromS: number;
  readonly transitions: Transition[];
}

function readObservance(component: Component, room: Room): Observance {
  const start = oneOf(component, "DTSTART");
  const startWallS = wallOf(start, start.value).wallS;
  const offsetFromS = offsetOf(oneOf(component, "TZOFFSETFROM"));
  const offsetS = offsetOf(oneOf(component, "TZOFFSETTO"));
  const added = someOf(component, "RDATE").flatMap((property) =>
    property.value.split(",").map((value) => wallOf(property, value).wallS)
  );
  take(room, { changes: 1 + added.length, line: start.line });
  const ruled = someOf(component, "RRULE").flatMap(({ value, line }) => {
    const { changes, years } = atLine(line, () => {
      return changesOf(parseRule(value), { startWallS, offsetFromS });
    });
    // To find that a year has none takes as long.
    take(room, { changes: Math.max(changes.length, years), line });
    return changes;
  });
  const starts = new Set([startWallS, ...added, ...ruled]);
  const transitions = [...starts].map((wallS) => ({
    atS: wallS - offsetFromS,
    offsetS,
  }));
  return { startS: startWallS - offsetFromS, offsetFromS, transitions };
}

/**
 * What a rule tells of, by the wall clock, as far as zones are known, and of
 * how many years.
 */
function changesOf(
  rule: Rule,
  { startWallS, offsetFromS }: {
    readonly startWallS: number;
    readonly offsetFromS: number;
  },
): { readonly changes: number[]; readonly years: number } {
  if (rule.freq !== "YEARLY" || recurrencesADayMax(rule) > 1) {
    throw new RuleError("Cannot follow a zone's rule that is not YEARLY");
  }
  // An end is in UTC, and the starts are those of the offset before.
  const shiftS = rule.until?.kind === "utc" ? offsetFromS : 0;
  const untilWallS = lastWallOf(rule.until) + shiftS;
  const recurrence = new Recurrence(rule, {
    startWallS,
    isDate: false,
    untilWallS,
  });
  const firstS = startWallS + YEARS_TRIED * YEAR_S;
  const first = recurrence.between(startWallS, firstS);
  if (first.length > YEARS_TRIED * CHANGES_A_YEAR_MAX) {
    throw new RuleError(
      `Cannot follow a zone's rule of more than ${CHANGES_A_YEAR_MAX} changes ` +
        "a year",
    );
  }
  const lastS = Math.min(untilWallS, ZONES_END_S);
  return {
    changes: [...first, ...recurrence.between(firstS, ZONES_END_S)],
    years: Math.ceil((lastS - startWallS) / YEAR_S),
  };
}

function take(
  room: Room,
  { changes, line }: { readonly changes: number; readonly line: number },
): void {
  room.changes -= changes;
  if (room.changes >= 0) return;
  throw new CalendarError(
    line,
    "Cannot follow a calendar in which clocks change more than " +
      `${CALENDAR_CLOCK_CHANGES_MAX} times`,
  );
}

function wallOf(property: Property, value: string): WallTime {
  const time = parseWallTime(value);
  if (time === undefined) throw unreadable(property, value, "a time");
  return time;
}

/** Seconds of `+0100` or `-033000`. */
function offsetOf(property: Property): number {
  const { value } = property;
  const parts = /^([+-])([01]\d|2[0-3])([0-5]\d)([0-5]\d)?$/.exec(value);
  if (parts === null) throw unreadable(property, value, "an offset");
  const [hours, minutes, seconds] = parts.slice(2).map((x) => Number(x ?? 0));
  const size = hours! * 3_600 + minutes! * 60 + seconds!;
  return parts[1] === "-" ? -size : size;
}
