/** By which clients and people speak of a booking. */

import { createHash } from "node:crypto";
import type { Entropy } from "../base/ports.ts";

/** Crockford's base 32: no letter that looks like a digit. */
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ID_CHARS = 16;
const KEY_BYTES = 16;

/** A key that nobody else draws or guesses. */
export function drawBookingKey(entropy: Entropy): string {
  const bytes = new Uint8Array(KEY_BYTES);
  entropy.fill(bytes);
  return bytes.toHex();
}

/**
 * It follows from the key, so that every main server says the same; the key
 * does not follow from it.
 *
 * @example However often it is asked
 * ```ts
 * import { assertEquals, assertMatch } from "@std/assert";
 * assertEquals(bookingId("a key"), bookingId("a key"));
 * assertMatch(bookingId("a key"), /^[0-9A-HJKMNP-TV-Z]{16}$/);
 * ```
 */
export function bookingId(key: string): string {
  const hash = createHash("sha256").update(`convene booking ${key}`).digest();
  let id = "";
  // Five bits of each byte: of 32 there are enough.
  for (const byte of hash.subarray(0, ID_CHARS)) id += DIGITS[byte & 31];
  return id;
}

/** Whether it is written as one. */
export function isBookingId(text: string): boolean {
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(text);
}

/**
 * An id as somebody has typed it: letters may be small, and O and 0, I, L and
 * 1 are the same.
 */
export function readBookingId(text: string): string {
  return text.toUpperCase().replaceAll("O", "0").replace(/[IL]/g, "1");
}
