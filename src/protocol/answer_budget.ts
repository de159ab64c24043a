/**
 * How many answers may be on their way to our socket: the kernel keeps 92
 * datagrams of full size or 256 tiny ones and drops the rest without a word,
 * so we ask for no more at once.
 */

import { ANSWERS_OUTSTANDING_MAX, DATAGRAM_BYTES_MAX } from "../base/limits.ts";
import type { Exchange } from "./exchange.ts";

/** What the kernel adds to a datagram, in the proportion that it counts. */
const OVERHEAD_BYTES = 400;
const BYTES_MAX = ANSWERS_OUTSTANDING_MAX *
  (DATAGRAM_BYTES_MAX + OVERHEAD_BYTES);

export class AnswerBudget {
  #bytes = 0;

  /** Whether nothing more may be asked until an answer comes. */
  get isSpent(): boolean {
    return this.#bytes >= BYTES_MAX;
  }

  /**
   * Charges an exchange for the answer that it asks for.
   *
   * @param isFirst Whether its question is the first in its datagram: then
   * its answer is taken to come in a datagram of its own.
   */
  charge(
    exchange: Exchange,
    { bytes, isFirst }: { readonly bytes: number; readonly isFirst: boolean },
  ): void {
    const charged = isFirst ? bytes + OVERHEAD_BYTES : bytes;
    this.#bytes += charged;
    exchange.chargedBytes = charged;
  }

  /** Its answer came, or will not come any more. */
  release(exchange: Exchange): void {
    this.#bytes -= exchange.chargedBytes;
    exchange.chargedBytes = 0;
  }
}
