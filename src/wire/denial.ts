/**
 * What a main server says to a ping of a session that it does not know: after
 * its restart it knows none, and its backends must learn that soon.
 *
 * | Byte | Size | To a ping of a session that nobody knows: version 4      |
 * |------|------|----------------------------------------------------------|
 * | 0    | 12   | the header                                               |
 * | 12   | 4    | id of the ping's key                                     |
 * | 16   | 16   | tag, by a key that follows from the ping's own tag       |
 *
 * It has to answer what it cannot open, so it proves by the shared key that it
 * saw this very ping. The denial of one ping is always the same, so its key is
 * never used for two messages; it is shorter than any ping, so nobody is sent
 * more than came.
 */

import {
  clearPart,
  decrypt,
  deriveKey,
  encrypt,
  joined,
  NO_NONCE,
  partsOf,
  type Sealed,
  Sealing,
  TAG_BYTES,
} from "./seal.ts";
import type { SharedKey } from "./key_ring.ts";

const NOTHING = new Uint8Array();

/** Says that a ping's session is unknown, to whoever has sent that ping. */
export function sealDenial(
  datagram: Uint8Array,
  { ping, key: { id: keyId, secret } }: {
    /** As it came, sealed. */
    readonly ping: Uint8Array;
    readonly key: SharedKey;
  },
): Uint8Array {
  const clear = clearPart(datagram, { sealing: Sealing.denial, keyId });
  const salt = ping.subarray(ping.length - TAG_BYTES);
  const key = deriveKey(secret, { salt, purpose: "denial" });
  const { tag } = encrypt(NOTHING, clear, { key, nonce: NO_NONCE });
  return joined(clear, tag);
}

/** @throws {WireError} If it does not deny that ping. */
export function checkDenial(
  sealed: Sealed,
  { pingTag, key: { secret } }: {
    readonly pingTag: Uint8Array;
    readonly key: SharedKey;
  },
): void {
  const own = deriveKey(secret, { salt: pingTag, purpose: "denial" });
  decrypt(partsOf(sealed), { key: own, nonce: NO_NONCE });
}
