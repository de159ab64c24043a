/**
 * How much a main server listens to those it does not know: so many datagrams
 * a second from each address and from all together, and no more.
 */

import { type Address, formatAddress } from "../base/address.ts";
import {
  STRANGER_DATAGRAMS_PER_S,
  STRANGERS_DATAGRAMS_PER_S,
} from "../base/limits.ts";

export class StrangerGate {
  /** Since the last whole second, by address. */
  readonly #counts = new Map<string, number>();
  #total = 0;
  #second = -1;

  /** Strangers remembered: never more than are admitted in a second. */
  get size(): number {
    return this.#counts.size;
  }

  /** Counts a datagram and tells whether to look at it. */
  admits(from: Address, nowMs: number): boolean {
    const second = Math.floor(nowMs / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#counts.clear();
      this.#total = 0;
    }
    if (this.#total >= STRANGERS_DATAGRAMS_PER_S) return false;
    const key = formatAddress(from);
    const count = this.#counts.get(key) ?? 0;
    if (count >= STRANGER_DATAGRAMS_PER_S) return false;
    this.#total++;
    this.#counts.set(key, count + 1);
    return true;
  }
}
