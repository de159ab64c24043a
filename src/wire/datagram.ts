/**
 * The frame of everything between servers: a header, then a message.
 *
 * | Byte | Size | Field                                                    |
 * |------|------|----------------------------------------------------------|
 * | 0    | 2    | magic, C0 4E                                             |
 * | 2    | 1    | version of the protocol, 1                               |
 * | 3    | 1    | kind of the message                                      |
 * | 4    | 8    | session; zero before there is one                        |
 * | 12   |      | the message, by its kind                                 |
 * | end  | 4    | CRC-32 (IEEE 802.3) of all before it                     |
 *
 * A datagram has at most 1,200 bytes, of which 28 are left free for sealing,
 * see seal.ts. Where nothing is sealed the checksum stands there: UDP's own
 * lets one flipped datagram in thousands through, and a flipped answer would
 * be a wrong answer.
 */

import { crc32 } from "node:zlib";
import { ByteReader, type ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import { DATAGRAM_BYTES_MAX, SEAL_BYTES } from "../base/limits.ts";
import type { Entropy } from "../base/ports.ts";

export const MAGIC = 0xc04e;
export const VERSION = 1;
export const HEADER_BYTES = 12;
const CHECKSUM_BYTES = 4;
/** What a message may have, so that header and seal still fit. */
export const BODY_BYTES_MAX = DATAGRAM_BYTES_MAX - HEADER_BYTES - SEAL_BYTES;

/** What a datagram says; the fields are in the file that encodes them. */
export const Kind = {
  hello: 1,
  challenge: 2,
  begin: 3,
  begun: 4,
  chunk: 5,
  chunkAck: 6,
  commit: 7,
  committed: 8,
  ping: 9,
  pong: 10,
  unknownSession: 11,
  goodbye: 12,
  farewell: 13,
  ask: 14,
  answers: 15,
  claim: 16,
  claimed: 17,
  decide: 18,
  decided: 19,
  doubt: 20,
  outcome: 21,
} as const;

export type Kind = typeof Kind[keyof typeof Kind];

const KIND_LAST: number = Kind.outcome;

/** 64 bits as two unsigned 32-bit halves: cheaper here than a BigInt. */
export interface Id64 {
  readonly high: number;
  readonly low: number;
}

export const NO_SESSION: Id64 = { high: 0, low: 0 };

export function sameId(a: Id64, b: Id64): boolean {
  return a.low === b.low && a.high === b.high;
}

/** As a map's key: its four halves of 16 bits, as characters. */
export function idKey({ high, low }: Id64): string {
  return String.fromCharCode(
    high >>> 16,
    high & 0xffff,
    low >>> 16,
    low & 0xffff,
  );
}

export function writeId(writer: ByteWriter, { high, low }: Id64): void {
  writer.u32(high);
  writer.u32(low);
}

/** @throws {WireError} If it is cut. */
export function readId(reader: ByteReader, what: string): Id64 {
  return { high: reader.u32(what), low: reader.u32(what) };
}

/** The first 8 of `bytes`. */
export function idFrom(bytes: Uint8Array): Id64 {
  return readId(new ByteReader(bytes), "id");
}

/** Where an id is drawn, as to make bytes takes longer. */
const DRAWN = new Uint8Array(8);

/** An id that nobody can guess. */
export function randomId(entropy: Entropy): Id64 {
  entropy.fill(DRAWN);
  return idFrom(DRAWN);
}

/** Starts a datagram; the message follows in the same writer. */
export function writeHeader(
  writer: ByteWriter,
  { kind, session }: { readonly kind: Kind; readonly session: Id64 },
): void {
  writer.u16(MAGIC);
  writer.u8(VERSION);
  writer.u8(kind);
  writeId(writer, session);
}

/**
 * Ends a datagram.
 *
 * @returns All of it: a view, good until the writer is used again.
 */
export function finishDatagram(writer: ByteWriter): Uint8Array {
  writer.u32(crc32(writer.view()));
  return writer.view();
}

/** A datagram's header, and a reader that stands at its message. */
export interface OpenDatagram {
  readonly kind: Kind;
  readonly session: Id64;
  readonly message: ByteReader;
}

/**
 * @param bytes The whole datagram; the message's reader is a view of it.
 * @throws {WireError} If it is not one of ours.
 */
export function openDatagram(bytes: Uint8Array): OpenDatagram {
  const bytesMin = HEADER_BYTES + CHECKSUM_BYTES;
  if (bytes.length < bytesMin || bytes.length > DATAGRAM_BYTES_MAX) {
    throw new WireError(
      `Cannot decode datagram as it has ${bytesMin} to ${DATAGRAM_BYTES_MAX} bytes: got ${bytes.length}`,
    );
  }
  return openFrame(checked(bytes));
}

/**
 * @param frame A datagram that proved whole, without its checksum.
 * @throws {WireError} If it is not one of ours.
 */
export function openFrame(frame: Uint8Array): OpenDatagram {
  const message = new ByteReader(frame);
  const magic = message.u16("magic");
  if (magic !== MAGIC) {
    throw new WireError(
      `Cannot decode datagram as it begins with ${MAGIC.toString(16)}: got ${
        magic.toString(16)
      }`,
    );
  }
  const version = message.u8("version");
  if (version !== VERSION) {
    throw new WireError(
      `Cannot decode datagram as version ${VERSION}: got ${version}`,
    );
  }
  const kind = message.u8("kind");
  if (kind < 1 || kind > KIND_LAST) {
    throw new WireError(
      `Cannot decode datagram as kinds go from 1 to ${KIND_LAST}: got ${kind}`,
    );
  }
  const session = readId(message, "session");
  return { kind: kind as Kind, session, message };
}

/** A datagram of ours without its checksum, which nobody looks at. */
export function withoutChecksum(datagram: Uint8Array): Uint8Array {
  return datagram.subarray(0, datagram.length - CHECKSUM_BYTES);
}

/**
 * A header, of which nothing is known to be true yet.
 *
 * @param bytes At least as long as a header.
 */
export function peekHeader(
  bytes: Uint8Array,
): { readonly kind: Kind; readonly session: Id64 } {
  const session = idFrom(bytes.subarray(HEADER_BYTES - 8));
  return { kind: bytes[3] as Kind, session };
}

/** All but the checksum, if that is right. */
function checked(bytes: Uint8Array): Uint8Array {
  const content = withoutChecksum(bytes);
  const got = new ByteReader(bytes.subarray(content.length)).u32("checksum");
  if (got === crc32(content)) return content;
  throw new WireError("Cannot decode datagram as its checksum is wrong");
}

/** @throws {WireError} If a message has more bytes than its fields. */
export function expectEnd(message: ByteReader, what: string): void {
  if (message.done) return;
  throw new WireError(
    `Cannot decode ${what} as it ends at byte ${message.offset}: got ${message.bytesLeft} more`,
  );
}
