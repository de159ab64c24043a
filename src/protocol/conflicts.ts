/**
 * Bookings that lie in time which the owner's file no longer has free. They
 * stand, and the owner is told of each once.
 */

import type { Hold } from "../calendar/bookings.ts";
import type { FreeTime } from "../calendar/free_time.ts";

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

  constructor(time: FreeTime, report: (conflict: Conflict) => void) {
    this.#time = time;
    this.#report = report;
  }

  /** Looks at all there are, as the file is another. */
  check(holds: Iterable<Hold>): void {
    const known = this.#known;
    this.#known = new Set();
    for (const hold of holds) this.#look(hold, known);
  }

  /** Looks at one that has just been booked. */
  add(hold: Hold): void {
    this.#look(hold, this.#known);
  }

  #look(
    { transaction, state, key, slot, people }: Hold,
    known: ReadonlySet<string>,
  ): void {
    if (state !== "booked") return;
    for (const person of people) {
      const conflict = `${transaction} ${person}`;
      const isKnown = known.has(conflict);
      // Where a file tells nothing for a while, all is as it was before.
      if (this.#time.isOffered(person, slot) ?? !isKnown) continue;
      if (!isKnown) this.#report({ kind: "conflict", key, person });
      this.#known.add(conflict);
    }
  }
}
