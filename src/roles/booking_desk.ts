/**
 * Where the main server's bookings are worked on. What one turn of the loop
 * has decided is kept together, and told then.
 */

import type { Clock, Entropy, Random } from "../base/ports.ts";
import type {
  Booking,
  BookingLedger,
  BookOutcome,
  BookRequest,
  CancelOutcome,
} from "../calendar/bookings.ts";
import { BookingBook } from "../protocol/booking_book.ts";
import type { ClaimContext } from "../protocol/claim_plan.ts";
import { Coordinator } from "../protocol/coordinator.ts";
import type { Link } from "../protocol/link.ts";
import type { BookedElsewhere } from "../protocol/moved_people.ts";
import type { BookingService } from "./booking_service.ts";

export interface BookingDeskOptions {
  readonly ledger: BookingLedger;
  readonly context: ClaimContext;
  readonly clock: Clock;
  readonly random: Random;
  readonly entropy: Entropy;
  readonly send: (link: Link, bytes: Uint8Array) => void;
  /** There is a new time to wait for, or something to keep. */
  readonly changed: () => void;
}

export class BookingDesk implements BookingService {
  readonly coordinator: Coordinator;
  readonly #book: BookingBook;
  readonly #clock: Clock;
  readonly #changed: () => void;

  constructor({ ledger, clock, changed, ...options }: BookingDeskOptions) {
    this.#clock = clock;
    this.#changed = changed;
    const book = this.#book = new BookingBook(ledger);
    this.coordinator = new Coordinator({ ...options, book }, clock.nowMs());
  }

  /** Whether somebody waits for something to be kept. */
  get isDirty(): boolean {
    return this.#book.isUrgent;
  }

  /** What is booked for people whom other servers had then. */
  get bookedElsewhere(): BookedElsewhere {
    return this.#book.bookedElsewhere;
  }

  book(request: BookRequest, answer: (outcome: BookOutcome) => void): void {
    this.coordinator.bookSlot(request, this.#clock.nowMs(), answer);
    this.#changed();
  }

  cancel(id: string, answer: (outcome: CancelOutcome) => void): void {
    this.coordinator.cancel(id, this.#clock.nowMs(), answer);
    this.#changed();
  }

  list(names: readonly string[]): readonly Booking[] {
    return this.#book.list(names);
  }

  countToList(names: readonly string[]): number {
    return this.#book.countToList(names);
  }

  /**
   * Keeps what was decided, if somebody waits for it.
   *
   * @returns What tells them.
   * @throws Whatever the ledger throws but that it is full.
   */
  keep(): () => void {
    return this.#book.isUrgent ? this.#book.keep() : () => {};
  }
}
