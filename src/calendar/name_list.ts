/**
 * The names of a server, packed, for a million of them without a string or a
 * Map: 4 + 4 bytes a name, besides its key and the length of it.
 *
 * Keys stand in the order of `name_hash.ts`, strictly ascending, and a chunk
 * of a list is a piece of the bytes that it is kept in.
 */

import { assert } from "@std/assert";
import { AskedKey } from "./asked_key.ts";
import {
  ENCODED_NAME_BYTES_MAX,
  keyLengthAt,
  keyStartAt,
  type NamePages,
  offsetOf,
} from "./name_pages.ts";

const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/** A million to 1,000 to 30 to 6. */
const GUESS_STEPS = 2;
const REACH_FIRST = 8;

/** A piece of a list, as it travels. */
export interface ListChunk {
  /** A view of the list: send it or copy it, but do not write to it. */
  readonly bytes: Uint8Array;
  /** The position of the first name that is not in it. */
  readonly next: number;
}

/**
 * A list that is complete and never changes. Whoever makes one has checked the
 * keys, their order and their count.
 */
export class NameList {
  readonly #hashes: Uint32Array;
  readonly #places: Uint32Array;
  readonly #pages: NamePages;

  constructor(
    { hashes, places, pages }: {
      readonly hashes: Uint32Array;
      readonly places: Uint32Array;
      readonly pages: NamePages;
    },
  ) {
    assert(hashes.length === places.length, "each name has a hash and a place");
    this.#hashes = hashes;
    this.#places = places;
    this.#pages = pages;
  }

  get size(): number {
    return this.#hashes.length;
  }

  /** Of all chunks together; equal lists have equal digests. */
  get digest(): Uint8Array {
    return this.#pages.digest;
  }

  /** Where the name with this key stands; -1 if it is not listed. */
  position(key: string): number {
    return this.find(new AskedKey().set(key));
  }

  /** As {@linkcode position}, for who asks more than one list. */
  find(asked: AskedKey): number {
    const { hash } = asked;
    let at = this.#firstFrom(hash);
    if (this.#hashes[at] !== hash) return -1;
    if (this.#hashes[at + 1] === hash) at = this.#searchEqual(at, asked);
    return this.#compare(asked, at) === 0 ? at : -1;
  }

  keyAt(position: number): string {
    return DECODER.decode(this.keyBytesAt(position));
  }

  /** The key in UTF-8: a view of the list. */
  keyBytesAt(position: number): Uint8Array {
    const place = this.#placeOf(position);
    const page = this.#pages.pageOf(place);
    const start = keyStartAt(page, offsetOf(place));
    return page.subarray(start, start + keyLengthAt(page, offsetOf(place)));
  }

  /**
   * As many names from position `from` on as fit and lie together; at least
   * one, and none if `from` is the end of the list.
   *
   * @param bytesMax Room for any name, or a long one would stop a transfer.
   */
  chunk(from: number, bytesMax: number): ListChunk {
    assert(bytesMax >= ENCODED_NAME_BYTES_MAX, "a chunk holds any name");
    if (from === this.size) return { bytes: new Uint8Array(), next: from };
    const place = this.#placeOf(from);
    const page = this.#pages.pageOf(place);
    const start = offsetOf(place);
    const endMax = Math.min(start + bytesMax, page.length);
    let next = from;
    let end = start;
    while (end < endMax) {
      const after = keyStartAt(page, end) + keyLengthAt(page, end);
      if (after > endMax) break;
      end = after;
      next++;
    }
    return { bytes: page.subarray(start, end), next };
  }

  #placeOf(position: number): number {
    const place = this.#places[position];
    if (place !== undefined) return place;
    throw new RangeError(
      `Cannot find name as there are ${this.size}: got position ${position}`,
    );
  }

  /** The first position whose hash is `hash` or more. */
  #firstFrom(hash: number): number {
    const hashes = this.#hashes;
    const size = hashes.length;
    const guess = this.#guess(hash);
    let reach = REACH_FIRST;
    let low = Math.max(0, guess - reach);
    let high = Math.min(size, guess + reach);
    for (; low > 0 && hashes[low]! >= hash; reach *= 2) {
      low = Math.max(0, low - reach);
    }
    for (; high < size && hashes[high]! < hash; reach *= 2) {
      high = Math.min(size, high + reach);
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (hashes[middle]! < hash) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * About where a hash stands. Hashes are even, so the way to go is about the
   * hash's distance; each step leaves the square root of an error. In a list
   * too large for the caches that spares most of a search.
   */
  #guess(hash: number): number {
    const hashes = this.#hashes;
    const last = hashes.length - 1;
    const perHash = hashes.length / 2 ** 32;
    let at = Math.floor(hash * perHash);
    for (let step = 0; step < GUESS_STEPS && last >= 0; step++) {
      const next = at + Math.round((hash - hashes[at]!) * perHash);
      at = Math.max(0, Math.min(last, next));
    }
    return at;
  }

  /** Where the asked key belongs among the names that share a hash. */
  #searchEqual(first: number, asked: AskedKey): number {
    const hash = this.#hashes[first];
    let low = first;
    let high = first + 1;
    for (let step = 1; this.#hashes[high] === hash; step *= 2) high += step;
    high = Math.min(high, this.size - 1);
    while (low < high) {
      const middle = (low + high) >>> 1;
      const isBefore = this.#hashes[middle] === hash &&
        this.#compare(asked, middle) > 0;
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The order of the asked key against the one at a position. */
  #compare({ bytes, length }: AskedKey, position: number): number {
    const place = this.#places[position]!;
    const page = this.#pages.pageOf(place);
    const start = keyStartAt(page, offsetOf(place));
    const listedLength = keyLengthAt(page, offsetOf(place));
    const common = Math.min(length, listedLength);
    for (let i = 0; i < common; i++) {
      const difference = bytes[i]! - page[start + i]!;
      if (difference !== 0) return difference;
    }
    return length - listedLength;
  }
}
