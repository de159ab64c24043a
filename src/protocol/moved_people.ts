/**
 * What is booked for people who have moved. A booking is kept by the servers
 * that had its people then; a server that lists one of them since knows
 * nothing of it, and would give the time away once more.
 */

import type { Booking, TimedSlot } from "../calendar/bookings.ts";
import { nameKey } from "../calendar/name.ts";
import type { Times } from "../calendar/times.ts";
import {
  EMPTY_SET,
  type IntervalSet,
  normalize,
} from "../intervals/interval_set.ts";

/** Who has a person now. */
interface Holder {
  readonly server: { readonly name: string; readonly times: Times | null };
}

/** What is booked for a person, by key, on none of the servers. */
export type BookedElsewhere = (
  person: string,
  holders: readonly Holder[],
) => readonly TimedSlot[];

/** Bookings of one person that are kept by the same servers. */
interface Kept {
  readonly servers: readonly string[];
  readonly slots: Map<Booking["id"], TimedSlot>;
}

const NOTHING: readonly TimedSlot[] = [];

export class MovedPeople {
  /** By person, and then by their servers. */
  readonly #byPerson = new Map<string, Map<string, Kept>>();

  /** Takes a booking that is new or has changed. */
  put(booking: Booking): void {
    for (const [person, servers] of homesIn(booking)) {
      if (booking.state === "booked") this.#add(person, servers, booking);
      else this.#remove(person, servers, booking);
    }
  }

  readonly bookedElsewhere: BookedElsewhere = (person, holders) => {
    const own = this.#byPerson.get(person);
    // It is asked for everybody in every question.
    if (!own) return NOTHING;
    const isElsewhere = ({ servers }: Kept) =>
      !holders.some(({ server }) => servers.includes(server.name));
    return [...own.values()].filter(isElsewhere)
      .flatMap(({ slots }) => [...slots.values()]);
  };

  #add(person: string, servers: readonly string[], booking: Booking): void {
    const own = this.#byPerson.get(person) ?? new Map<string, Kept>();
    this.#byPerson.set(person, own);
    const where = JSON.stringify(servers);
    const kept = own.get(where) ?? { servers, slots: new Map() };
    own.set(where, kept);
    kept.slots.set(booking.id, booking.slot);
  }

  #remove(person: string, servers: readonly string[], { id }: Booking): void {
    const own = this.#byPerson.get(person);
    const where = JSON.stringify(servers);
    const kept = own?.get(where);
    kept?.slots.delete(id);
    if (kept?.slots.size === 0) own?.delete(where);
    if (own?.size === 0) this.#byPerson.delete(person);
  }
}

/** The time that slots take of those who have a person now. */
export function timeOf(
  slots: readonly TimedSlot[],
  holders: readonly Holder[],
): IntervalSet {
  if (slots.length === 0) return EMPTY_SET;
  // Of another kind than theirs nothing can be compared.
  const kinds = new Set(holders.map(({ server: { times } }) => times));
  const bounds = slots.filter(({ times }) => kinds.has(times))
    .flatMap(({ start, end }) => [start, end]);
  return normalize(Float64Array.from(bounds));
}

/** On which servers each person is, by key. */
function homesIn(booking: Booking): Map<string, string[]> {
  const homes = new Map<string, string[]>();
  for (const { server, people } of booking.parts) {
    // Where an older ledger does not tell who is there, everybody may be.
    const there = people ?? booking.names.map((name) => nameKey(name)!);
    for (const person of there) {
      homes.set(person, [...homes.get(person) ?? [], server]);
    }
  }
  return homes;
}
