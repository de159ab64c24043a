/** Where clients' bookings are taken: the seam to who keeps them. */

import type {
  Booking,
  BookOutcome,
  BookRequest,
  CancelOutcome,
} from "../calendar/bookings.ts";

export interface BookingService {
  /** @param answer Called once, at once or within the time of a query. */
  book(request: BookRequest, answer: (outcome: BookOutcome) => void): void;
  cancel(id: string, answer: (outcome: CancelOutcome) => void): void;
  /** @param names Of people who are all in it; none for all bookings. */
  list(names: readonly string[]): readonly Booking[];
}
