/** Keys in the order in which they come, packed. */

import type { PackedKeys } from "./sort_names.ts";
import { Uint32List } from "./uint32_list.ts";

const BYTES_FIRST = 1_024;

export class KeyList {
  readonly #offsets = new Uint32List();
  #bytes = new Uint8Array(BYTES_FIRST);
  #used = 0;

  /** Appends the key in the first `count` of `bytes`. */
  push(bytes: Uint8Array, count: number): void {
    if (this.#used + count > this.#bytes.length) this.#grow();
    this.#offsets.push(this.#used);
    for (let i = 0; i < count; i++) this.#bytes[this.#used++] = bytes[i]!;
  }

  /** The keys; the list is at its end. */
  finish(): PackedKeys {
    this.#offsets.push(this.#used);
    return { bytes: this.#bytes, offsets: this.#offsets.view() };
  }

  #grow(): void {
    const larger = new Uint8Array(2 * this.#bytes.length);
    larger.set(this.#bytes);
    // Given back now, not when the collector finds the time.
    this.#bytes.buffer.transfer(0);
    this.#bytes = larger;
  }
}
