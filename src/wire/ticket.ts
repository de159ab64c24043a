/**
 * Matches a reply to its request, and to which sending of it: a token of 8
 * bytes that is the same in all retransmissions, and an attempt of 1.
 */

import { type ByteReader, ByteWriter } from "../base/bytes.ts";
import {
  type Id64,
  type Kind,
  readId,
  writeHeader,
  writeId,
} from "./datagram.ts";

export interface Ticket {
  readonly token: Id64;
  /** 1 for the first send. */
  readonly attempt: number;
}

/** Starts a datagram that is written once and kept. */
export function startDatagram(kind: Kind, session: Id64): ByteWriter {
  const writer = new ByteWriter();
  writeHeader(writer, { kind, session });
  return writer;
}

export function writeTicket(
  writer: ByteWriter,
  { token, attempt }: Ticket,
): void {
  writeId(writer, token);
  writer.u8(attempt);
}

/** @throws {WireError} If it is cut. */
export function readTicket(reader: ByteReader): Ticket {
  return { token: readId(reader, "token"), attempt: reader.u8("attempt") };
}
