/** Books whatever a test wants, in memory. */

import { bookingId } from "../../src/calendar/booking_id.ts";
import type {
  Booking,
  BookOutcome,
  BookRequest,
  CancelOutcome,
} from "../../src/calendar/bookings.ts";
import type { BookingService } from "../../src/roles/booking_service.ts";

export class StubBookings implements BookingService {
  /** All that came, in order. */
  readonly asked: (BookRequest | string | readonly string[])[] = [];
  /** What comes of the next attempts; after these all are booked. */
  readonly outcomes: (BookOutcome | "booked" | "silence")[] = [];
  readonly bookings: Booking[] = [];
  readonly #silent = Promise.withResolvers<void>();

  /** Resolves when an attempt has come that gets no answer. */
  get silent(): Promise<void> {
    return this.#silent.promise;
  }

  book(request: BookRequest, answer: (outcome: BookOutcome) => void): void {
    this.asked.push(request);
    const outcome = this.outcomes.shift();
    if (outcome === "silence") return this.#silent.resolve();
    if (outcome && outcome !== "booked") return answer(outcome);
    const booking = { ...request, id: bookingId(request.key) };
    const rest = { transaction: "", state: "booked", parts: [] } as const;
    this.bookings.push({ ...booking, ...rest });
    answer({ kind: "booked", booking });
  }

  cancel(id: string, answer: (outcome: CancelOutcome) => void): void {
    this.asked.push(id);
    const at = this.bookings.findIndex((booking) => booking.id === id);
    if (at < 0) return answer({ kind: "no_such_booking" });
    this.bookings.splice(at, 1);
    answer({ kind: "cancelled" });
  }

  list(names: readonly string[]): readonly Booking[] {
    this.asked.push(names);
    return this.bookings.filter((booking) =>
      names.every((name) => booking.names.includes(name))
    );
  }

  countToList(): number {
    return this.bookings.length;
  }
}
