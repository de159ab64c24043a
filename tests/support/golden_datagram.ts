/**
 * What every datagram is held to: its bytes are those of the table in its
 * source file, it is read back, and no harm to it goes unnoticed.
 */

import { crc32 } from "node:zlib";
import { assert, assertEquals } from "@std/assert";
import type { ByteReader } from "../../src/base/bytes.ts";
import { WireError } from "../../src/base/errors.ts";
import { type Id64, type Kind, openDatagram } from "../../src/wire/datagram.ts";
import { fromHex, toHex } from "./hex.ts";

const CHECKSUM_BYTES = 4;

export interface Golden<Message> {
  readonly name: string;
  readonly kind: Kind;
  readonly session: Id64;
  readonly message: Message;
  /** As our encoder makes it. */
  readonly encoded: Uint8Array;
  /** As the table says; the checksum included, blanks ignored. */
  readonly hex: string;
  readonly read: (message: ByteReader) => Message;
}

/** Registers the tests of one kind of datagram. */
export function testDatagram<Message>(golden: Golden<Message>): void {
  const { name, kind, session, message, encoded, hex, read } = golden;
  const decode = (bytes: Uint8Array) => {
    const datagram = openDatagram(bytes);
    const { kind, session } = datagram;
    return { kind, session, message: read(datagram.message) };
  };
  Deno.test(`${name} is encoded as its table says`, () => {
    assertEquals(toHex(encoded), toHex(fromHex(hex)));
  });
  Deno.test(`${name} is read back`, () => {
    assertEquals(decode(fromHex(hex)), { kind, session, message });
  });
  Deno.test(`${name} shows each cut and each flipped bit`, () => {
    assertHarmsShow(fromHex(hex), decode);
  });
}

/** With the checksum that belongs to it, as an enemy would make it. */
export function mended(content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + CHECKSUM_BYTES);
  bytes.set(content);
  new DataView(bytes.buffer).setUint32(content.length, crc32(content));
  return bytes;
}

/** All of a datagram but its checksum. */
export function contentOf(datagram: Uint8Array): Uint8Array {
  return datagram.subarray(0, datagram.length - CHECKSUM_BYTES);
}

/**
 * Without a checksum that fits, every harm is refused; with one, it is
 * refused or read as something else: no two encodings mean the same.
 */
function assertHarmsShow(
  datagram: Uint8Array,
  decode: (bytes: Uint8Array) => unknown,
): void {
  const content = contentOf(datagram);
  const whole = toText(decode(datagram));
  for (const harmed of harms(datagram)) {
    assertEquals(read(decode, harmed), null, toHex(harmed));
  }
  for (const harmed of harms(content)) {
    const got = read(decode, mended(harmed));
    assert(got === null || toText(got) !== whole, toHex(harmed));
  }
}

function* harms(bytes: Uint8Array): Generator<Uint8Array> {
  for (let end = 0; end < bytes.length; end++) yield bytes.slice(0, end);
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    const flipped = bytes.slice();
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    yield flipped;
  }
}

/** @returns Null if it is refused; any other error goes through. */
function read(
  decode: (bytes: Uint8Array) => unknown,
  bytes: Uint8Array,
): unknown {
  try {
    return decode(bytes);
  } catch (error) {
    if (error instanceof WireError) return null;
    throw new Error(`Broken by ${toHex(bytes)}`, { cause: error });
  }
}

/** Equal for equal messages, and quick to compare. */
function toText(message: unknown): string {
  return JSON.stringify(
    message,
    (_, value) => Object.is(value, -0) ? "-0" : value,
  );
}
