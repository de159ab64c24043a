/** A main server's ledger in memory, which outlives its server. */

import {
  type Booking,
  type BookingChange,
  type BookingLedger,
  changedBooking,
  LedgerFullError,
  type RefusedBooking,
  type TransactionId,
} from "../../src/calendar/bookings.ts";

export class MemoryBookingLedger implements BookingLedger {
  readonly id = "00000000000000a1";
  /** Whether there is no room. */
  isFull = false;
  commits = 0;
  #bookings = new Map<TransactionId, Booking>();
  #refused: RefusedBooking[] = [];

  load() {
    return { bookings: [...this.#bookings.values()], refused: this.#refused };
  }

  commit(changes: readonly BookingChange[]): void {
    if (this.isFull) throw new LedgerFullError("there is no room");
    this.commits++;
    for (const change of changes) this.#apply(change);
  }

  #apply(change: BookingChange): void {
    switch (change.kind) {
      case "put":
        this.#bookings.set(change.booking.transaction, change.booking);
        return;
      case "refuse":
        this.#refused = [...this.#refused, change.refused];
        return;
      default: {
        const booking = this.#bookings.get(change.transaction)!;
        const changed = changedBooking(booking, change);
        this.#bookings.set(change.transaction, changed);
      }
    }
  }
}
