/**
 * What a calendar means by its zones' names. A zone of one's own follows its
 * VTIMEZONE, and a name that nobody knows is refused: taken for UTC, it would
 * move somebody's day by hours.
 *
 * @see RFC 5545 §3.2.19, §3.6.5
 */

import { findIana } from "windows-iana";
import { CALENDAR_TIMES_MAX } from "../base/calendar_limits.ts";
import { quote } from "../base/errors.ts";
import {
  type Transition,
  Zone,
  type Zones,
  ZONES_END_S,
} from "../calendar/zone.ts";
import type { Component, Property } from "./component.ts";
import { recurrencesADayMax } from "./pace.ts";
import { atLine, CalendarError } from "./problems.ts";
import { allOf, oneOf, someOf } from "./property.ts";
import { lastWallOf, Recurrence } from "./recurrence.ts";
import { parseRule, RuleError } from "./rule.ts";
import { parseWallTime, type WallTime } from "./wall_time.ts";

/** UTC, whose clock is the count itself. */
export const UTC = new Zone("UTC", { firstOffsetS: 0, transitions: [] });

/** A moment as its owner's clock shows it. */
export interface EventTime {
  readonly wallS: number;
  readonly zone: Zone;
  /** Whether it is a whole day, of which it is the midnight. */
  readonly isDate: boolean;
}

export class CalendarZones {
  readonly #zones: Zones;
  readonly #owner: Zone;
  readonly #own = new Map<string, Component>();
  readonly #found = new Map<string, Zone>();
  /** How many were read. */
  #times = 0;

  constructor(zones: Zones, owner: Zone, calendar: Component) {
    this.#zones = zones;
    this.#owner = owner;
    for (const component of allOf(calendar, "VTIMEZONE")) {
      this.#own.set(oneOf(component, "TZID").value, component);
    }
  }

  /** Names of the zones that were looked up. */
  get names(): string[] {
    return [...this.#found.values()].map(({ id }) => id);
  }

  /** @throws {CalendarError} If the value is no time, or its zone unknown. */
  timeOf(property: Property, value = property.value): EventTime {
    if (++this.#times > CALENDAR_TIMES_MAX) {
      throw new CalendarError(
        property.line,
        `Cannot read a calendar of more than ${CALENDAR_TIMES_MAX} times`,
      );
    }
    const time = parseWallTime(value);
    if (time === undefined) throw unreadable(property, value, "a time");
    const isDate = time.kind === "date";
    return { wallS: time.wallS, zone: this.#zoneOf(time, property), isDate };
  }

  /** Floating times, and days, are their owner's (RFC 4791 §5.2.2). */
  #zoneOf({ kind }: WallTime, property: Property): Zone {
    if (kind === "utc") return UTC;
    const { tzid } = property.params;
    if (kind === "date" || tzid === undefined) return this.#owner;
    const name = String(tzid);
    const known = this.#found.get(name);
    if (known !== undefined) return known;
    const zone = this.#find(name);
    if (zone === undefined) {
      throw new CalendarError(
        property.line,
        `Cannot tell what the time zone ${quote(name)} is: it is none of the ` +
          "IANA database or of Windows, and there is no VTIMEZONE of it",
      );
    }
    this.#found.set(name, zone);
    return zone;
  }

  #find(name: string): Zone | undefined {
    // A place's clocks are known better than by whoever wrote the calendar,
    // long ago maybe; but EST is also what some call a zone of their own.
    const place = name.includes("/") ? this.#zones.find(name) : undefined;
    if (place !== undefined) return place;
    const own = this.#own.get(name);
    if (own !== undefined) return zoneOf(name, own);
    const [windows] = findIana(name);
    return this.#zones.find(windows ?? name) ?? this.#suffixOf(name);
  }

  /** `/example.org/20260101/Europe/Berlin` is that of somebody's database. */
  #suffixOf(name: string): Zone | undefined {
    if (!name.startsWith("/")) return undefined;
    const parts = name.split("/");
    for (const count of [3, 2]) {
      const zone = this.#zones.find(parts.slice(-count).join("/"));
      if (zone !== undefined) return zone;
    }
    return undefined;
  }
}

export function unreadable(
  { name, line }: Property,
  value: string,
  what: string,
): CalendarError {
  return new CalendarError(
    line,
    `Cannot read ${quote(value)} as ${what} of ${name}`,
  );
}

/** What a VTIMEZONE says. */
function zoneOf(name: string, definition: Component): Zone {
  const observances = [
    ...allOf(definition, "STANDARD"),
    ...allOf(definition, "DAYLIGHT"),
  ].map(readObservance);
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

function readObservance(component: Component): Observance {
  const start = oneOf(component, "DTSTART");
  const startWallS = wallOf(start, start.value).wallS;
  const offsetFromS = offsetOf(oneOf(component, "TZOFFSETFROM"));
  const offsetS = offsetOf(oneOf(component, "TZOFFSETTO"));
  const added = someOf(component, "RDATE").flatMap((property) =>
    property.value.split(",").map((value) => wallOf(property, value).wallS)
  );
  const ruled = someOf(component, "RRULE").flatMap(({ value, line }) =>
    atLine(line, () => {
      const rule = parseRule(value);
      if (rule.freq !== "YEARLY" || recurrencesADayMax(rule) > 1) {
        throw new RuleError("Cannot follow a zone's rule that is not YEARLY");
      }
      // An end is in UTC, and the starts are those of the offset before.
      const shiftS = rule.until?.kind === "utc" ? offsetFromS : 0;
      const untilWallS = lastWallOf(rule.until) + shiftS;
      return new Recurrence(rule, { startWallS, isDate: false, untilWallS })
        .between(startWallS, ZONES_END_S);
    })
  );
  const starts = new Set([startWallS, ...added, ...ruled]);
  const transitions = [...starts].map((wallS) => ({
    atS: wallS - offsetFromS,
    offsetS,
  }));
  return { startS: startWallS - offsetFromS, offsetFromS, transitions };
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
