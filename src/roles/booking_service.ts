/** Where clients' bookings are taken: the seam to who keeps them. */

import type {
  Booking,
  BookOutcome,
  BookRequest,
  CancelOutcome,
} from "../calendar/bookings.ts";

export interface BookingService {
  /** @param answer Called once, at once or later. */
  book(request: BookRequest, answer: (outcome: BookOutcome) => void): void;
  /** @param answer Called once, at once or later. */
  cancel(id: string, answer: (outcome: CancelOutcome) => void): void;
  /** Those that stand for all of `names`, or all; by slot and then by id. */
  list(names: readonly string[]): readonly Booking[];
  /** How many of them are looked at for that. */
  countToList(names: readonly string[]): number;
}
