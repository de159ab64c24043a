/**
 * Sealed datagrams: what a datagram becomes on a network where others listen.
 * The header stays readable and is authenticated, the message is encrypted,
 * and the checksum gives way to a tag.
 *
 * | Byte | Size | Within a session: version 2                              |
 * |------|------|----------------------------------------------------------|
 * | 0    | 12   | the header                                               |
 * | 12   | 4    | id of the key by which the session began                 |
 * | 16   |      | the message, encrypted                                   |
 * | end  | 8    | counter: from 0 in each direction                        |
 * | end  | 16   | tag of AES-256-GCM                                       |
 *
 * | Byte | Size | Without one: version 3                                   |
 * |------|------|----------------------------------------------------------|
 * | 0    | 12   | the header                                               |
 * | 12   | 4    | id of the key                                            |
 * | 16   | 16   | salt, drawn for this datagram                            |
 * | 32   |      | the message, encrypted                                   |
 * | end  | 16   | tag                                                      |
 *
 * A datagram without a session has a key of its own, by its salt. The third
 * kind is in denial.ts.
 *
 * @see RFC 5116, RFC 5869
 */

import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import { ByteReader, ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import { DATAGRAM_BYTES_MAX } from "../base/limits.ts";
import type { Entropy } from "../base/ports.ts";
import { HEADER_BYTES, VERSION, withoutChecksum } from "./datagram.ts";
import { KEY_BYTES, type KeyRing, type SharedKey } from "./key_ring.ts";

const CIPHER = "aes-256-gcm";
const VERSION_AT = 2;
const KEY_ID_BYTES = 4;
/** The header and the key's id: readable, and authenticated. */
const CLEAR_BYTES = HEADER_BYTES + KEY_ID_BYTES;
const SALT_BYTES = 16;
export const COUNTER_BYTES = 8;
export const TAG_BYTES = 16;
const NONCE_BYTES = 12;
/** For keys that seal one message only. */
export const NO_NONCE = new Uint8Array(NONCE_BYTES);

/** The versions of a header, by how its datagram is sealed. */
export const Sealing = { session: 2, single: 3, denial: 4 } as const;
export type Sealing = typeof Sealing[keyof typeof Sealing];

const SEAL_BYTES_OF: Readonly<Record<Sealing, number>> = {
  [Sealing.session]: COUNTER_BYTES + TAG_BYTES,
  [Sealing.single]: SALT_BYTES + TAG_BYTES,
  [Sealing.denial]: TAG_BYTES,
};

/** What one can tell of a sealed datagram without its key. */
export interface Sealed {
  readonly sealing: Sealing;
  readonly keyId: number;
  readonly bytes: Uint8Array;
}

/** @throws {WireError} If it is not sealed, or too short or long to be. */
export function readSealed(bytes: Uint8Array): Sealed {
  const version = bytes[VERSION_AT];
  const sealing = Object.values(Sealing).find((each) => each === version);
  if (sealing === undefined) {
    throw new WireError("Cannot open datagram as it is not sealed");
  }
  const bytesMin = CLEAR_BYTES + SEAL_BYTES_OF[sealing];
  if (bytes.length < bytesMin || bytes.length > DATAGRAM_BYTES_MAX) {
    throw new WireError(
      `Cannot open datagram as it has ${bytesMin} to ${DATAGRAM_BYTES_MAX} bytes: got ${bytes.length}`,
    );
  }
  const keyId = new ByteReader(bytes.subarray(HEADER_BYTES)).u32("key id");
  return { sealing, keyId, bytes };
}

/** Derives the key for one purpose from a shared one. */
export function deriveKey(
  secret: Uint8Array,
  { salt, purpose }: { readonly salt: Uint8Array; readonly purpose: string },
): Uint8Array {
  const info = `convene 1 ${purpose}`;
  return new Uint8Array(hkdfSync("sha256", secret, salt, info, KEY_BYTES));
}

/** The part of a sealed datagram that stays readable. */
export function clearPart(
  datagram: Uint8Array,
  { sealing, keyId }: Omit<Sealed, "bytes">,
): Uint8Array {
  const clear = new ByteWriter(new Uint8Array(CLEAR_BYTES));
  clear.bytes(datagram.subarray(0, HEADER_BYTES));
  clear.u32(keyId);
  const view = clear.view();
  view[VERSION_AT] = sealing;
  return view;
}

/** What encrypts: a key, and a nonce that it never saw before. */
export interface CipherPlace {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
}

/** @returns The message encrypted, and its tag. */
export function encrypt(
  message: Uint8Array,
  clear: Uint8Array,
  { key, nonce }: CipherPlace,
): { readonly sealed: Uint8Array; readonly tag: Uint8Array } {
  const cipher = createCipheriv(CIPHER, key, nonce);
  cipher.setAAD(clear);
  const sealed = cipher.update(message);
  cipher.final();
  return { sealed, tag: cipher.getAuthTag() };
}

/** @throws {WireError} If anything of it was changed, or the key is another. */
export function decrypt(
  { sealed, clear, tag }: {
    readonly sealed: Uint8Array;
    readonly clear: Uint8Array;
    readonly tag: Uint8Array;
  },
  { key, nonce }: CipherPlace,
): Uint8Array {
  const decipher = createDecipheriv(CIPHER, key, nonce);
  decipher.setAAD(clear);
  decipher.setAuthTag(tag);
  const message = decipher.update(sealed);
  try {
    decipher.final();
  } catch {
    throw new WireError("Cannot open datagram as its tag is wrong");
  }
  return message;
}

/** The parts of a sealed datagram, as views. */
export function partsOf(
  { bytes, sealing }: Sealed,
): {
  readonly clear: Uint8Array;
  /** Of a single one. */
  readonly salt: Uint8Array;
  readonly sealed: Uint8Array;
  /** Of a session's. */
  readonly counter: Uint8Array;
  readonly tag: Uint8Array;
} {
  const tagAt = bytes.length - TAG_BYTES;
  const from = CLEAR_BYTES + (sealing === Sealing.single ? SALT_BYTES : 0);
  const to = tagAt - (sealing === Sealing.session ? COUNTER_BYTES : 0);
  return {
    clear: bytes.subarray(0, CLEAR_BYTES),
    salt: bytes.subarray(CLEAR_BYTES, from),
    sealed: bytes.subarray(from, to),
    counter: bytes.subarray(to, tagAt),
    tag: bytes.subarray(tagAt),
  };
}

/** A datagram as it was before it was sealed, but for its checksum. */
export function unsealedFrame(
  clear: Uint8Array,
  message: Uint8Array,
): Uint8Array {
  const frame = new Uint8Array(HEADER_BYTES + message.length);
  frame.set(clear.subarray(0, HEADER_BYTES));
  frame[VERSION_AT] = VERSION;
  frame.set(message, HEADER_BYTES);
  return frame;
}

/** Seals a datagram that belongs to no session. */
export function sealSingle(
  datagram: Uint8Array,
  { id: keyId, secret }: SharedKey,
  entropy: Entropy,
): Uint8Array {
  const salt = new Uint8Array(SALT_BYTES);
  entropy.fill(salt);
  const clear = clearPart(datagram, { sealing: Sealing.single, keyId });
  const message = withoutChecksum(datagram).subarray(HEADER_BYTES);
  const key = deriveKey(secret, { salt, purpose: "single" });
  const { sealed, tag } = encrypt(message, clear, { key, nonce: NO_NONCE });
  return joined(clear, salt, sealed, tag);
}

/**
 * @returns The frame, and the key that its sender has.
 * @throws {WireError} If its key is none of ours or its tag is wrong.
 */
export function openSingle(
  sealed: Sealed,
  keys: KeyRing,
): { readonly frame: Uint8Array; readonly key: SharedKey } {
  const key = keys.find(sealed.keyId);
  if (!key) throw new WireError("Cannot open datagram as its key is not ours");
  const { salt, ...parts } = partsOf(sealed);
  const own = deriveKey(key.secret, { salt, purpose: "single" });
  const message = decrypt(parts, { key: own, nonce: NO_NONCE });
  return { frame: unsealedFrame(parts.clear, message), key };
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
