/**
 * What a client shows to be let in, and what a server keeps of it.
 *
 * | Part of a token | Bytes | Meaning                                       |
 * |-----------------|-------|-----------------------------------------------|
 * | `cvn_`          |       | tells people and secret scanners what it is   |
 * | id              | 8     | finds the entry; the server knows it          |
 * | secret          | 24    | nobody but the client knows it                |
 *
 * Id and secret are random and stand there as one text of base64url. The
 * server keeps a salted SHA-256: slow hashes are for secrets that people make
 * up and others can guess, and of 192 random bits nobody tries a share that
 * counts, however fast. A slow one would only make us easy to keep busy.
 */

import { createHash, timingSafeEqual } from "node:crypto";
import { INSTANT_MAX, INSTANT_MIN } from "../base/limits.ts";
import type { Entropy } from "../base/ports.ts";

const TOKEN_BYTES = 32;
const ID_BYTES = 8;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const TOKEN = /^cvn_([A-Za-z0-9_-]{43})$/;

/** A token as a server knows it. */
export interface TokenEntry {
  /** Whose it is. */
  readonly name: string;
  /** 8 bytes in base64url. */
  readonly id: string;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
  /** The first moment, since 1970 in UTC, at which it is good no more. */
  readonly expiresMs: number;
}

/** A new token, and what is kept of it. */
export function drawToken(
  entropy: Entropy,
  { name, expiresMs }: Pick<TokenEntry, "name" | "expiresMs">,
): { readonly token: string; readonly entry: TokenEntry } {
  const [bytes, salt] = [
    new Uint8Array(TOKEN_BYTES),
    new Uint8Array(SALT_BYTES),
  ];
  entropy.fill(bytes);
  entropy.fill(salt);
  const hash = hashOf(bytes, salt);
  const id = toBase64(bytes.subarray(0, ID_BYTES));
  return {
    token: `cvn_${toBase64(bytes)}`,
    entry: { name, id, salt, hash, expiresMs },
  };
}

/** @returns Its bytes; null if the text is no token. */
export function parseToken(text: string): Uint8Array | null {
  const [, base64] = TOKEN.exec(text) ?? [];
  return base64 === undefined ? null : fromBase64(base64, TOKEN_BYTES);
}

/** The id by which its entry is found. */
export function tokenId(token: Uint8Array): string {
  return toBase64(token.subarray(0, ID_BYTES));
}

/** Whether it is that entry's token; takes as long whether or not. */
export function isTokenOf(token: Uint8Array, entry: TokenEntry): boolean {
  return timingSafeEqual(hashOf(token, entry.salt), entry.hash);
}

/** An entry as a line of JSON, without its end. */
export function formatEntry(entry: TokenEntry): string {
  const { name, id, expiresMs } = entry;
  const [salt, hash] = [toBase64(entry.salt), toBase64(entry.hash)];
  const expires = expiresMs === Infinity
    ? {}
    : { expires: new Date(expiresMs).toISOString() };
  return JSON.stringify({ name, id, salt, hash, ...expires });
}

/** @returns Null if the line is no entry. */
export function parseEntry(line: string): TokenEntry | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  const { name, id, salt, hash, expires, ...more } = value as Record<
    string,
    unknown
  >;
  const [idBytes, saltBytes, hashBytes] = [
    fromBase64(id, ID_BYTES),
    fromBase64(salt, SALT_BYTES),
    fromBase64(hash, HASH_BYTES),
  ];
  const expiresMs = expires === undefined ? Infinity : parseExpiry(expires);
  if (!idBytes || !saltBytes || !hashBytes || expiresMs === null) return null;
  if (!isClientName(name) || Object.keys(more).length > 0) return null;
  return {
    name,
    id: toBase64(idBytes),
    salt: saltBytes,
    hash: hashBytes,
    expiresMs,
  };
}

/** A client's name stands in one line of a log and of a file. */
export function isClientName(name: unknown): name is string {
  return typeof name === "string" &&
    /^[\p{L}\p{M}\p{N}._@+'-]{1,64}$/u.test(name);
}

/**
 * A day, which ends a token at its very beginning in UTC, or an instant.
 *
 * @returns Milliseconds since 1970; null if it is neither.
 *
 * @example A day that there is not is no day
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(parseExpiry("1970-01-02"), 86_400_000);
 * assertEquals(parseExpiry("1970-01-01T01:00:00+01:00"), 0);
 * assertEquals(parseExpiry("2027-02-30"), null);
 * ```
 */
export function parseExpiry(text: unknown): number | null {
  if (typeof text !== "string") return null;
  const match =
    /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/
      .exec(text);
  const [, day, time = "T00:00:00Z"] = match ?? [];
  if (day === undefined) return null;
  const noonMs = Date.parse(`${day}T12:00:00Z`);
  const ms = Date.parse(`${day}${time}`);
  // Some parsers take the 30th of February for a day in March.
  const isDay = !Number.isNaN(noonMs) &&
    new Date(noonMs).toISOString().startsWith(day);
  // Of a year beyond these it could be written, but not read again.
  const isInYears = ms >= INSTANT_MIN * 1_000 && ms < (INSTANT_MAX + 1) * 1_000;
  return isDay && isInYears ? ms : null;
}

function hashOf(token: Uint8Array, salt: Uint8Array): Uint8Array {
  const hash = createHash("sha256").update(salt).update(token).digest();
  return new Uint8Array(hash);
}

function toBase64(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** @returns Null unless it is base64url of just so many bytes. */
function fromBase64(text: unknown, length: number): Uint8Array | null {
  if (typeof text !== "string") return null;
  try {
    const bytes = Uint8Array.fromBase64(text, {
      alphabet: "base64url",
      lastChunkHandling: "loose",
    });
    // The last character may carry bits that belong to no byte.
    return bytes.length === length && toBase64(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}
