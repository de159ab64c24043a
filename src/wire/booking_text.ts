/** What people are told of bookings: lines without their full stops. */

import type {
  BookedSlot,
  BookOutcome,
  BookRequest,
  CancelOutcome,
  TimedSlot,
} from "../calendar/bookings.ts";
import { mixedText } from "../calendar/mixed_times.ts";
import {
  absence,
  unreachableText,
  unreadableText,
  withoutControls,
} from "./answer_words.ts";
import { formatTimedSlot } from "./slot_text.ts";

/** How slots are written; without another way as programs read them. */
export type SlotText = (slot: TimedSlot) => string;

/** How an attempt to book ended; one line or more. */
export function bookLines(
  outcome: BookOutcome,
  request: BookRequest,
  formatSlot: SlotText = formatTimedSlot,
): string[] {
  return linesOf(outcome, request, formatSlot).map(withoutControls);
}

function linesOf(
  outcome: BookOutcome,
  { key, slot }: BookRequest,
  formatSlot: SlotText,
): string[] {
  switch (outcome.kind) {
    case "booked": {
      const { id, slot, names } = outcome.booking;
      return [
        `Booked ${formatSlot(slot)} for ${names.join(", ")}: booking ${id}`,
      ];
    }
    case "not_free": {
      const whom = outcome.names.join(", ") || "all of them";
      return [`Time slot ${formatSlot(slot)} is not free for ${whom}`];
    }
    case "not_alone":
      return [
        `Cannot book as only ${outcome.name} is asked for, of whom server ` +
        `${outcome.server} speaks in company only`,
      ];
    case "mixed_times":
      return [mixedText(outcome, "the slot")];
    case "copies":
      return [copiesText(outcome.server)];
    case "ledger_full":
      return [fullText(outcome.server)];
    case "key_taken":
      return [`The key ${key} stands for another booking`];
    case "busy":
      return ["Too many slots are being booked: ask again"];
    case "outcome_unknown":
      return [
        `The outcome of booking ${key} is not known yet; ask again with ` +
        `--key ${key}`,
      ];
    default:
      return uncheckedLines(outcome);
  }
}

type Unchecked = BookOutcome & {
  readonly kind:
    | "unknown_name"
    | "not_known_yet"
    | "unreachable"
    | "unreadable";
};

/** Whose time nobody could look at. */
function uncheckedLines(outcome: Unchecked): string[] {
  switch (outcome.kind) {
    case "unknown_name":
      return outcome.names.map((name) => `${name} does not exist`);
    case "not_known_yet": {
      const { waitingFor } = outcome;
      // Other servers may be back while the one that has them is not.
      const why = waitingFor.length > 0
        ? absence(waitingFor)
        : "no server that has the name has registered";
      return outcome.names.map((name) => `${name} is not known yet: ${why}`);
    }
    case "unreachable":
      return outcome.servers.map(unreachableText);
    case "unreadable":
      return outcome.servers.map(unreadableText);
  }
}

/** How a request to cancel ended. */
export function cancelLines(outcome: CancelOutcome, booking: string): string[] {
  switch (outcome.kind) {
    case "cancelled":
      return [`Cancelled booking ${booking}`];
    case "no_such_booking":
      return [withoutControls(`Booking ${booking} does not exist`)];
    case "ledger_full":
      return [fullText(outcome.server)];
  }
}

/** A booking in a list: `[5,7] lilith, zein: booking 7Q2K… (title)`. */
export function formatListed(
  { id, slot, names, title }: Omit<BookedSlot, "key">,
  formatSlot: SlotText,
): string {
  const about = title === "" ? "" : ` (${title})`;
  return `${formatSlot(slot)} ${names.join(", ")}: booking ${id}${about}`;
}

function copiesText(server: string): string {
  return `Server ${server} cannot be booked: its copies keep no ledger in ` +
    "common";
}

function fullText(server: string | null): string {
  return server === null
    ? "The ledger of the main server cannot be written"
    : `The ledger of server ${server} cannot be written`;
}
