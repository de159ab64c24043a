/**
 * The bookings that stand, by who is in them: to list one person's takes no
 * longer for all that others have booked, nor for what was cancelled.
 */

import type { Booking, TimedSlot } from "../calendar/bookings.ts";
import { nameKey } from "../calendar/name.ts";

type ById = Map<string, Booking>;

export class StandingBookings {
  readonly #all: ById = new Map();
  readonly #byPerson = new Map<string, ById>();

  /** Takes a booking that is new or has changed. */
  put(booking: Booking): void {
    const { id, state } = booking;
    const [stands, people] = [state === "booked", keysOf(booking.names)];
    if (stands) this.#all.set(id, booking);
    else this.#all.delete(id);
    for (const person of people) {
      const own: ById = this.#byPerson.get(person) ?? new Map();
      if (stands) own.set(id, booking);
      else own.delete(id);
      if (own.size > 0) this.#byPerson.set(person, own);
      else this.#byPerson.delete(person);
    }
  }

  /**
   * By slot, numbers before instants, and then by id.
   *
   * @param names Of people who are all in it; none for all bookings.
   */
  list(names: readonly string[]): Booking[] {
    const [fewest, ...others] = this.#of(names);
    return [...fewest.values()]
      .filter(({ id }) => others.every((own) => own.has(id)))
      .sort((a, b) =>
        rankOf(a.slot) - rankOf(b.slot) || a.slot.start - b.slot.start ||
        a.slot.end - b.slot.end || (a.id < b.id ? -1 : 1)
      );
  }

  /** How many are looked at to list them. */
  countToList(names: readonly string[]): number {
    return this.#of(names)[0].size;
  }

  /** What each of them is in, who is in the fewest first; or all bookings. */
  #of(names: readonly string[]): [ById, ...ById[]] {
    const [fewest = this.#all, ...others] = keysOf(names)
      .map((person): ById => this.#byPerson.get(person) ?? new Map())
      .sort((a, b) => a.size - b.size);
    return [fewest, ...others];
  }
}

function rankOf({ times }: TimedSlot): number {
  return times === "numbers" ? 0 : 1;
}

/** A name that nobody can have stands for itself, and finds nothing. */
function keysOf(names: readonly string[]): string[] {
  return names.map((name) => nameKey(name) ?? name);
}
