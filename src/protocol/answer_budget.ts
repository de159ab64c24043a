/**
 * How many answers may be on their way to our socket: the kernel keeps 92 of
 * full size and drops the rest without a word, so we ask for no more at once.
 */

import { ANSWERS_OUTSTANDING_MAX, DATAGRAM_BYTES_MAX } from "../base/limits.ts";
import type { Exchange } from "./exchange.ts";
import type { Link } from "./link.ts";

const BYTES_MAX = ANSWERS_OUTSTANDING_MAX * DATAGRAM_BYTES_MAX;
/** A small answer, with its share of what the kernel adds to a datagram. */
const ANSWER_BYTES_MIN = 64;

export class AnswerBudget {
  #bytes = 0;

  /** Charges an exchange for the answer it is about to ask for, if it fits. */
  reserve(exchange: Exchange, link: Link): boolean {
    const bytes = Math.max(ANSWER_BYTES_MIN, link.answerBytes);
    if (this.#bytes > 0 && this.#bytes + bytes > BYTES_MAX) return false;
    this.#bytes += bytes;
    exchange.chargedBytes = bytes;
    return true;
  }

  /** Its answer came, or will not come any more. */
  release(exchange: Exchange): void {
    this.#bytes -= exchange.chargedBytes;
    exchange.chargedBytes = 0;
  }
}
