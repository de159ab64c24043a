/**
 * How a main server and its backends agree on a booking, within a session.
 *
 * | From main | Bytes                                                        |
 * |-----------|--------------------------------------------------------------|
 * | claim     | token 8 · attempt 1 · transaction 16 · decider 8 · list 8 ·  |
 * |           | times 1 · start f64 · end f64 · key text · title text ·      |
 * |           | people                                                       |
 * | decide    | token 8 · attempt 1 · transaction 16 · decision 1            |
 * | outcome   | as decide, but the token is the doubt's                      |
 *
 * | From backend | Bytes                                                     |
 * |--------------|-----------------------------------------------------------|
 * | claimed      | token 8 · attempt 1 · transaction 16 · verdict, see       |
 * |              | claim_verdict.ts                                          |
 * | decided      | token 8 · attempt 1 · transaction 16                      |
 * | doubt        | token 8 · attempt 1 · transaction 16 · decider 8          |
 *
 * Times are 0 for a slot of numbers, 1 for one of instants, see claim_slot.ts.
 * A decision is 0 to release, 1 to commit, 2 to cancel; an outcome may be 3,
 * still open.
 * People are their count, or 0 for one who is alone in the booking, and their
 * positions in the list, see positions.ts.
 * Each ends with a digest, see message_digest.ts.
 */

import type { ByteReader, ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import { BOOKING_KEY_BYTES_MAX, TITLE_BYTES_MAX } from "../base/limits.ts";
import {
  type Claim,
  type Decision,
  LEDGER_BYTES,
  type LedgerId,
  TRANSACTION_BYTES,
  type TransactionId,
} from "../calendar/bookings.ts";
import { finishDigested, readDigested } from "./message_digest.ts";
import {
  type ClaimVerdict,
  readVerdict,
  writeVerdict,
} from "./claim_verdict.ts";
import { expectEnd, type Id64, Kind, readId, writeId } from "./datagram.ts";
import { readHex, writeHex } from "./hex_id.ts";
import { type Company, readCompany, writeCompany } from "./positions.ts";
import { readSlot, writeSlot } from "./claim_slot.ts";
import {
  readTicket,
  startDatagram,
  type Ticket,
  writeTicket,
} from "./ticket.ts";

/** A claim as it travels: for whom, by their positions in which list. */
export interface ClaimRequest extends Ticket, Claim, Company {
  readonly list: Id64;
}

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

const OUTCOMES = ["release", "commit", "cancel", "open"] as const;

export function encodeClaim(session: Id64, claim: ClaimRequest): Uint8Array {
  const writer = start(Kind.claim, session, claim);
  writeHex(writer, claim.decider);
  writeId(writer, claim.list);
  writeSlot(writer, claim.slot);
  writer.text(claim.key);
  writer.text(claim.title);
  writeCompany(writer, claim);
  return finishDigested(writer, Kind.claim);
}

/**
 * @throws {WireError} If it is cut, or no slot, key, title or people of ours.
 */
export function readClaim(message: ByteReader): ClaimRequest {
  return readDigested(message, Kind.claim, (reader) => {
    const head = readHead(reader);
    const decider = readHex(reader, LEDGER_BYTES, "decider");
    const list = readId(reader, "list");
    const slot = readSlot(reader);
    const key = reader.text("key", BOOKING_KEY_BYTES_MAX);
    const title = reader.text("title", TITLE_BYTES_MAX);
    const company = readCompany(reader);
    expectEnd(reader, "claim");
    return { ...head, decider, list, slot, key, title, ...company };
  });
}

export function encodeClaimReply(session: Id64, reply: ClaimReply): Uint8Array {
  const writer = start(Kind.claimed, session, reply);
  writeVerdict(writer, reply.verdict);
  return finishDigested(writer, Kind.claimed);
}

/** @throws {WireError} If it is cut or changed, or its verdict is none. */
export function readClaimReply(message: ByteReader): ClaimReply {
  return readDigested(message, Kind.claimed, (reader) => {
    const head = readHead(reader);
    const verdict = readVerdict(reader);
    expectEnd(reader, "reply to a claim");
    return { ...head, verdict };
  });
}

export function encodeDecision(
  session: Id64,
  note: DecisionNote<Decision>,
): Uint8Array {
  return encodeNote(Kind.decide, session, note);
}

/** @throws {WireError} If it is cut or changed, or decides nothing. */
export function readDecision(message: ByteReader): DecisionNote<Decision> {
  const { decision, ...note } = readNote(message, Kind.decide);
  if (decision !== "open") return { ...note, decision };
  throw new WireError("Cannot read decision as it is 0 to 2: got 3");
}

export function encodeOutcome(
  session: Id64,
  note: DecisionNote<TransactionOutcome>,
): Uint8Array {
  return encodeNote(Kind.outcome, session, note);
}

/** @throws {WireError} If it is cut or changed, or its outcome is none. */
export function readOutcome(
  message: ByteReader,
): DecisionNote<TransactionOutcome> {
  return readNote(message, Kind.outcome);
}

export function encodeReceipt(
  session: Id64,
  receipt: DecisionReceipt,
): Uint8Array {
  const writer = start(Kind.decided, session, receipt);
  return finishDigested(writer, Kind.decided);
}

/** @throws {WireError} If it is cut or changed. */
export function readReceipt(message: ByteReader): DecisionReceipt {
  return readDigested(message, Kind.decided, (reader) => {
    const head = readHead(reader);
    expectEnd(reader, "receipt of a decision");
    return head;
  });
}

export function encodeDoubt(session: Id64, doubt: Doubt): Uint8Array {
  const writer = start(Kind.doubt, session, doubt);
  writeHex(writer, doubt.decider);
  return finishDigested(writer, Kind.doubt);
}

/** @throws {WireError} If it is cut or changed. */
export function readDoubt(message: ByteReader): Doubt {
  return readDigested(message, Kind.doubt, (reader) => {
    const head = readHead(reader);
    const decider = readHex(reader, LEDGER_BYTES, "decider");
    expectEnd(reader, "doubt");
    return { ...head, decider };
  });
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

type NoteKind = typeof Kind.decide | typeof Kind.outcome;

function encodeNote(
  kind: NoteKind,
  session: Id64,
  note: DecisionNote<TransactionOutcome>,
): Uint8Array {
  const writer = start(kind, session, note);
  writer.u8(OUTCOMES.indexOf(note.decision));
  return finishDigested(writer, kind);
}

function readNote(
  message: ByteReader,
  kind: NoteKind,
): DecisionNote<TransactionOutcome> {
  return readDigested(message, kind, (reader) => {
    const head = readHead(reader);
    const code = reader.u8("decision");
    expectEnd(reader, "decision");
    const decision = OUTCOMES[code];
    if (decision) return { ...head, decision };
    throw new WireError(`Cannot read decision as it is 0 to 3: got ${code}`);
  });
}
