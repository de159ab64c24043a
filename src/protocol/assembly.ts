/** A long answer while its blocks come in, in any order. */

import { createHash } from "node:crypto";
import { WireError } from "../base/errors.ts";
import { ANSWER_BLOCKS_IN_FLIGHT, ANSWER_BYTES_MAX } from "../base/limits.ts";
import { type Id64, idFrom, sameId } from "../wire/datagram.ts";
import { inflate } from "../wire/deflate.ts";
import {
  type Assembled,
  type Block,
  BLOCK_BYTES,
  decodeAssembled,
} from "../wire/blocks.ts";

export class Assembly {
  readonly total: number;
  readonly #digest: Id64;
  readonly #isReport: boolean;
  readonly #bytes: Uint8Array;
  readonly #has: Uint8Array;
  #missing: number;
  #next = 1;

  /** @param first Any block: all tell what they are blocks of. */
  constructor({ total, digest, isReport }: Block) {
    this.total = total;
    this.#digest = digest;
    this.#isReport = isReport;
    this.#bytes = new Uint8Array(total);
    this.#missing = Math.ceil(total / BLOCK_BYTES);
    this.#has = new Uint8Array(this.#missing);
  }

  /** Whether a block belongs to the same answer. */
  fits({ total, digest, isReport }: Block): boolean {
    return total === this.total && sameId(digest, this.#digest) &&
      isReport === this.#isReport;
  }

  add({ number, bytes }: Block): void {
    if (this.#has[number] !== 0) return;
    this.#has[number] = 1;
    this.#missing--;
    this.#bytes.set(bytes, number * BLOCK_BYTES);
  }

  get isWhole(): boolean {
    return this.#missing === 0;
  }

  /**
   * Which blocks to ask for next, so that a window of them is in flight.
   *
   * @param inFlight Blocks asked for that have not come.
   */
  blocksToAsk(inFlight: number): number[] {
    const numbers: number[] = [];
    while (
      this.#next < this.#has.length &&
      inFlight + numbers.length < ANSWER_BLOCKS_IN_FLIGHT
    ) {
      numbers.push(this.#next++);
    }
    return numbers;
  }

  /**
   * @throws {WireError} If the whole is not what its digest says, or cannot be
   * inflated to an answer.
   */
  decode(): Assembled {
    const sha256 = createHash("sha256").update(this.#bytes).digest();
    if (!sameId(idFrom(sha256), this.#digest)) {
      throw new WireError(
        `Cannot assemble answer as its ${this.total} bytes do not match its digest`,
      );
    }
    const plain = inflate(this.#bytes, ANSWER_BYTES_MAX);
    return decodeAssembled(plain, this.#isReport);
  }
}
