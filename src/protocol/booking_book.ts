/**
 * What a main server has decided about bookings: its ledger, with an index.
 *
 * Changes are gathered and kept together, once a turn: one commit costs as
 * much as ten. Nobody is told of a change before it is kept.
 */

import {
  type Booking,
  type BookingChange,
  type BookingLedger,
  changedBooking,
  type Decision,
  decisionOn,
  LedgerFullError,
  type LedgerId,
  type RefusedBooking,
  type TransactionId,
} from "../calendar/bookings.ts";
import { type BookedElsewhere, MovedPeople } from "./moved_people.ts";
import { RefusedKeys } from "./refused_keys.ts";
import { StandingBookings } from "./standing_bookings.ts";

/** Confirmations that wait for a commit which somebody waits for. */
const CONFIRMS_MAX = 256;

interface Staged {
  readonly change: BookingChange;
  /** @param isKept False if there was no room. */
  readonly settled: (isKept: boolean) => void;
}

/** What a key stands for. */
export type KnownKey =
  | { readonly kind: "booking"; readonly booking: Booking }
  | { readonly kind: "refused"; readonly refused: RefusedBooking };

export class BookingBook {
  readonly #ledger: BookingLedger;
  readonly #byKey = new Map<string, Booking>();
  readonly #refused = new RefusedKeys();
  readonly #standing = new StandingBookings();
  readonly #moved = new MovedPeople();
  readonly #byId = new Map<string, Booking>();
  readonly #byTransaction = new Map<TransactionId, Booking>();
  #staged: Staged[] = [];
  #isUrgent = false;

  constructor(ledger: BookingLedger) {
    this.#ledger = ledger;
    const { bookings, refused } = ledger.load();
    for (const booking of bookings) this.#index({ kind: "put", booking });
    for (const each of refused) this.#refused.add(each);
  }

  /** Null before there is a ledger: nothing was ever claimed then. */
  get ledgerId(): LedgerId | null {
    return this.#ledger.id;
  }

  /** @returns Null if there is no ledger and none can be made. */
  makeLedger(): LedgerId | null {
    try {
      return this.#ledger.make();
    } catch (error) {
      if (error instanceof LedgerFullError) return null;
      throw error;
    }
  }

  /**
   * Whether somebody waits for what is to be kept. That a server has confirmed
   * waits for the next that does: if it is lost, the server confirms again.
   */
  get isUrgent(): boolean {
    return this.#isUrgent;
  }

  /** All that were ever made. */
  get bookings(): Iterable<Booking> {
    return this.#byId.values();
  }

  find(key: string): KnownKey | undefined {
    const booking = this.#byKey.get(key);
    if (booking) return { kind: "booking", booking };
    const refused = this.#refused.find(key);
    return refused && { kind: "refused", refused };
  }

  /** What is booked for people whom other servers had then. */
  get bookedElsewhere(): BookedElsewhere {
    return this.#moved.bookedElsewhere;
  }

  booking(id: string): Booking | undefined {
    return this.#byId.get(id);
  }

  ofTransaction(transaction: TransactionId): Booking | undefined {
    return this.#byTransaction.get(transaction);
  }

  /** What was decided; what is not known here was never committed. */
  decisionOf(transaction: TransactionId): Decision {
    const booking = this.#byTransaction.get(transaction);
    return booking ? decisionOn(booking) : "release";
  }

  /**
   * Those that stand, by slot and then by id.
   *
   * @param names Of people who are all in it; none for all bookings.
   */
  list(names: readonly string[]): Booking[] {
    return this.#standing.list(names);
  }

  /** How many are looked at to list them. */
  countToList(names: readonly string[]): number {
    return this.#standing.countToList(names);
  }

  /** Kept with the next {@linkcode flush}, and only then told. */
  stage(change: BookingChange, settled: Staged["settled"]): void {
    this.#staged.push({ change, settled });
    this.#isUrgent ||= change.kind !== "confirm" ||
      this.#staged.length >= CONFIRMS_MAX;
  }

  /** @throws Whatever the ledger throws but that it is full. */
  flush(): void {
    this.keep()();
  }

  /**
   * Keeps what is staged.
   *
   * @returns What tells those who wait for it; a bug of theirs is none of the
   * ledger's.
   * @throws Whatever the ledger throws but that it is full.
   */
  keep(): () => void {
    if (this.#staged.length === 0) return () => {};
    const staged = this.#staged;
    this.#staged = [];
    this.#isUrgent = false;
    const isKept = this.#keep(staged.map(({ change }) => change));
    return () => {
      for (const { settled } of staged) settled(isKept);
    };
  }

  #keep(staged: readonly BookingChange[]): boolean {
    const changes = [...this.#forgetting(staged), ...staged];
    try {
      this.#ledger.commit(changes);
    } catch (error) {
      if (error instanceof LedgerFullError) return false;
      throw error;
    }
    for (const change of changes) this.#index(change);
    return true;
  }

  /** Makes room for what is refused. */
  #forgetting(staged: readonly BookingChange[]): BookingChange[] {
    const refused = staged.flatMap((change) =>
      change.kind === "refuse" ? [change.refused] : []
    );
    const keys = refused.length > 0 ? this.#refused.excess(refused) : [];
    return keys.length > 0 ? [{ kind: "forget", keys }] : [];
  }

  #index(change: BookingChange): void {
    switch (change.kind) {
      case "put":
        return this.#indexBooking(change.booking);
      case "refuse":
        return this.#refused.add(change.refused);
      case "forget":
        for (const key of change.keys) this.#refused.remove(key);
        return;
      default: {
        const booking = this.#byTransaction.get(change.transaction);
        if (booking) this.#indexBooking(changedBooking(booking, change));
      }
    }
  }

  #indexBooking(booking: Booking): void {
    this.#byKey.set(booking.key, booking);
    this.#byId.set(booking.id, booking);
    this.#byTransaction.set(booking.transaction, booking);
    this.#standing.put(booking);
    this.#moved.put(booking);
  }
}
