/**
 * A key that is looked up, encoded and hashed once for however many lists are
 * asked. It is used again and again, so that ASCII allocates nothing.
 */

import { NAME_KEY_BYTES_MAX } from "../base/limits.ts";
import { hashName } from "./name_hash.ts";

const ENCODER = new TextEncoder();

export class AskedKey {
  /** The key in UTF-8, from the first to the {@linkcode length}th byte. */
  readonly bytes = new Uint8Array(NAME_KEY_BYTES_MAX);
  #length = 0;
  #hash = 0;

  /** 0 if the key is too long to be listed. */
  get length(): number {
    return this.#length;
  }

  get hash(): number {
    return this.#hash;
  }

  /** Asks for another key. */
  set(key: string): this {
    this.#length = this.#encode(key);
    this.#hash = hashName(this.bytes, 0, this.#length);
    return this;
  }

  #encode(key: string): number {
    if (key.length > NAME_KEY_BYTES_MAX) return 0;
    for (let i = 0; i < key.length; i++) {
      const code = key.charCodeAt(i);
      if (code >= 128) return this.#encodeUnicode(key);
      this.bytes[i] = code;
    }
    return key.length;
  }

  /** Not by `encodeInto()`: Deno 2.7 miscounts in it, once it is optimised. */
  #encodeUnicode(key: string): number {
    const bytes = ENCODER.encode(key);
    if (bytes.length > NAME_KEY_BYTES_MAX) return 0;
    this.bytes.set(bytes);
    return bytes.length;
  }
}
