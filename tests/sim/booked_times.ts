/**
 * What a main server has booked, and when: over all lives of its process, as
 * its disk was written. Whoever moves to another server's file stays booked,
 * and of that only the main server can know.
 */

import type { Booking, TimedSlot } from "../../src/calendar/bookings.ts";
import { type Answered, sharedSinceMs } from "./asked.ts";
import type { Checks } from "./checks.ts";
import type { Held } from "./holder_model.ts";

/** A booking of one person, for as long as it stands. */
export interface Stay {
  readonly booking: Booking;
  /** Who had the person then, and keeps the slot free. */
  readonly servers: readonly string[];
  readonly fromMs: number;
  toMs: number;
}

interface Stays {
  readonly standing: Map<string, Stay>;
  /** In the order in which they ended. */
  readonly ended: Stay[];
}

export class BookedTimes {
  readonly #checks: Checks;
  readonly #nowMs: () => number;
  /** By person's key. */
  readonly #byPerson = new Map<string, Stays>();

  constructor(checks: Checks, nowMs: () => number) {
    this.#checks = checks;
    this.#nowMs = nowMs;
  }

  /** A booking is written, or what has become of it. */
  readonly written = (booking: Booking): void => {
    for (const person of new Set(booking.parts.flatMap(peopleOf))) {
      const stays = this.#staysOf(person);
      if (booking.state === "booked") this.#begin(person, booking, stays);
      else this.#end(booking, stays);
    }
  };

  /** By key, who has something booked now, and at which servers. */
  *standing(): Iterable<{ person: string; servers: readonly string[] }> {
    for (const [person, { standing }] of this.#byPerson) {
      for (const { servers } of standing.values()) yield { person, servers };
    }
  }

  /** Bookings of a person that stood at some time since then. */
  *since(person: string, fromMs: number): Iterable<Stay> {
    const { standing, ended } = this.#staysOf(person);
    yield* standing.values();
    for (let i = ended.length - 1; i >= 0; i--) {
      if (ended[i]!.toMs < fromMs) return;
      yield ended[i]!;
    }
  }

  #begin(person: string, booking: Booking, { standing }: Stays): void {
    const { transaction, parts, slot } = booking;
    // Once it is confirmed by a server it is written again.
    if (standing.has(transaction)) return;
    for (const { booking: other } of standing.values()) {
      this.#checks.hold(
        "B2",
        other.slot.times !== slot.times || other.slot.end <= slot.start ||
          slot.end <= other.slot.start,
        () => `${person} is booked by ${other.key} and by ${booking.key}`,
      );
    }
    const servers = parts.filter((part) => peopleOf(part).includes(person))
      .map(({ server }) => server);
    const [fromMs, toMs] = [this.#nowMs(), Infinity];
    standing.set(transaction, { booking, servers, fromMs, toMs });
  }

  #end({ transaction }: Booking, { standing, ended }: Stays): void {
    const stay = standing.get(transaction);
    if (!stay) return;
    standing.delete(transaction);
    stay.toMs = this.#nowMs();
    ended.push(stay);
  }

  #staysOf(person: string): Stays {
    let stays = this.#byPerson.get(person);
    if (!stays) {
      stays = { standing: new Map(), ended: [] };
      this.#byPerson.set(person, stays);
    }
    return stays;
  }
}

/** A slot that is booked and that none of a person's servers knows of. */
export interface Elsewhere {
  readonly slot: TimedSlot;
  /** Whether that was so all the time, and not just at some moment. */
  readonly isSure: boolean;
}

/** What was booked for a person in the time of a question. */
export function bookedElsewhere(
  person: string,
  { asked, nowMs }: Answered,
  { always, sometimes }: Held,
): Elsewhere[] {
  const sinceMs = sharedSinceMs(asked);
  const elsewhere: Elsewhere[] = [];
  for (const stay of asked.main.booked.since(person, sinceMs)) {
    const isIn = (server: string) => stay.servers.includes(server);
    if (always.some(isIn)) continue;
    const wasBooked = stay.fromMs < sinceMs && stay.toMs > nowMs;
    const isSure = wasBooked && !sometimes.some(isIn);
    elsewhere.push({ slot: stay.booking.slot, isSure });
  }
  return elsewhere;
}

function peopleOf({ people }: Booking["parts"][number]): readonly string[] {
  return people!;
}
