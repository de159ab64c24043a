/**
 * How long a peer's answers take, and so how long to wait for one.
 *
 * @see RFC 6298
 */

import { RTO_MS_INITIAL, RTO_MS_MAX, RTO_MS_MIN } from "../base/limits.ts";

/** Smoothed round trip of one peer, in milliseconds. */
export class RoundTrip {
  #meanMs = 0;
  #deviationMs = 0;
  #measured = false;

  get measured(): boolean {
    return this.#measured;
  }

  /** Infinite before the first sample, so that a measured peer is preferred. */
  get meanMs(): number {
    return this.#measured ? this.#meanMs : Infinity;
  }

  /**
   * @param sampleMs From one send to its own answer: answers echo which send
   * they answer, so a retransmission does not blur the sample.
   */
  sample(sampleMs: number): void {
    if (this.#measured) {
      const error = sampleMs - this.#meanMs;
      this.#deviationMs += (Math.abs(error) - this.#deviationMs) / 4;
      this.#meanMs += error / 8;
      return;
    }
    this.#measured = true;
    this.#meanMs = sampleMs;
    this.#deviationMs = sampleMs / 2;
  }

  /** How long to wait until the question is sent again. */
  get rtoMs(): number {
    if (!this.#measured) return RTO_MS_INITIAL;
    const waitMs = this.#meanMs + 4 * this.#deviationMs;
    return Math.min(RTO_MS_MAX, Math.max(RTO_MS_MIN, waitMs));
  }
}
