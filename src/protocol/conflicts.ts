/**
 * Bookings that lie in time which the owner's file no longer has free. They
 * stand, and the owner is told of each once.
 */

import type { Hold } from "../calendar/bookings.ts";
import type { FreeTime } from "../calendar/free_time.ts";
import type { PersonalCalendar } from "../calendar/people.ts";

export interface Conflict {
  readonly kind: "conflict";
  /** The booking's. */
  readonly key: string;
  /** The key of the person whose time it is. */
  readonly person: string;
}

export class Conflicts {
  readonly #time: FreeTime;
  readonly #report: (conflict: Conflict) => void;
  #known = new Set<string>();
  /** Of people, by key, as it was when all were last looked at. */
  #calendars = new Map<string, PersonalCalendar | undefined>();

  constructor(time: FreeTime, report: (conflict: Conflict) => void) {
    this.#time = time;
    this.#report = report;
  }

  /**
   * Looks at all there are, as the file is another. Of a folder mostly one
   * calendar is, and to ask all others about years of bookings takes seconds.
   */
  check(holds: Iterable<Hold>): void {
    const [known, before] = [this.#known, this.#calendars];
    this.#known = new Set();
    this.#calendars = new Map();
    for (const hold of holds) {
      this.#look(hold, known, (person) => {
        const calendar = this.#calendarOf(person);
        return calendar !== undefined && calendar === before.get(person);
      });
    }
  }

  /** Looks at one that has just been booked. */
  add(hold: Hold): void {
    this.#look(hold, this.#known, () => false);
  }

  #calendarOf(person: string): PersonalCalendar | undefined {
    const known = this.#calendars.get(person);
    if (known || this.#calendars.has(person)) return known;
    const calendar = this.#time.calendarOf(person);
    this.#calendars.set(person, calendar);
    return calendar;
  }

  /** @param isSame Whether somebody's calendar is the one from before. */
  #look(
    { transaction, state, key, slot, people }: Hold,
    known: ReadonlySet<string>,
    isSame: (person: string) => boolean,
  ): void {
    if (state !== "booked") return;
    for (const person of people) {
      const conflict = `${transaction} ${person}`;
      const isKnown = known.has(conflict);
      const isOffered = isSame(person)
        ? !isKnown
        // Where a file tells nothing for a while, all is as it was before.
        : this.#time.isOffered(person, slot) ?? !isKnown;
      if (isOffered) continue;
      if (!isKnown) this.#report({ kind: "conflict", key, person });
      this.#known.add(conflict);
    }
  }
}
