/**
 * What all calendars of a file share: some programs write one for each event,
 * with the same VTIMEZONE in each. So what a file may take is counted over all
 * of them, and what they define alike is worked out once.
 */

import {
  CALENDAR_CLOCK_CHANGES_MAX,
  CALENDAR_TIMES_MAX,
} from "../base/calendar_limits.ts";
import type { Zone, Zones } from "../calendar/zone.ts";
import type { Component } from "./component.ts";
import { readOwnZone } from "./own_zone.ts";
import { CalendarError } from "./problems.ts";

export class FileZones {
  /** Those of the IANA database. */
  readonly places: Zones;
  /** Of floating times, and days. */
  readonly owner: Zone;
  /** Those that calendars define, by name and definition. */
  readonly #own = new Map<string, Zone>();
  /** How many times were read. */
  #times = 0;
  /** What changes of clocks there may still be. */
  readonly #room = { changes: CALENDAR_CLOCK_CHANGES_MAX };

  constructor(places: Zones, owner: Zone) {
    this.places = places;
    this.owner = owner;
  }

  /** @throws {CalendarError} If it is one too many. */
  countTime(line: number): void {
    if (++this.#times <= CALENDAR_TIMES_MAX) return;
    throw new CalendarError(
      line,
      `Cannot read a calendar of more than ${CALENDAR_TIMES_MAX} times`,
    );
  }

  /**
   * @param clocks What tells the definition from others of that name.
   * @throws {CalendarError} If it is not understood, or there are too many.
   */
  read(name: string, definition: Component, clocks: string): Zone {
    const key = JSON.stringify([name, clocks]);
    const known = this.#own.get(key);
    if (known !== undefined) return known;
    const zone = readOwnZone(name, definition, this.#room);
    this.#own.set(key, zone);
    return zone;
  }
}
