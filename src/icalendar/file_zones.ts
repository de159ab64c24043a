/**
 * What all calendars of a file share: some programs write one for each event,
 * with the same VTIMEZONE in each. So what a file may take is counted over all
 * of them, and what they define alike is worked out once.
 */

import { findIana } from "windows-iana";
import {
  CALENDAR_CLOCK_CHANGES_MAX,
  CALENDAR_TIMES_MAX,
} from "../base/calendar_limits.ts";
import type { Zone, Zones } from "../calendar/zone.ts";
import { UTC } from "./calendar_zones.ts";
import type { Component } from "./component.ts";
import { readOwnZone } from "./own_zone.ts";
import { CalendarError } from "./problems.ts";

/**
 * Names of Windows that are no longer of the place that windows-iana 5.1.0 has
 * for them: Chihuahua in 2022 and Almaty in 2024 left the others' clocks.
 */
const PLACES_SINCE: ReadonlyMap<string, string> = new Map([
  ["Central Asia Standard Time", "Asia/Bishkek"],
  ["Mountain Standard Time (Mexico)", "America/Mazatlan"],
]);

export class FileZones {
  /** Those of the IANA database. */
  readonly places: Zones;
  /** Of floating times, and days. */
  readonly owner: Zone;
  /** Those that calendars define, by name and definition. */
  readonly #own = new Map<string, Zone>();
  /** Others, by name, as looking for one takes its time. */
  readonly #named = new Map<string, Zone>();
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

  /** A zone that is not defined here; undefined if nobody knows it. */
  find(name: string): Zone | undefined {
    const known = this.#named.get(name);
    if (known !== undefined) return known;
    const zone = this.#lookUp(name);
    if (zone !== undefined) this.#named.set(name, zone);
    return zone;
  }

  #lookUp(name: string): Zone | undefined {
    // So Microsoft's programs call it; their other such names need a VTIMEZONE.
    if (name.toLowerCase() === "tzone://microsoft/utc") return UTC;
    const [windows = name] = findIana(name);
    return this.places.find(PLACES_SINCE.get(name) ?? windows) ??
      this.#suffixOf(name);
  }

  /** `/example.org/20260101/Europe/Berlin` is that of somebody's database. */
  #suffixOf(name: string): Zone | undefined {
    if (!name.startsWith("/")) return undefined;
    const parts = name.split("/");
    for (const count of [3, 2]) {
      const zone = this.places.find(parts.slice(-count).join("/"));
      if (zone !== undefined) return zone;
    }
    return undefined;
  }
}
