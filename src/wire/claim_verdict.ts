/**
 * What a backend says to a claim.
 *
 * | Verdict             | Bytes                                              |
 * |---------------------|----------------------------------------------------|
 * | held                | 0                                                  |
 * | not free            | 1 · people, see positions.ts                       |
 * | stale               | 2 · list 8                                         |
 * | contested           | 3 · the other's transaction 16 · decider 8         |
 * | booked before       | 4                                                  |
 * | key taken           | 5                                                  |
 * | no ledger           | 6                                                  |
 * | discreetly held     | 7                                                  |
 * | discreetly not free | 8                                                  |
 * | not alone           | 9                                                  |
 * | other times         | 10 · times of the backend, see times_byte.ts       |
 * | unreadable          | 11 · people, see positions.ts                      |
 */

import type { ByteReader, ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import {
  LEDGER_BYTES,
  type LedgerId,
  TRANSACTION_BYTES,
  type TransactionId,
} from "../calendar/bookings.ts";
import type { Times } from "../calendar/times.ts";
import { type Id64, readId, writeId } from "./datagram.ts";
import { readHex, writeHex } from "./hex_id.ts";
import { readPeople, writePeople } from "./positions.ts";
import { readTimes, writeTimes } from "./times_byte.ts";

/**
 * Discreet is a backend that speaks of some of the people claimed in company
 * only. Then nobody may be told who of all in the booking is not free: if it
 * were told of the others, whoever is not named would be found out.
 */
export type ClaimVerdict =
  /** The slot is kept free, and the decision awaited. */
  | { readonly kind: "held"; readonly isDiscreet: boolean }
  /** Positions of those who are not free for all of it, ascending. */
  | {
    readonly kind: "not_free";
    readonly people: readonly number[];
    readonly isDiscreet: false;
  }
  /** Somebody is not free for all of it, and it is not told who. */
  | { readonly kind: "not_free"; readonly isDiscreet: true }
  /** The backend has another list by now. */
  | { readonly kind: "stale"; readonly list: Id64 }
  /** The same key is held by another transaction, which is not decided. */
  | {
    readonly kind: "contested";
    readonly transaction: TransactionId;
    readonly decider: LedgerId;
  }
  /** The same key, slot and people were booked before, by whomever. */
  | { readonly kind: "booked_before" }
  /** The same key stands for another slot or other people. */
  | { readonly kind: "key_taken" }
  /** Nothing can be kept: no ledger, or no room in it. */
  | { readonly kind: "no_ledger" }
  /** Whoever is alone in the booking is told of in company only. */
  | { readonly kind: "not_alone" }
  /** The slot is of another kind than the backend's times. */
  | { readonly kind: "other_times"; readonly times: Times }
  /** Positions of those whose calendars cannot be read, ascending. */
  | { readonly kind: "unreadable"; readonly people: readonly number[] };

const Verdict = {
  held: 0,
  notFree: 1,
  stale: 2,
  contested: 3,
  bookedBefore: 4,
  keyTaken: 5,
  noLedger: 6,
  heldDiscreetly: 7,
  notFreeDiscreetly: 8,
  notAlone: 9,
  otherTimes: 10,
  unreadable: 11,
} as const;

export function writeVerdict(writer: ByteWriter, verdict: ClaimVerdict): void {
  switch (verdict.kind) {
    case "held":
      return writer.u8(
        verdict.isDiscreet ? Verdict.heldDiscreetly : Verdict.held,
      );
    case "not_free":
      if (verdict.isDiscreet) return writer.u8(Verdict.notFreeDiscreetly);
      writer.u8(Verdict.notFree);
      return writePeople(writer, verdict.people);
    case "stale":
      writer.u8(Verdict.stale);
      return writeId(writer, verdict.list);
    case "contested":
      writer.u8(Verdict.contested);
      writeHex(writer, verdict.transaction);
      return writeHex(writer, verdict.decider);
    case "booked_before":
      return writer.u8(Verdict.bookedBefore);
    case "key_taken":
      return writer.u8(Verdict.keyTaken);
    case "no_ledger":
      return writer.u8(Verdict.noLedger);
    case "not_alone":
      return writer.u8(Verdict.notAlone);
    case "other_times":
      writer.u8(Verdict.otherTimes);
      return writeTimes(writer, verdict.times);
    case "unreadable":
      writer.u8(Verdict.unreadable);
      return writePeople(writer, verdict.people);
  }
}

/** @throws {WireError} If it is cut, or none. */
export function readVerdict(reader: ByteReader): ClaimVerdict {
  const code = reader.u8("verdict");
  switch (code) {
    case Verdict.held:
    case Verdict.heldDiscreetly:
      return { kind: "held", isDiscreet: code === Verdict.heldDiscreetly };
    case Verdict.notFree: {
      const people = readPeople(reader);
      return { kind: "not_free", people, isDiscreet: false };
    }
    case Verdict.notFreeDiscreetly:
      return { kind: "not_free", isDiscreet: true };
    case Verdict.stale:
      return { kind: "stale", list: readId(reader, "list") };
    case Verdict.contested: {
      const transaction = readHex(reader, TRANSACTION_BYTES, "transaction");
      const decider = readHex(reader, LEDGER_BYTES, "decider");
      return { kind: "contested", transaction, decider };
    }
    case Verdict.bookedBefore:
      return { kind: "booked_before" };
    case Verdict.keyTaken:
      return { kind: "key_taken" };
    case Verdict.noLedger:
      return { kind: "no_ledger" };
    case Verdict.notAlone:
      return { kind: "not_alone" };
    case Verdict.otherTimes:
      return { kind: "other_times", times: readTimes(reader) };
    case Verdict.unreadable:
      return { kind: "unreadable", people: readPeople(reader) };
    default:
      throw new WireError(
        `Cannot read verdict as it is 0 to 11: got ${code}`,
      );
  }
}
