/** Random 64-bit tokens; the entropy is fetched for many at once. */

import type { Entropy } from "../base/ports.ts";
import type { Id64 } from "../wire/datagram.ts";

const TOKENS_AT_ONCE = 512;

export class TokenPool {
  readonly #entropy: Entropy;
  readonly #words = new Uint32Array(2 * TOKENS_AT_ONCE);
  #next = this.#words.length;

  constructor(entropy: Entropy) {
    this.#entropy = entropy;
  }

  draw(): Id64 {
    if (this.#next === this.#words.length) {
      this.#entropy.fill(new Uint8Array(this.#words.buffer));
      this.#next = 0;
    }
    const high = this.#words[this.#next++]!;
    const low = this.#words[this.#next++]!;
    return { high, low };
  }
}
