/**
 * What a calendar means by its zones' names. A zone of one's own follows its
 * VTIMEZONE, and a name that nobody knows is refused: taken for UTC, it would
 * move somebody's day by hours.
 *
 * @see RFC 5545 §3.2.19, §3.6.5
 */

import { findIana } from "windows-iana";
import { quote } from "../base/errors.ts";
import { Zone } from "../calendar/zone.ts";
import type { Component, Property } from "./component.ts";
import type { FileZones } from "./file_zones.ts";
import { CalendarError } from "./problems.ts";
import { allOf, oneOf, unreadable } from "./property.ts";
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

/** A zone that the calendar defines. */
interface OwnZone {
  readonly component: Component;
  readonly clocks: string;
}

export class CalendarZones {
  readonly #file: FileZones;
  /** By name, what is defined first. */
  readonly #own = new Map<string, OwnZone>();
  /** By name, lines of what is defined otherwise later on. */
  readonly #doubtful = new Map<string, number>();
  readonly #found = new Map<string, Zone>();

  /** @param file Of which the calendar is one. */
  constructor(file: FileZones, calendar: Component) {
    this.#file = file;
    for (const component of allOf(calendar, "VTIMEZONE")) {
      const name = textOf(oneOf(component, "TZID").value);
      const clocks = clocksOf(component);
      const known = this.#own.get(name) ?? { component, clocks };
      if (known.clocks !== clocks) this.#doubtful.set(name, component.line);
      this.#own.set(name, known);
    }
  }

  /** Names of the zones that were looked up. */
  get names(): string[] {
    return [...this.#found.values()].map(({ id }) => id);
  }

  /** @throws {CalendarError} If the value is no time, or its zone unknown. */
  timeOf(property: Property, value = property.value): EventTime {
    this.#file.countTime(property.line);
    const time = parseWallTime(value);
    if (time === undefined) throw unreadable(property, value, "a time");
    const isDate = time.kind === "date";
    return { wallS: time.wallS, zone: this.#zoneOf(time, property), isDate };
  }

  /** Floating times, and days, are their owner's (RFC 4791 §5.2.2). */
  #zoneOf({ kind }: WallTime, property: Property): Zone {
    if (kind === "utc") return UTC;
    const { tzid } = property.params;
    if (kind === "date" || tzid === undefined) return this.#file.owner;
    const name = String(tzid).trim();
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
    const place = name.includes("/") ? this.#file.places.find(name) : undefined;
    if (place !== undefined) return place;
    const own = this.#own.get(name);
    const line = this.#doubtful.get(name);
    if (own !== undefined && line === undefined) {
      return this.#file.read(name, own.component, own.clocks);
    }
    if (line !== undefined && findIana(name).length === 0) {
      const message = `Cannot tell which VTIMEZONE of ${quote(name)} counts`;
      throw new CalendarError(line, message);
    }
    return this.#file.find(name);
  }
}

/** What a VTIMEZONE says of clocks, in whatever order. */
function clocksOf({ components }: Component): string {
  const observances = components.map((
    { name, properties },
  ) => [
    name,
    ...properties.map((each) => `${each.name}:${each.value}`).sort(),
  ]);
  return JSON.stringify(observances.map(String).sort());
}

/** A name is TEXT where it is defined, and a parameter where it is used. */
function textOf(text: string): string {
  return text.replace(/\\([\\;,])/g, "$1");
}
