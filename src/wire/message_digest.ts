/**
 * The digest at the end of every message that has lasting effects: those about
 * bookings, and what a backend begins with. It is the first 8 bytes of the
 * SHA-256 of the message's kind and of all of it before.
 *
 * A question that was damaged so that the checksum happens to fit costs a wrong
 * answer at worst; a claim would book something else for ever, and a begin that
 * tells of a ledger there is not would keep copies out as long as it lasts.
 * Seals make that impossible, and where nothing is sealed, this does. Whoever
 * forges messages on purpose can forge their digests too.
 */

import { hash } from "node:crypto";
import { ByteReader, type ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import { cutBytes } from "../base/slab.ts";
import {
  finishDatagram,
  HEADER_BYTES,
  type Id64,
  type Kind,
  readId,
  sameId,
  writeId,
} from "./datagram.ts";

const DIGEST_BYTES = 8;

/** Ends such a datagram. */
export function finishDigested(writer: ByteWriter, kind: Kind): Uint8Array {
  const message = writer.view().subarray(HEADER_BYTES);
  writeId(writer, digestOf(message, kind));
  return finishDatagram(writer);
}

/**
 * What `read` gives of such a message, up to its digest.
 *
 * @throws {WireError} If `read` does, or if the digest is another's.
 */
export function readDigested<Message>(
  reader: ByteReader,
  kind: Kind,
  read: (message: ByteReader) => Message,
): Message {
  const length = Math.max(0, reader.bytesLeft - DIGEST_BYTES);
  const bytes = reader.bytes(length, "message");
  const told = readId(reader, "digest");
  // First what it says, as that tells best what is wrong with it.
  const message = read(new ByteReader(bytes));
  if (sameId(told, digestOf(bytes, kind))) return message;
  throw new WireError("Cannot read message as its digest is wrong");
}

function digestOf(message: Uint8Array, kind: Kind): Id64 {
  const said = cutBytes(1 + message.length);
  said[0] = kind;
  said.set(message, 1);
  // As text, of which the runtime makes less than of bytes.
  const digits = hash("sha256", said, "hex");
  return {
    high: parseInt(digits.slice(0, 8), 16),
    low: parseInt(digits.slice(8, 16), 16),
  };
}
