/** The same key again gets the same answer, as long as it asks the same. */

import { sameSlot } from "../calendar/booking_rules.ts";
import type { BookOutcome, BookRequest } from "../calendar/bookings.ts";
import { nameKey } from "../calendar/name.ts";
import type { KnownKey } from "./booking_book.ts";

/** What a request by its key alone says. */
type Content = Pick<BookRequest, "slot" | "names">;

export function answerToKey(
  known: KnownKey,
  request: BookRequest,
): BookOutcome {
  const before = known.kind === "booking" ? known.booking : known.refused;
  if (!isSameRequest(before, request)) return { kind: "key_taken" };
  if (known.kind === "booking") {
    return { kind: "booked", booking: known.booking };
  }
  return { kind: "not_free", names: known.refused.notFree };
}

/** The same slot for the same people, however they are typed. */
export function isSameRequest(a: Content, b: Content): boolean {
  const people = ({ names }: Content) =>
    JSON.stringify(names.map((name) => nameKey(name) ?? name).sort());
  return sameSlot(a.slot, b.slot) && people(a) === people(b);
}
