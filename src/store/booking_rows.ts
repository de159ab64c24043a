/** The rows of a main server's ledger, read and looked at. */

import { bookingId } from "../calendar/booking_id.ts";
import {
  type BookedPart,
  type Booking,
  type RefusedBooking,
  TRANSACTION_BYTES,
} from "../calendar/bookings.ts";
import { type Row, RowReader } from "./ledger_rows.ts";

const STATES = ["booked", "cancelled"] as const;

/** Each booking with its parts. */
export function readBookings(
  bookings: readonly Row[],
  parts: readonly Row[],
): Booking[] {
  const byTransaction = new Map<string, BookedPart[]>();
  const read = bookings.map((row) => {
    const own: BookedPart[] = [];
    const booking = readBooking(row, own);
    byTransaction.set(booking.transaction, own);
    return booking;
  });
  for (const row of parts) {
    const reader = new RowReader("part", row);
    const server = reader.text("server");
    const people = row.people === null ? null : reader.names("people");
    const confirmed = reader.isTrue("confirmed");
    const own = byTransaction.get(reader.text("transaction_id"));
    if (own) own.push({ server, people, confirmed });
    else reader.refuse("transaction_id", "one of table booking");
  }
  for (const [i, { parts }] of read.entries()) {
    if (parts.length > 0) continue;
    const reader = new RowReader("booking", bookings[i]!);
    reader.refuse("transaction_id", "one of table part");
  }
  return read;
}

function readBooking(row: Row, parts: readonly BookedPart[]): Booking {
  const reader = new RowReader("booking", row);
  const key = reader.key();
  return {
    transaction: reader.hex("transaction_id", TRANSACTION_BYTES),
    key,
    id: reader.word("id", [bookingId(key)]),
    slot: reader.slot(),
    title: reader.title(),
    names: reader.names("names"),
    state: reader.word("state", STATES),
    parts,
  };
}

export function readRefused(row: Row): RefusedBooking {
  const reader = new RowReader("refused", row);
  return {
    key: reader.key(),
    slot: reader.slot(),
    names: reader.names("names"),
    notFree: reader.namesOrNone("not_free"),
  };
}
