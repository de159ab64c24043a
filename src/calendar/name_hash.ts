/**
 * The order of names on every list. It is part of the protocol: whoever
 * receives a list finds it sorted for look-up, and refuses any other order.
 *
 * Keys go by a 32-bit hash of their UTF-8 bytes, then by the bytes. The hash
 * is FNV-1a, whose high bits hardly move for short keys, finished by the last
 * mix of MurmurHash3, so that it is spread evenly and a look-up can guess
 * where a key stands. It keeps nobody out: who makes keys of equal hash makes
 * look-ups compare bytes, a logarithm of times.
 */

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** The hash of the bytes from `start` to `end`. */
export function hashName(
  bytes: Uint8Array,
  start = 0,
  end: number = bytes.length,
): number {
  let hash = FNV_OFFSET;
  for (let i = start; i < end; i++) {
    hash = Math.imul(hash ^ bytes[i]!, FNV_PRIME);
  }
  hash = Math.imul(hash ^ hash >>> 16, 0x85ebca6b);
  hash = Math.imul(hash ^ hash >>> 13, 0xc2b2ae35);
  return (hash ^ hash >>> 16) >>> 0;
}

/** Below, at or above zero as `a` comes before, is, or comes after `b`. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return a.length - b.length;
}
