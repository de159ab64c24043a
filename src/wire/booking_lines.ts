/**
 * Requests about bookings, which are JSON only, and what is answered.
 *
 * | Request, beside its `id`                                   | Answer       |
 * |------------------------------------------------------------|--------------|
 * | `"book":{"names":[…],"slot":[5,7],"key":"…","title":"…"}`  | `"booked":`  |
 * | `"cancel":"7Q2K…"`                                         | `"cancelled":` |
 * | `"bookings":["lilith"]`, or `[]` for all                   | `"bookings":`|
 *
 * `key` and `title` may be left out. A slot of instants has two of RFC 3339,
 * in answers in UTC, as `["2026-11-24T08:00:00Z","2026-11-24T09:00:00Z"]`. The
 * client's side is in `booking_answers.ts`.
 */

import { readBookingId } from "../calendar/booking_id.ts";
import {
  isBookingKey,
  isBookingTitle,
  KEY_RULE,
  SLOT_RULE,
  TITLE_RULE,
} from "../calendar/booking_rules.ts";
import type {
  BookedSlot,
  BookOutcome,
  BookRequest,
  CancelOutcome,
} from "../calendar/bookings.ts";
import type { Group } from "../calendar/groups.ts";
import type { MayAskGroups, NameReader } from "./asked_groups.ts";
import { isNameList } from "./asked_names.ts";
import { bookLines, cancelLines } from "./booking_text.ts";
import { madePlain } from "./json_checks.ts";
import { readTimedSlot } from "./json_times.ts";
import {
  badRequest,
  NAMES_RULE,
  type Refusal,
  strangeField,
} from "./refusals.ts";
import { jsonSlot } from "./slot_text.ts";

interface JsonRequest {
  readonly json: true;
  /** The client's id as JSON text, ready to be echoed; "" without one. */
  readonly id: string;
}

/** A slot for some people. */
export interface BookLine
  extends JsonRequest, MayAskGroups, Omit<BookRequest, "key"> {
  readonly kind: "book";
  /** Null if the client made none. */
  readonly key: string | null;
}

export interface CancelLine extends JsonRequest {
  readonly kind: "cancel";
  readonly booking: string;
}

/** What is booked for all of these people; without names, all of it. */
export interface BookingsLine extends JsonRequest, MayAskGroups {
  readonly kind: "bookings";
  readonly names: readonly string[];
}

export type BookingRequest = BookLine | CancelLine | BookingsLine;

type Fields = Readonly<Record<string, unknown>>;

const KINDS = ["book", "cancel", "bookings"] as const;
const BOOK_FIELDS = new Set(["names", "slot", "key", "title"]);

/**
 * @param id As JSON text.
 * @returns Null if the request is about something else.
 */
export function parseBookingRequest(
  value: Fields,
  id: string,
  reader: NameReader,
): BookingRequest | Refusal | null {
  const kind = KINDS.find((kind) => Object.hasOwn(value, kind));
  if (kind === undefined) return null;
  const strange = strangeField(value, new Set(["id", kind]));
  if (strange !== null) return badRequest(id, strange);
  if (kind === "book") return parseBook(value.book, id, reader);
  if (kind === "cancel") return parseCancel(value.cancel, id);
  const names = value.bookings;
  if (!isNameList(names)) {
    return badRequest(id, "as bookings must be a list of names, or [] for all");
  }
  const listed = { kind, json: true, id, names: reader.people(names) } as const;
  return reader.divide(listed);
}

function parseBook(
  book: unknown,
  id: string,
  reader: NameReader,
): BookLine | Refusal {
  if (!isRecord(book)) {
    return badRequest(id, "as book must be an object with names and slot");
  }
  const strange = strangeField(book, BOOK_FIELDS);
  if (strange !== null) return badRequest(id, strange);
  const { names, key = null, title = "" } = book;
  const slot = readTimedSlot(book.slot);
  if (!isNameList(names) || names.length === 0) {
    return badRequest(id, NAMES_RULE);
  }
  if (!slot) return badRequest(id, `as slot must be ${SLOT_RULE}`);
  if (key !== null && !isBookingKey(key)) {
    return badRequest(id, `as key must be ${KEY_RULE}`);
  }
  if (!isBookingTitle(title)) {
    return badRequest(id, `as title must be ${TITLE_RULE}`);
  }
  const about = { json: true, id, names: reader.people(names) } as const;
  return reader.divide({ kind: "book", ...about, slot, key, title });
}

function parseCancel(cancel: unknown, id: string): CancelLine | Refusal {
  // What cannot be a booking's id can be no key either, but is as harmless.
  if (!isBookingKey(cancel)) {
    return badRequest(id, "as cancel must be the id of a booking");
  }
  const booking = readBookingId(cancel);
  return { kind: "cancel", json: true, id, booking };
}

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

interface MayTellGroups {
  /** Who the groups are that were asked; left out where none was. */
  readonly groups?: readonly Group[] | undefined;
}

/** The answer to a request to book, without the line's end. */
export function formatBookAnswer(
  id: string,
  outcome: BookOutcome,
  { groups, ...request }: BookRequest & MayTellGroups,
): string {
  if (outcome.kind !== "booked") {
    const { kind: _, ...details } = detailsOf(outcome, request);
    const code = codeOf(outcome);
    // Names are in it as typed, and its client takes plain text only.
    const message = madePlain(bookLines(outcome, request).join("; "));
    return withId(id, { error: { code, message, ...details }, groups });
  }
  const { id: booking, key, slot, names } = outcome.booking;
  const booked = { booking, key, slot: jsonSlot(slot), names };
  return withId(id, { booked, groups });
}

/** The answer where groups are asked that there are not. */
export function formatUnknownNames(
  id: string,
  names: readonly string[],
): string {
  const lines = names.map((name) => `${name} does not exist`);
  const message = madePlain(lines.join("; "));
  return withId(id, { error: { code: "unknown_name", message, names } });
}

/** By which programs, and those who account for it, know an outcome. */
export function codeOf({ kind }: BookOutcome): string {
  // As of a question about one person only.
  return kind === "not_alone" ? "group_too_small" : kind;
}

/** What a program wants to know of an outcome, beside its words. */
function detailsOf(
  outcome: Exclude<BookOutcome, { readonly kind: "booked" }>,
  { key }: BookRequest,
) {
  const { kind } = outcome;
  switch (kind) {
    case "unreachable": {
      const names = outcome.servers.flatMap(({ names }) => names);
      return { kind, names, unreachable: outcome.servers };
    }
    case "unreadable": {
      const names = outcome.servers.flatMap(({ names }) => names);
      return { kind, names, unreadable: outcome.servers };
    }
    case "not_free":
      // Where names may not be told there are none.
      return outcome.names.length > 0 ? outcome : { kind };
    case "outcome_unknown":
      return { kind, key };
    case "not_alone":
      return { kind };
    default:
      return outcome;
  }
}

/** The answer to a request to cancel, without the line's end. */
export function formatCancelAnswer(
  id: string,
  outcome: CancelOutcome,
  booking: string,
): string {
  if (outcome.kind === "cancelled") return withId(id, { cancelled: booking });
  const { kind: code, ...details } = outcome;
  const message = cancelLines(outcome, booking).join("; ");
  return withId(id, { error: { code, message, ...details } });
}

/** The answer to a request for a list, without the line's end. */
export function formatBookings(
  id: string,
  bookings: readonly Omit<BookedSlot, "key">[],
  groups?: readonly Group[],
): string {
  const listed = bookings.map(({ id, slot, names, title }) => {
    return { booking: id, slot: jsonSlot(slot), names, title };
  });
  return withId(id, { bookings: listed, groups });
}

/**
 * @param id As JSON text; "" without one.
 * @param answer Undefined is no field.
 */
function withId(id: string, answer: Fields): string {
  const line = JSON.stringify(answer);
  return id === "" ? line : `{"id":${id},${line.slice(1)}`;
}
