/**
 * How a backend makes itself known to a main server: it proves that it can
 * receive, then says which list it serves.
 *
 * | From backend | Message                                                |
 * |--------------|--------------------------------------------------------|
 * | hello        | token 8 · attempt 1 · server text · zeros to 64 bytes  |
 * | begin        | token 8 · attempt 1 · nonce 8 · cookie 24 · fresh 16 · |
 * |              | server text · digest 16 · count varint ·               |
 * |              | edition varint · ledger 8, zeros before there is one · |
 * |              | times 1: 0 none, 1 numbers, 2 instants · digest 8      |
 *
 * | From main       | Message                                             |
 * |-----------------|-----------------------------------------------------|
 * | challenge       | token 8 · attempt 1 · boot 8 · cookie 24            |
 * | begun, committed| token 8 · attempt 1 · verdict 1: 0 registered,      |
 * |                 | 1 send the list, 2 refused, 3 start over            |
 *
 * A cookie is a serial of 8 bytes, the moment of the challenge by the main
 * server's clock in microseconds, and a MAC of 16, whose first 8 bytes are the
 * session that the cookie begins. A list is named by the first 8 bytes of its
 * digest.
 */

import { assert } from "@std/assert";
import type { ByteReader } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import { PEOPLE_MAX } from "../base/limits.ts";
import { LEDGER_BYTES, type LedgerId } from "../calendar/bookings.ts";
import { LIST_DIGEST_BYTES } from "../calendar/name_pages.ts";
import type { Times } from "../calendar/times.ts";
import {
  expectEnd,
  finishDatagram,
  HEADER_BYTES,
  type Id64,
  idFrom,
  Kind,
  NO_SESSION,
  readId,
  writeId,
} from "./datagram.ts";
import { finishDigested, readDigested } from "./message_digest.ts";
import { readHex, writeHex } from "./hex_id.ts";
import { readServerName } from "./server_name.ts";
import {
  readTicket,
  startDatagram,
  type Ticket,
  writeTicket,
} from "./ticket.ts";

/** A hello is padded to this, so that its challenge is not larger. */
const HELLO_BYTES_MIN = 64;
export const COOKIE_BYTES = 24;
export const FRESH_BYTES = 16;
const NO_LEDGER: LedgerId = "00".repeat(LEDGER_BYTES);
assert(
  HELLO_BYTES_MIN >= HEADER_BYTES + 8 + 1 + 8 + COOKIE_BYTES,
  "an unproven address gets no more bytes than it sent",
);

export interface Hello extends Ticket {
  readonly server: string;
}

export interface Challenge extends Ticket {
  /** Drawn by the main server at its start. */
  readonly boot: Id64;
  readonly cookie: Uint8Array;
}

/** The list that a backend serves. */
export interface ListSummary {
  readonly digest: Uint8Array;
  /** People in it. */
  readonly count: number;
}

export interface Begin extends Ticket {
  /** The token of the hello that got the cookie. */
  readonly nonce: Id64;
  readonly cookie: Uint8Array;
  /** Drawn by the backend for this session: its part of the sealing keys. */
  readonly fresh: Uint8Array;
  readonly server: string;
  readonly list: ListSummary;
  /** Counts the lists of a session, so that an older one stays behind. */
  readonly edition: number;
  /** Where the server keeps its bookings; null before there is one. */
  readonly ledger: LedgerId | null;
  /** What its people's times count; null where nobody has any. */
  readonly times: Times | null;
}

const TIMES: readonly (Times | null)[] = [null, "numbers", "instants"];

/** What a main server says to a begin or a commit. */
export type Verdict =
  /** The list is in force. */
  | "registered"
  /** Send the chunks. */
  | "send_list"
  /** Another live server has this name and another list. */
  | "refused"
  /** The cookie is too old or not ours, or the list did not arrive whole. */
  | "start_over";

const VERDICTS: readonly Verdict[] = [
  "registered",
  "send_list",
  "refused",
  "start_over",
];

/** The session that a cookie begins. */
export function sessionOf(cookie: Uint8Array): Id64 {
  return idFrom(cookie.subarray(8));
}

/** The name of a list. */
export function listId(digest: Uint8Array): Id64 {
  return idFrom(digest);
}

export function encodeHello(hello: Hello): Uint8Array {
  const writer = startDatagram(Kind.hello, NO_SESSION);
  writeTicket(writer, hello);
  writer.text(hello.server);
  while (writer.length < HELLO_BYTES_MIN) writer.u8(0);
  return finishDatagram(writer);
}

/** @throws {WireError} If it is shorter than its challenge, or cut. */
export function readHello(reader: ByteReader): Hello {
  const ticket = readTicket(reader);
  const server = readServerName(reader);
  if (reader.offset + reader.bytesLeft < HELLO_BYTES_MIN) {
    throw new WireError(
      `Cannot decode hello as it is padded to ${HELLO_BYTES_MIN} bytes: got ${
        reader.offset + reader.bytesLeft
      }`,
    );
  }
  while (!reader.done) {
    if (reader.u8("padding") !== 0) {
      throw new WireError("Cannot decode hello as its padding is zeros");
    }
  }
  return { ...ticket, server };
}

export function encodeChallenge(challenge: Challenge): Uint8Array {
  const writer = startDatagram(Kind.challenge, NO_SESSION);
  writeTicket(writer, challenge);
  writeId(writer, challenge.boot);
  writer.bytes(challenge.cookie);
  return finishDatagram(writer);
}

export function readChallenge(reader: ByteReader): Challenge {
  const ticket = readTicket(reader);
  const boot = readId(reader, "boot");
  const cookie = reader.bytes(COOKIE_BYTES, "cookie").slice();
  expectEnd(reader, "challenge");
  return { ...ticket, boot, cookie };
}

export function encodeBegin(begin: Begin): Uint8Array {
  const writer = startDatagram(Kind.begin, sessionOf(begin.cookie));
  writeTicket(writer, begin);
  writeId(writer, begin.nonce);
  writer.bytes(begin.cookie);
  writer.bytes(begin.fresh);
  writer.text(begin.server);
  writer.bytes(begin.list.digest);
  writer.varint(begin.list.count);
  writer.varint(begin.edition);
  writeHex(writer, begin.ledger ?? NO_LEDGER);
  writer.u8(TIMES.indexOf(begin.times));
  return finishDigested(writer, Kind.begin);
}

/** @throws {WireError} If it is cut or changed, or its list is too large. */
export function readBegin(message: ByteReader): Begin {
  return readDigested(message, Kind.begin, readBeginBody);
}

function readBeginBody(reader: ByteReader): Begin {
  const ticket = readTicket(reader);
  const nonce = readId(reader, "nonce");
  const cookie = reader.bytes(COOKIE_BYTES, "cookie").slice();
  const fresh = reader.bytes(FRESH_BYTES, "fresh").slice();
  const server = readServerName(reader);
  const digest = reader.bytes(LIST_DIGEST_BYTES, "digest").slice();
  const count = reader.varint("count of names");
  if (count > PEOPLE_MAX) {
    throw new WireError(
      `Cannot decode begin as a list has at most ${PEOPLE_MAX} names: got ${count}`,
    );
  }
  const edition = reader.varint("edition");
  const told = readHex(reader, LEDGER_BYTES, "ledger");
  const times = readTimes(reader);
  expectEnd(reader, "begin");
  const ledger = told === NO_LEDGER ? null : told;
  const list = { digest, count };
  const session = { nonce, cookie, fresh };
  return { ...ticket, ...session, server, list, edition, ledger, times };
}

function readTimes(reader: ByteReader): Times | null {
  const code = reader.u8("times");
  const times = TIMES[code];
  if (times !== undefined) return times;
  throw new WireError(
    `Cannot decode begin as its times are 0 to 2: got ${code}`,
  );
}

/** A verdict and whose begin or commit it is about. */
export interface VerdictReply extends Ticket {
  readonly verdict: Verdict;
}

export function encodeVerdict(
  reply: VerdictReply,
  { kind, session }: {
    readonly kind: typeof Kind.begun | typeof Kind.committed;
    readonly session: Id64;
  },
): Uint8Array {
  const writer = startDatagram(kind, session);
  writeTicket(writer, reply);
  writer.u8(VERDICTS.indexOf(reply.verdict));
  return finishDatagram(writer);
}

export function readVerdict(reader: ByteReader): VerdictReply {
  const ticket = readTicket(reader);
  const status = reader.u8("status");
  const verdict = VERDICTS[status];
  if (verdict === undefined) {
    throw new WireError(
      `Cannot decode verdict as its status is 0 to 3: got ${status}`,
    );
  }
  expectEnd(reader, "verdict");
  return { ...ticket, verdict };
}
