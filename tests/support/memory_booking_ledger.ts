/** A main server's ledger on a disk that is a test's, see memory_ledger.ts. */

import {
  type Booking,
  type BookingChange,
  type BookingLedger,
  changedBooking,
  LedgerFullError,
  type LedgerId,
  type RefusedBooking,
  type TransactionId,
} from "../../src/calendar/bookings.ts";
import type { DiskFault } from "./memory_ledger.ts";

/** What a crash leaves behind. */
export class BookingDisk {
  readonly ledger: LedgerId | null;
  readonly bookings = new Map<TransactionId, Booking>();
  readonly refused: RefusedBooking[] = [];
  fault: DiskFault | null = null;
  /** How something is written; a test may end it before or after that. */
  writing: (write: () => void) => void = (write) => write();
  commits = 0;
  /** Told of each booking that is written, as it is then. */
  written: (booking: Booking) => void = () => {};
  readonly #byKey = new Map<string, TransactionId>();

  /** @param ledger 8 bytes in hexadecimal; null if none can be made. */
  constructor(ledger: LedgerId | null = "00000000000000a1") {
    this.ledger = ledger;
  }

  put(booking: Booking): void {
    this.bookings.set(booking.transaction, booking);
    if (!this.#byKey.has(booking.key)) {
      this.#byKey.set(booking.key, booking.transaction);
    }
  }

  /** The first of that key. */
  ofKey(key: string): Booking | undefined {
    const transaction = this.#byKey.get(key);
    return transaction === undefined
      ? undefined
      : this.bookings.get(transaction);
  }
}

export class MemoryBookingLedger implements BookingLedger {
  readonly disk: BookingDisk;

  constructor(disk = new BookingDisk()) {
    this.disk = disk;
  }

  get id(): LedgerId | null {
    return this.disk.ledger;
  }

  make(): LedgerId {
    if (this.disk.ledger !== null) return this.disk.ledger;
    throw new LedgerFullError("no ledger can be made");
  }

  load() {
    const { bookings, refused } = this.disk;
    return { bookings: [...bookings.values()], refused: [...refused] };
  }

  commit(changes: readonly BookingChange[]): void {
    const { fault } = this.disk;
    if (fault === "full") throw new LedgerFullError("there is no room");
    this.disk.fault = null;
    if (fault === "fails_before") throw new Error("The disk has failed");
    this.disk.writing(() => {
      this.disk.commits++;
      for (const change of changes) this.#apply(change);
    });
    if (fault === "fails_after") throw new Error("The disk has failed");
  }

  #apply(change: BookingChange): void {
    const { bookings, refused } = this.disk;
    switch (change.kind) {
      case "put":
        this.disk.put(change.booking);
        return this.disk.written(change.booking);
      case "refuse":
        refused.push(change.refused);
        return;
      case "forget":
        for (const key of change.keys) {
          refused.splice(refused.findIndex((each) => each.key === key), 1);
        }
        return;
      default: {
        const { transaction } = change;
        const booking = changedBooking(bookings.get(transaction)!, change);
        bookings.set(transaction, booking);
        this.disk.written(booking);
      }
    }
  }
}
