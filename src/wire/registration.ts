/**
 * How a backend makes itself known to a main server. Requests go from the
 * backend to the main server but for ping, which goes both ways.
 *
 * | Request | Message                                                    |
 * |---------|------------------------------------------------------------|
 * | hello   | token 8 · attempt 1 · server text · zeros up to 64 bytes   |
 * | begin   | token 8 · attempt 1 · nonce 8 · cookie 24 · server text ·  |
 * |         | digest 16 · count varint                                   |
 * | chunk   | list 8 · number varint · names (length varint, UTF-8 each) |
 * | commit  | token 8 · attempt 1 · list 8                               |
 * | ping    | token 8 · attempt 1 · list 8                               |
 * | goodbye | token 8 · attempt 1                                        |
 *
 * | Reply           | Message                                            |
 * |-----------------|----------------------------------------------------|
 * | challenge       | token 8 · attempt 1 · boot 8 · cookie 24           |
 * | begun           | token 8 · attempt 1 · status 1                     |
 * | chunk ack       | list 8 · next varint · beyond 4                    |
 * | committed       | token 8 · attempt 1 · status 1                     |
 * | pong            | token 8 · attempt 1 · boot 8                       |
 * | unknown session | token 8 · attempt 1 · boot 8                       |
 * | farewell        | token 8 · attempt 1                                |
 *
 * A cookie is a serial of 8 bytes, the moment of the challenge by the main
 * server's clock in microseconds, and a MAC of 16, whose first 8 bytes are the
 * session that the cookie begins. A list is named by the first 8 bytes of its
 * digest. An ack tells the `next` chunk that is missing and, bit by bit from
 * the lowest, which of the 32 `beyond` it are there.
 */

import { assert } from "@std/assert";
import { type ByteReader, ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import { PEOPLE_MAX } from "../base/limits.ts";
import {
  BODY_BYTES_MAX,
  expectEnd,
  HEADER_BYTES,
  type Id64,
  idFrom,
  Kind,
  NO_SESSION,
  readId,
  writeHeader,
  writeId,
} from "./datagram.ts";

/** A hello is padded to this, so that its challenge is not larger. */
const HELLO_BYTES_MIN = 64;
export const COOKIE_BYTES = 24;
export const DIGEST_BYTES = 16;
/** UTF-8 bytes of a server's name. */
export const SERVER_NAME_BYTES_MAX = 128;
/** Names in one chunk: what a datagram holds after list and number. */
export const CHUNK_BYTES_MAX = BODY_BYTES_MAX - 8 - 8;

assert(
  HELLO_BYTES_MIN >= HEADER_BYTES + 8 + 1 + 8 + COOKIE_BYTES,
  "an unproven address gets no more bytes than it sent",
);

/** Matches a reply to its request, and to which sending of it. */
export interface Ticket {
  readonly token: Id64;
  /** 1 for the first send. */
  readonly attempt: number;
}

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
  readonly server: string;
  readonly list: ListSummary;
}

export interface Chunk {
  readonly list: Id64;
  readonly number: number;
  /** A view: `slice()` what is kept. */
  readonly names: Uint8Array;
}

export interface ChunkAck {
  readonly list: Id64;
  readonly next: number;
  readonly beyond: number;
}

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

function begun(kind: Kind, session: Id64): ByteWriter {
  const writer = new ByteWriter();
  writeHeader(writer, { kind, session });
  return writer;
}

function writeTicket(writer: ByteWriter, { token, attempt }: Ticket): void {
  writeId(writer, token);
  writer.u8(attempt);
}

function readTicket(reader: ByteReader): Ticket {
  return { token: readId(reader, "token"), attempt: reader.u8("attempt") };
}

export function encodeHello(hello: Hello): Uint8Array {
  const writer = begun(Kind.hello, NO_SESSION);
  writeTicket(writer, hello);
  writer.text(hello.server);
  while (writer.length < HELLO_BYTES_MIN) writer.u8(0);
  return writer.view();
}

/** @throws {WireError} If it is shorter than its challenge, or cut. */
export function readHello(reader: ByteReader): Hello {
  const ticket = readTicket(reader);
  const server = reader.text("server", SERVER_NAME_BYTES_MAX);
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
  const writer = begun(Kind.challenge, NO_SESSION);
  writeTicket(writer, challenge);
  writeId(writer, challenge.boot);
  writer.bytes(challenge.cookie);
  return writer.view();
}

export function readChallenge(reader: ByteReader): Challenge {
  const ticket = readTicket(reader);
  const boot = readId(reader, "boot");
  const cookie = reader.bytes(COOKIE_BYTES, "cookie").slice();
  expectEnd(reader, "challenge");
  return { ...ticket, boot, cookie };
}

export function encodeBegin(begin: Begin): Uint8Array {
  const writer = begun(Kind.begin, sessionOf(begin.cookie));
  writeTicket(writer, begin);
  writeId(writer, begin.nonce);
  writer.bytes(begin.cookie);
  writer.text(begin.server);
  writer.bytes(begin.list.digest);
  writer.varint(begin.list.count);
  return writer.view();
}

/** @throws {WireError} If it is cut, or its list is larger than any. */
export function readBegin(reader: ByteReader): Begin {
  const ticket = readTicket(reader);
  const nonce = readId(reader, "nonce");
  const cookie = reader.bytes(COOKIE_BYTES, "cookie").slice();
  const server = reader.text("server", SERVER_NAME_BYTES_MAX);
  const digest = reader.bytes(DIGEST_BYTES, "digest").slice();
  const count = reader.varint("count of names");
  if (count > PEOPLE_MAX) {
    throw new WireError(
      `Cannot decode begin as a list has at most ${PEOPLE_MAX} names: got ${count}`,
    );
  }
  expectEnd(reader, "begin");
  return { ...ticket, nonce, cookie, server, list: { digest, count } };
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
  const writer = begun(kind, session);
  writeTicket(writer, reply);
  writer.u8(VERDICTS.indexOf(reply.verdict));
  return writer.view();
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

export function encodeChunk(session: Id64, chunk: Chunk): Uint8Array {
  const writer = begun(Kind.chunk, session);
  writeId(writer, chunk.list);
  writer.varint(chunk.number);
  writer.bytes(chunk.names);
  return writer.view();
}

export function readChunk(reader: ByteReader): Chunk {
  const list = readId(reader, "list");
  const number = reader.varint("number of the chunk");
  const names = reader.bytes(reader.bytesLeft, "names");
  return { list, number, names };
}

export function encodeChunkAck(session: Id64, ack: ChunkAck): Uint8Array {
  const writer = begun(Kind.chunkAck, session);
  writeId(writer, ack.list);
  writer.varint(ack.next);
  writer.u32(ack.beyond);
  return writer.view();
}

export function readChunkAck(reader: ByteReader): ChunkAck {
  const list = readId(reader, "list");
  const next = reader.varint("next chunk");
  const beyond = reader.u32("chunks beyond");
  expectEnd(reader, "chunk ack");
  return { list, next, beyond };
}

/** Names a list in a commit, or the list in force in a ping. */
export interface ListTicket extends Ticket {
  readonly list: Id64;
}

export function encodeListTicket(
  ticket: ListTicket,
  { kind, session }: {
    readonly kind: typeof Kind.commit | typeof Kind.ping;
    readonly session: Id64;
  },
): Uint8Array {
  const writer = begun(kind, session);
  writeTicket(writer, ticket);
  writeId(writer, ticket.list);
  return writer.view();
}

export function readListTicket(reader: ByteReader): ListTicket {
  const ticket = readTicket(reader);
  const list = readId(reader, "list");
  expectEnd(reader, "ticket with a list");
  return { ...ticket, list };
}

/** Tells whether the one who speaks was started anew. */
export interface BootReply extends Ticket {
  readonly boot: Id64;
}

export function encodeBootReply(
  reply: BootReply,
  { kind, session }: {
    readonly kind: typeof Kind.pong | typeof Kind.unknownSession;
    readonly session: Id64;
  },
): Uint8Array {
  const writer = begun(kind, session);
  writeTicket(writer, reply);
  writeId(writer, reply.boot);
  return writer.view();
}

export function readBootReply(reader: ByteReader): BootReply {
  const ticket = readTicket(reader);
  const boot = readId(reader, "boot");
  expectEnd(reader, "reply with a boot id");
  return { ...ticket, boot };
}

export function encodeTicket(
  ticket: Ticket,
  { kind, session }: {
    readonly kind: typeof Kind.goodbye | typeof Kind.farewell;
    readonly session: Id64;
  },
): Uint8Array {
  const writer = begun(kind, session);
  writeTicket(writer, ticket);
  return writer.view();
}

export function readBareTicket(reader: ByteReader): Ticket {
  const ticket = readTicket(reader);
  expectEnd(reader, "ticket");
  return ticket;
}
