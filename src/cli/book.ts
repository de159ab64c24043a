/** `convene book`: a slot for all of some people, or for none. */

import { quote, reason, UsageError } from "../base/errors.ts";
import { drawBookingKey } from "../calendar/booking_id.ts";
import {
  isBookingKey,
  isBookingTitle,
  KEY_RULE,
  TITLE_RULE,
} from "../calendar/booking_rules.ts";
import type { TimedSlot } from "../calendar/bookings.ts";
import { systemEntropy } from "../net/system_clock.ts";
import { OUTCOME_FLAG, placeBooking } from "./booking_orders.ts";
import { defineCommand } from "./command.ts";
import { CONNECTION_FLAGS, withClient } from "./connection_flags.ts";
import { optionalFlag, requiredFlag } from "./flags.ts";
import { namesIn } from "./names_in.ts";
import { parseSlot, type SaidSlot, slotNow } from "./said_slot.ts";
import { clientTimezone, TIMEZONE_FLAG } from "./term_flags.ts";

const FLAGS = {
  at: requiredFlag({
    placeholder: "[START,END]",
    summary: "the slot: all or a part of one that is offered; times are " +
      "written as for the --from of a query",
  }, parseSlot),
  timezone: TIMEZONE_FLAG,
  title: optionalFlag({
    placeholder: "TEXT",
    summary: "what it is about, one line",
  }, parseTitle),
  key: optionalFlag({
    placeholder: "KEY",
    summary: "of an earlier attempt, to learn its outcome, or make it now",
  }, parseKey),
  output: OUTCOME_FLAG,
  ...CONNECTION_FLAGS,
};

const DETAILS = `
The slot is booked for all of the names or for none. Once that has been said,
no failure undoes it, and nobody is offered the time any more. When an answer
is lost, the outcome is unknown: the line says so, with the key by which to ask
again, as often as need be. The same key is never booked twice.

A slot is of numbers or of instants, as are the times of those whom it is for.
An event that is not certain takes up its time here, even where a query with
--tentative free has offered it.

Exit code:
  0  booked
  1  it is not free for all of them
  2  bad usage, a key that stands for another booking, or numbers and instants
     in one booking
  3  a name does not exist
  4  nothing is booked, as a server cannot be reached or keep it, has not
     registered, cannot read a calendar, or speaks of the only person in
     company only
  5  the main server cannot be reached or trusted
  6  the main server does not let us ask, without a good token
  7  the outcome is not known: ask again with the key

Examples:
  convene book lilith zein --at '[7,8]' --title 'Review'
  convene book lilith zein --at '[7,8]' --key 6d1f...
  convene book jonas amara --at '[2026-11-24T09:00,2026-11-24T10:00]'
  convene book jonas amara --at '[2026-11-24T09:00+01:00,+1h]'
`;

export const BOOK = defineCommand({
  name: "book",
  operands: "NAME...",
  summary: "Book a time slot for everyone, or for nobody",
  flags: FLAGS,
  details: DETAILS,
}, async ({ flags, operands }, io) => {
  const names = namesIn(operands);
  const { title = "" } = flags;
  const timezone = clientTimezone(flags);
  const slot = slotOf(flags.at, timezone);
  const key = flags.key ?? drawBookingKey(systemEntropy);
  const request = { names, slot, title, key };
  const format = flags.output;
  return await withClient(flags, (client) => {
    // Whoever waits no longer has to know by which key to ask again.
    io.interrupted().then(() => client.close());
    return placeBooking(request, { client, io, format, timezone });
  });
});

/** Which times it has depends on another flag, so it is not read with it. */
function slotOf(at: SaidSlot, timezone: string): TimedSlot {
  try {
    return slotNow(at, timezone);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`--at: ${reason(error)}`);
  }
}

function parseTitle(text: string): string {
  if (isBookingTitle(text)) return text;
  throw new UsageError(
    `Cannot use ${quote(text)} as a title: expected ${TITLE_RULE}`,
  );
}

function parseKey(text: string): string {
  if (isBookingKey(text)) return text;
  throw new UsageError(
    `Cannot use ${quote(text)} as a key: expected ${KEY_RULE}`,
  );
}
