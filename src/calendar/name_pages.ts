/**
 * The bytes of a name list, as they travel: each key as a varint of its length
 * and then its UTF-8.
 *
 * They lie in pages, and no name across two, so that a list grows without ever
 * copying what it has: to double 64 MB would stop the loop for 0.1 s. A name's
 * place is its page times the size of pages, and its offset there.
 */

import { assert } from "@std/assert";
import { createHash, type Hash } from "node:crypto";
import { NAME_KEY_BYTES_MAX, PEOPLE_MAX } from "../base/limits.ts";

/** A digest of a list: SHA-256 of all its bytes, cut. */
export const LIST_DIGEST_BYTES = 16;

const PAGE_BITS = 18;
const PAGE_BYTES = 2 ** PAGE_BITS;

/** A length below this is one byte; a key's length takes two at most. */
const LENGTH_BYTE_MAX = 128;
const LENGTH_BYTES_MAX = 2;
/** The most that a name takes. */
export const ENCODED_NAME_BYTES_MAX = LENGTH_BYTES_MAX + NAME_KEY_BYTES_MAX;

assert(
  NAME_KEY_BYTES_MAX < LENGTH_BYTE_MAX ** LENGTH_BYTES_MAX,
  "a key's length is read without a loop",
);
assert(
  PEOPLE_MAX * (ENCODED_NAME_BYTES_MAX + 1) < 2 ** 32,
  "a place fits in 32 bits, even if each page ends with a gap",
);

/** Pages that are complete. */
export class NamePages {
  readonly digest: Uint8Array;
  readonly #pages: readonly Uint8Array[];

  constructor(pages: readonly Uint8Array[], digest: Uint8Array) {
    this.#pages = pages;
    this.digest = digest;
  }

  /** The page of a place, as long as it is written. */
  pageOf(place: number): Uint8Array {
    return this.#pages[place >>> PAGE_BITS]!;
  }
}

/** Where in its page a name is encoded. */
export function offsetOf(place: number): number {
  return place % PAGE_BYTES;
}

/** Where the key starts that is encoded at `offset`. */
export function keyStartAt(page: Uint8Array, offset: number): number {
  return offset + (page[offset]! < LENGTH_BYTE_MAX ? 1 : LENGTH_BYTES_MAX);
}

/** The length of the key that is encoded at `offset`. */
export function keyLengthAt(page: Uint8Array, offset: number): number {
  const low = page[offset]!;
  if (low < LENGTH_BYTE_MAX) return low;
  return low % LENGTH_BYTE_MAX + page[offset + 1]! * LENGTH_BYTE_MAX;
}

/** Writes pages, and takes their digest as they fill. */
export class NamePagesWriter {
  readonly #pages: Uint8Array[] = [];
  readonly #digest: Hash = createHash("sha256");
  #page = new Uint8Array(PAGE_BYTES);
  #used = 0;

  /** Copies the key from `start` to `end` of `bytes` and tells its place. */
  append(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (this.#used + LENGTH_BYTES_MAX + length > PAGE_BYTES) this.#turn();
    const page = this.#page;
    const offset = this.#used;
    let at = offset;
    if (length < LENGTH_BYTE_MAX) {
      page[at++] = length;
    } else {
      page[at++] = length % LENGTH_BYTE_MAX + LENGTH_BYTE_MAX;
      page[at++] = Math.floor(length / LENGTH_BYTE_MAX);
    }
    for (let i = start; i < end; i++) page[at++] = bytes[i]!;
    this.#used = at;
    return this.#pages.length * PAGE_BYTES + offset;
  }

  /** The pages; the writer is at its end. */
  finish(): NamePages {
    // A copy, as most lists are far shorter than a page.
    this.#page = this.#page.slice(0, this.#used);
    this.#close();
    const digest = this.#digest.digest().subarray(0, LIST_DIGEST_BYTES);
    return new NamePages(this.#pages, new Uint8Array(digest));
  }

  #turn(): void {
    this.#close();
    this.#page = new Uint8Array(PAGE_BYTES);
    this.#used = 0;
  }

  #close(): void {
    const written = this.#page.subarray(0, this.#used);
    this.#digest.update(written);
    this.#pages.push(written);
  }
}
