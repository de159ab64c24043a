/**
 * Makes a name list from keys that come in its order, from a file or from a
 * peer: nothing is sorted here, and nothing that is out of order gets in.
 *
 * A key is checked, hashed and stored as it comes and the digest runs along,
 * so that no call takes long, however many names there are.
 */

import { assert } from "@std/assert";
import { ByteReader } from "../base/bytes.ts";
import { quote, WireError } from "../base/errors.ts";
import {
  NAME_CHARS_MAX,
  NAME_KEY_BYTES_MAX,
  PEOPLE_MAX,
} from "../base/limits.ts";
import { KEPT, nameCharKind, nameKey } from "./name.ts";
import { compareBytes, hashName } from "./name_hash.ts";
import { NameList } from "./name_list.ts";
import { NamePagesWriter } from "./name_pages.ts";
import { Uint32List } from "./uint32_list.ts";

export class NameListBuilder {
  readonly #hashes = new Uint32List();
  readonly #places = new Uint32List();
  readonly #pages = new NamePagesWriter();
  #lastHash = -1;
  readonly #lastKey = new Uint8Array(NAME_KEY_BYTES_MAX);
  #lastKeyBytes = 0;
  #isFinished = false;

  /** Names taken so far. */
  get size(): number {
    return this.#hashes.length;
  }

  /**
   * Takes the next key of the list and copies it.
   *
   * @throws {WireError} If it is not the key of a name, does not come after
   * the one before, or is one too many.
   */
  append(keyBytes: Uint8Array): void {
    if (this.size === PEOPLE_MAX) {
      throw new WireError(
        `Cannot append name as a list has at most ${PEOPLE_MAX}`,
      );
    }
    checkKey(keyBytes);
    const hash = hashName(keyBytes);
    if (hash <= this.#lastHash) this.#checkOrder(keyBytes, hash);
    this.#hashes.push(hash);
    this.#places.push(this.#pages.append(keyBytes, 0, keyBytes.length));
    this.#lastHash = hash;
    this.#lastKey.set(keyBytes);
    this.#lastKeyBytes = keyBytes.length;
  }

  /** The list; the builder is at its end. */
  finish(): NameList {
    assert(!this.#isFinished, "a list is finished once");
    this.#isFinished = true;
    return new NameList({
      hashes: this.#hashes.view(),
      places: this.#places.view(),
      pages: this.#pages.finish(),
    });
  }

  #checkOrder(keyBytes: Uint8Array, hash: number): void {
    const last = this.#lastKey.subarray(0, this.#lastKeyBytes);
    if (hash === this.#lastHash && compareBytes(last, keyBytes) < 0) return;
    throw new WireError(
      `Cannot append name ${this.size} as a list ascends: got ${
        quoteBytes(keyBytes)
      } after ${quoteBytes(last)}`,
    );
  }
}

/**
 * Appends the names of a chunk, as a list cut it: whole names and no more.
 *
 * @throws {WireError} If a name is cut or not fit for its place. The names
 * before it are taken, so the list that is being built is of no more use.
 */
export function appendChunk(builder: NameListBuilder, bytes: Uint8Array): void {
  const reader = new ByteReader(bytes);
  while (!reader.done) {
    const length = reader.varint("length of a name");
    builder.append(reader.bytes(length, "name"));
  }
}

function checkKey(keyBytes: Uint8Array): void {
  const { length } = keyBytes;
  if (length === 0 || length > NAME_KEY_BYTES_MAX) {
    throw new WireError(
      `Cannot append name as its key has 1 to ${NAME_KEY_BYTES_MAX} bytes: got ${length}`,
    );
  }
  if (isAsciiKey(keyBytes)) return;
  let key;
  try {
    key = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(keyBytes);
  } catch {
    // Reported below, as what is not UTF-8 is no key either.
  }
  if (key !== undefined && nameKey(key) === key) return;
  throw new WireError(
    `Cannot append name as it is not the key of one: got ${
      quoteBytes(keyBytes)
    }`,
  );
}

/** Whether all is plain lower-case ASCII, which needs no Unicode to check. */
function isAsciiKey(keyBytes: Uint8Array): boolean {
  for (let i = 0; i < keyBytes.length; i++) {
    if (nameCharKind(keyBytes[i]!) !== KEPT) return false;
  }
  return keyBytes.length <= NAME_CHARS_MAX;
}

function quoteBytes(bytes: Uint8Array): string {
  return quote(new TextDecoder().decode(bytes));
}
