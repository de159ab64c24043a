/** `convene cancel`: takes a booking back, for all who are in it. */

import { quote, UsageError } from "../base/errors.ts";
import { isBookingId, readBookingId } from "../calendar/booking_id.ts";
import { cancelBooking, OUTCOME_FLAG } from "./booking_orders.ts";
import { defineCommand } from "./command.ts";
import { CONNECTION_FLAGS, withClient } from "./connection_flags.ts";

const FLAGS = {
  output: OUTCOME_FLAG,
  ...CONNECTION_FLAGS,
};

const DETAILS = `
BOOKING is what "convene book" and "convene bookings" print. To cancel it again
does no harm. A booking is known to the main server that made it.

Exit code:
  0  cancelled
  2  bad usage
  3  there is no such booking
  4  nothing is cancelled, as the main server can keep nothing
  5  the main server cannot be reached or trusted
  6  the main server does not let us ask, without a good token
  7  the outcome is not known: cancel it again

Example:
  convene cancel 7Q2KD0M5WZ8H3RTA
`;

export const CANCEL = defineCommand({
  name: "cancel",
  operands: "BOOKING",
  summary: "Cancel a booking for everyone in it",
  flags: FLAGS,
  details: DETAILS,
}, async ({ flags, operands }, io) => {
  const booking = readId(operands);
  const format = flags.output;
  return await withClient(
    flags,
    (client) => cancelBooking(booking, { client, io, format }),
  );
});

function readId([typed, ...more]: readonly string[]): string {
  if (more.length > 0) {
    throw new UsageError(
      `Cannot cancel two bookings at once: got ${quote(more[0]!)}`,
    );
  }
  if (typed === undefined) {
    throw new UsageError("Cannot cancel without the booking: expected BOOKING");
  }
  const id = readBookingId(typed);
  if (isBookingId(id)) return id;
  throw new UsageError(
    `Cannot read ${quote(typed)} as a booking: expected 16 letters and digits`,
  );
}
