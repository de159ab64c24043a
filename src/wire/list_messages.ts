/**
 * How a list of names travels, chunk by chunk.
 *
 * | Message   | Bytes                                                       |
 * |-----------|-------------------------------------------------------------|
 * | chunk     | list 8 · number varint · deflated names                     |
 * | names     | length varint, UTF-8, each                                  |
 * | chunk ack | list 8 · next varint · beyond 4                             |
 *
 * A chunk has whole names, as many as its datagram holds once they are
 * deflated, and at most 4,096 bytes of them before that.
 *
 * An ack tells the `next` chunk that is missing and, bit by bit from the
 * lowest, which of the 32 `beyond` it are there.
 */

import type { ByteReader } from "../base/bytes.ts";
import {
  BODY_BYTES_MAX,
  expectEnd,
  finishDatagram,
  type Id64,
  Kind,
  readId,
  writeId,
} from "./datagram.ts";
import { startDatagram } from "./ticket.ts";

/** Deflated names in one chunk: what a datagram holds after list and number. */
export const CHUNK_BYTES_MAX = BODY_BYTES_MAX - 8 - 8;

export interface Chunk {
  readonly list: Id64;
  readonly number: number;
  /** Its names, see deflate.ts; a view: `slice()` what is kept. */
  readonly deflated: Uint8Array;
}

export interface ChunkAck {
  readonly list: Id64;
  readonly next: number;
  readonly beyond: number;
}

export function encodeChunk(session: Id64, chunk: Chunk): Uint8Array {
  const writer = startDatagram(Kind.chunk, session);
  writeId(writer, chunk.list);
  writer.varint(chunk.number);
  writer.bytes(chunk.deflated);
  return finishDatagram(writer);
}

/** @throws {WireError} If it is cut; its names are not looked at. */
export function readChunk(reader: ByteReader): Chunk {
  const list = readId(reader, "list");
  const number = reader.varint("number of the chunk");
  const deflated = reader.bytes(reader.bytesLeft, "names");
  return { list, number, deflated };
}

export function encodeChunkAck(session: Id64, ack: ChunkAck): Uint8Array {
  const writer = startDatagram(Kind.chunkAck, session);
  writeId(writer, ack.list);
  writer.varint(ack.next);
  writer.u32(ack.beyond);
  return finishDatagram(writer);
}

/** @throws {WireError} If it is cut, or goes on. */
export function readChunkAck(reader: ByteReader): ChunkAck {
  const list = readId(reader, "list");
  const next = reader.varint("next chunk");
  const beyond = reader.u32("chunks beyond");
  expectEnd(reader, "chunk ack");
  return { list, next, beyond };
}
