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
import { nameKey } from "../calendar/name.ts";

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
  readonly #byKey = new Map<string, KnownKey>();
  readonly #byId = new Map<string, Booking>();
  readonly #byTransaction = new Map<TransactionId, Booking>();
  #staged: Staged[] = [];
  #isUrgent = false;

  constructor(ledger: BookingLedger) {
    this.#ledger = ledger;
    const { bookings, refused } = ledger.load();
    for (const booking of bookings) this.#index({ kind: "put", booking });
    for (const each of refused) this.#index({ kind: "refuse", refused: each });
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
    return this.#byKey.get(key);
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
    const keys = names.map((name) => nameKey(name));
    return [...this.#byId.values()]
      .filter(({ state, names }) => {
        const people = new Set(names.map((name) => nameKey(name)));
        return state === "booked" && keys.every((key) => people.has(key));
      })
      .sort((a, b) =>
        a.slot.start - b.slot.start || a.slot.end - b.slot.end ||
        (a.id < b.id ? -1 : 1)
      );
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

  #keep(changes: readonly BookingChange[]): boolean {
    try {
      this.#ledger.commit(changes);
    } catch (error) {
      if (error instanceof LedgerFullError) return false;
      throw error;
    }
    for (const change of changes) this.#index(change);
    return true;
  }

  #index(change: BookingChange): void {
    switch (change.kind) {
      case "put":
        return this.#indexBooking(change.booking);
      case "refuse": {
        const { refused } = change;
        this.#byKey.set(refused.key, { kind: "refused", refused });
        return;
      }
      default: {
        const booking = this.#byTransaction.get(change.transaction);
        if (booking) this.#indexBooking(changedBooking(booking, change));
      }
    }
  }

  #indexBooking(booking: Booking): void {
    this.#byKey.set(booking.key, { kind: "booking", booking });
    this.#byId.set(booking.id, booking);
    this.#byTransaction.set(booking.transaction, booking);
  }
}
