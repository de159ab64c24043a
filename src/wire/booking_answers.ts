/**
 * What a client asks about bookings, and how it reads what comes back. The
 * main server's side is in `booking_lines.ts`.
 */

import { isBookingId } from "../calendar/booking_id.ts";
import { isBookingTitle, sameSlot } from "../calendar/booking_rules.ts";
import type {
  BookedSlot,
  BookOutcome,
  BookRequest,
  CancelOutcome,
  TimedSlot,
} from "../calendar/bookings.ts";
import { nameKey } from "../calendar/name.ts";
import { readGroups } from "./asked_groups.ts";
import { areAmong, arePeopleAmong, isNameList } from "./asked_names.ts";
import {
  type Answered,
  areOfServers,
  parseObject,
  refusalIn,
  refuseAnswer,
  type Refused,
} from "./client_answers.ts";
import { arePlain, isPlain, isRecord } from "./json_checks.ts";
import { readTimedSlot } from "./json_times.ts";
import { jsonSlot } from "./slot_text.ts";

/** How an attempt to book, or to cancel, ended. */
export interface Ended<Outcome> extends Answered {
  readonly kind: "ended";
  readonly outcome: Outcome;
}

/** What a list tells of a booking. */
export type ListedBooking = Omit<BookedSlot, "key">;

export interface Listed extends Answered {
  readonly kind: "listed";
  readonly bookings: readonly ListedBooking[];
}

type Fields = Readonly<Record<string, unknown>>;

export function formatBookRequest(id: number, request: BookRequest): string {
  const { names, key, title } = request;
  const slot = jsonSlot(request.slot);
  return JSON.stringify({ id, book: { names, slot, key, title } });
}

export function formatCancelRequest(id: number, booking: string): string {
  return JSON.stringify({ id, cancel: booking });
}

export function formatListRequest(
  id: number,
  names: readonly string[],
): string {
  return JSON.stringify({ id, bookings: names });
}

/** @throws {WireError} If it is no answer to that request. */
export function parseBookAnswer(
  line: string,
  request: BookRequest,
): Ended<BookOutcome> | Refused {
  const value = parseObject(line);
  const refused = refusalIn(value, line);
  const names = readGroups(value.groups, request.names)?.names;
  if (!names) throw refuseAnswer(line, "as a booking");
  if (refused) {
    const outcome = bookError(value.error as Fields, names);
    return outcome ? ended(value.id, outcome) : refused;
  }
  const { booked } = value;
  if (isRecord(booked) && booked.key === request.key) {
    const { slot } = request;
    const id = booked.booking;
    // A key was answered before, maybe, with the names as they were spelt then.
    const isOurs = isSlot(booked.slot, slot) &&
      arePeopleAmong(booked.names, names);
    if (isOurs && typeof id === "string" && isBookingId(id)) {
      const booking = { ...request, id, names: booked.names as string[] };
      return ended(value.id, { kind: "booked", booking });
    }
  }
  throw refuseAnswer(line, "as a booking");
}

function ended<Outcome>(id: unknown, outcome: Outcome): Ended<Outcome> {
  return { kind: "ended", id, outcome };
}

/** An error that tells how it ended; null if it is another refusal. */
function bookError(
  { code, names = [], waitingFor, server, ...more }: Fields,
  asked: readonly string[],
): BookOutcome | null {
  const { unreachable, unreadable, numbers, instants } = more;
  switch (code) {
    case "not_free":
      return arePeopleAmong(names, asked) ? { kind: code, names } : null;
    case "unknown_name":
      return areAmong(names, asked) ? { kind: code, names } : null;
    case "not_known_yet":
      return areAmong(names, asked) && arePlain(waitingFor)
        ? { kind: code, names, waitingFor }
        : null;
    case "unreachable":
      return areOfServers(unreachable, asked)
        ? { kind: code, servers: unreachable }
        : null;
    case "unreadable":
      return areOfServers(unreadable, asked)
        ? { kind: code, servers: unreadable }
        : null;
    case "mixed_times":
      return arePlain(numbers) && arePlain(instants)
        ? { kind: code, numbers, instants }
        : null;
    case "outcome_unknown":
      return { kind: code };
    case "copies":
      return isPlain(server) ? { kind: code, server } : null;
    default:
      return null;
  }
}

/** @throws {WireError} If it is no answer to that request. */
export function parseCancelAnswer(
  line: string,
  booking: string,
): Ended<CancelOutcome> | Refused {
  const value = parseObject(line);
  const refused = refusalIn(value, line);
  if (refused) {
    return refused.code === "no_such_booking"
      ? ended(value.id, { kind: "no_such_booking" })
      : refused;
  }
  if (value.cancelled !== booking) throw refuseAnswer(line, "as cancelled");
  return ended(value.id, { kind: "cancelled" });
}

/** @throws {WireError} If it is no list of bookings. */
export function parseListAnswer(line: string): Listed | Refused {
  const value = parseObject(line);
  const refused = refusalIn(value, line);
  if (refused) return refused;
  if (!Array.isArray(value.bookings)) {
    throw refuseAnswer(line, "as a list of bookings");
  }
  const bookings = value.bookings.map((booking) => {
    const read = readListed(booking);
    if (!read) throw refuseAnswer(line, "as a list of bookings");
    return read;
  });
  return { kind: "listed", id: value.id, bookings };
}

function readListed(value: unknown): ListedBooking | null {
  if (!isRecord(value)) return null;
  const { booking: id, names, title } = value;
  const slot = readTimedSlot(value.slot);
  if (!slot || typeof id !== "string" || !isBookingId(id)) return null;
  if (!isNameList(names) || !isBookingTitle(title)) return null;
  // Names of people whom nobody has asked for go to a terminal as well.
  if (names.some((name) => nameKey(name) === undefined)) return null;
  return { id, slot, names, title };
}

function isSlot(value: unknown, wanted: TimedSlot): boolean {
  const slot = readTimedSlot(value);
  return slot !== undefined && sameSlot(slot, wanted);
}
