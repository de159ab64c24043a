/**
 * How a main server and its backends agree on a booking, within a session.
 *
 * | From main | Bytes                                                        |
 * |-----------|--------------------------------------------------------------|
 * | claim     | token 8 · attempt 1 · transaction 16 · decider 8 · list 8 ·  |
 * |           | start f64 · end f64 · key text · title text · people         |
 * | decide    | token 8 · attempt 1 · transaction 16 · decision 1            |
 * | outcome   | as decide, but the token is the doubt's                      |
 *
 * | From backend | Bytes                                                     |
 * |--------------|-----------------------------------------------------------|
 * | claimed      | token 8 · attempt 1 · transaction 16 · verdict 1: 0 held, |
 * |              | 1 not free (people), 2 stale (list 8), 3 contested (the   |
 * |              | other's transaction 16 · decider 8), 4 booked before,     |
 * |              | 5 key taken, 6 no ledger                                  |
 * | decided      | token 8 · attempt 1 · transaction 16                      |
 * | doubt        | token 8 · attempt 1 · transaction 16 · decider 8          |
 *
 * A decision is 0 to release, 1 to commit; an outcome may be 2, still open.
 * People are a varint, their count, and positions in the list, see positions.ts.
 */

import type { ByteReader, ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import {
  BOOKING_KEY_BYTES_MAX,
  TIME_MAX,
  TITLE_BYTES_MAX,
} from "../base/limits.ts";
import type {
  Claim,
  Decision,
  LedgerId,
  Slot,
  TransactionId,
} from "../calendar/bookings.ts";
import {
  expectEnd,
  finishDatagram,
  type Id64,
  Kind,
  readId,
  writeId,
} from "./datagram.ts";
import {
  readTicket,
  startDatagram,
  type Ticket,
  writeTicket,
} from "./ticket.ts";
import { readPositions, writePositions } from "./positions.ts";

const TRANSACTION_BYTES = 16;
const LEDGER_BYTES = 8;

/** A claim as it travels: who, by their positions in which list. */
export interface ClaimRequest extends Ticket, Claim {
  readonly list: Id64;
  readonly people: readonly number[];
}

/** What a backend says to a claim. */
export type ClaimVerdict =
  /** The slot is kept free, and the decision awaited. */
  | { readonly kind: "held" }
  /** Positions of those who are not free for all of it, ascending. */
  | { readonly kind: "not_free"; readonly people: readonly number[] }
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
  | { readonly kind: "no_ledger" };

export interface ClaimReply extends Ticket {
  readonly transaction: TransactionId;
  readonly verdict: ClaimVerdict;
}

/** Open as long as the main server has not decided. */
export type TransactionOutcome = Decision | "open";

export interface DecisionNote<D> extends Ticket {
  readonly transaction: TransactionId;
  readonly decision: D;
}

export interface DecisionReceipt extends Ticket {
  readonly transaction: TransactionId;
}

export interface Doubt extends Ticket {
  readonly transaction: TransactionId;
  readonly decider: LedgerId;
}

const Verdict = {
  held: 0,
  notFree: 1,
  stale: 2,
  contested: 3,
  bookedBefore: 4,
  keyTaken: 5,
  noLedger: 6,
} as const;

const OUTCOMES = ["release", "commit", "open"] as const;

export function encodeClaim(session: Id64, claim: ClaimRequest): Uint8Array {
  const writer = start(Kind.claim, session, claim);
  writeHex(writer, claim.decider);
  writeId(writer, claim.list);
  writer.f64(claim.slot.start);
  writer.f64(claim.slot.end);
  writer.text(claim.key);
  writer.text(claim.title);
  writePeople(writer, claim.people);
  return finishDatagram(writer);
}

/**
 * @throws {WireError} If it is cut, or no slot, key, title or people of ours.
 */
export function readClaim(reader: ByteReader): ClaimRequest {
  const head = readHead(reader);
  const decider = readHex(reader, LEDGER_BYTES, "decider");
  const list = readId(reader, "list");
  const slot = readSlot(reader);
  const key = reader.text("key", BOOKING_KEY_BYTES_MAX);
  const title = reader.text("title", TITLE_BYTES_MAX);
  const people = readPeople(reader);
  expectEnd(reader, "claim");
  return { ...head, decider, list, slot, key, title, people };
}

export function encodeClaimReply(session: Id64, reply: ClaimReply): Uint8Array {
  const writer = start(Kind.claimed, session, reply);
  writeVerdict(writer, reply.verdict);
  return finishDatagram(writer);
}

export function readClaimReply(reader: ByteReader): ClaimReply {
  const head = readHead(reader);
  const verdict = readVerdict(reader);
  expectEnd(reader, "reply to a claim");
  return { ...head, verdict };
}

export function encodeDecision(
  session: Id64,
  note: DecisionNote<Decision>,
): Uint8Array {
  return encodeNote(Kind.decide, session, note);
}

export function readDecision(reader: ByteReader): DecisionNote<Decision> {
  const { decision, ...note } = readNote(reader);
  if (decision !== "open") return { ...note, decision };
  throw new WireError("Cannot read decision as it is 0 or 1: got 2");
}

export function encodeOutcome(
  session: Id64,
  note: DecisionNote<TransactionOutcome>,
): Uint8Array {
  return encodeNote(Kind.outcome, session, note);
}

export function readOutcome(
  reader: ByteReader,
): DecisionNote<TransactionOutcome> {
  return readNote(reader);
}

export function encodeReceipt(
  session: Id64,
  receipt: DecisionReceipt,
): Uint8Array {
  return finishDatagram(start(Kind.decided, session, receipt));
}

export function readReceipt(reader: ByteReader): DecisionReceipt {
  const head = readHead(reader);
  expectEnd(reader, "receipt of a decision");
  return head;
}

export function encodeDoubt(session: Id64, doubt: Doubt): Uint8Array {
  const writer = start(Kind.doubt, session, doubt);
  writeHex(writer, doubt.decider);
  return finishDatagram(writer);
}

export function readDoubt(reader: ByteReader): Doubt {
  const head = readHead(reader);
  const decider = readHex(reader, LEDGER_BYTES, "decider");
  expectEnd(reader, "doubt");
  return { ...head, decider };
}

/** All of them begin with a ticket and the transaction. */
function start(
  kind: Kind,
  session: Id64,
  head: Ticket & { readonly transaction: TransactionId },
): ByteWriter {
  const writer = startDatagram(kind, session);
  writeTicket(writer, head);
  writeHex(writer, head.transaction);
  return writer;
}

function readHead(
  reader: ByteReader,
): Ticket & { readonly transaction: TransactionId } {
  const ticket = readTicket(reader);
  const transaction = readHex(reader, TRANSACTION_BYTES, "transaction");
  return { ...ticket, transaction };
}

function encodeNote(
  kind: typeof Kind.decide | typeof Kind.outcome,
  session: Id64,
  note: DecisionNote<TransactionOutcome>,
): Uint8Array {
  const writer = start(kind, session, note);
  writer.u8(OUTCOMES.indexOf(note.decision));
  return finishDatagram(writer);
}

function readNote(reader: ByteReader): DecisionNote<TransactionOutcome> {
  const head = readHead(reader);
  const code = reader.u8("decision");
  expectEnd(reader, "decision");
  const decision = OUTCOMES[code];
  if (decision) return { ...head, decision };
  throw new WireError(`Cannot read decision as it is 0 to 2: got ${code}`);
}

function writeVerdict(writer: ByteWriter, verdict: ClaimVerdict): void {
  switch (verdict.kind) {
    case "held":
      return writer.u8(Verdict.held);
    case "not_free":
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
  }
}

function readVerdict(reader: ByteReader): ClaimVerdict {
  const code = reader.u8("verdict");
  switch (code) {
    case Verdict.held:
      return { kind: "held" };
    case Verdict.notFree:
      return { kind: "not_free", people: readPeople(reader) };
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
    default:
      throw new WireError(
        `Cannot read verdict as it is 0 to 6: got ${code}`,
      );
  }
}

function writePeople(writer: ByteWriter, people: readonly number[]): void {
  writer.varint(people.length);
  writePositions(writer, people);
}

function readPeople(reader: ByteReader): number[] {
  const count = reader.varint("count of people");
  if (count > 0) return readPositions(reader, count);
  throw new WireError("Cannot read people as there is one or more: got 0");
}

function readSlot(reader: ByteReader): Slot {
  const start = reader.f64("start");
  const end = reader.f64("end");
  const isSlot = isTime(start) && isTime(end) && start < end;
  if (isSlot) return { start, end };
  throw new WireError(
    `Cannot read slot as it goes from one time to a later one: got [${start},${end}]`,
  );
}

function isTime(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= TIME_MAX &&
    !Object.is(value, -0);
}

function writeHex(writer: ByteWriter, hex: string): void {
  writer.bytes(Uint8Array.fromHex(hex));
}

function readHex(reader: ByteReader, bytes: number, what: string): string {
  return reader.bytes(bytes, what).toHex();
}
