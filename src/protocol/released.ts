/**
 * Transactions that came to nothing lately: a late copy of a claim must not
 * revive one.
 */

import { RELEASED_KEPT_MAX } from "../base/limits.ts";
import type { TransactionId } from "../calendar/bookings.ts";

export class Released {
  /** Oldest first. */
  readonly #transactions = new Set<TransactionId>();

  has(transaction: TransactionId): boolean {
    return this.#transactions.has(transaction);
  }

  add(transaction: TransactionId): void {
    this.#transactions.add(transaction);
    if (this.#transactions.size <= RELEASED_KEPT_MAX) return;
    const [oldest] = this.#transactions;
    this.#transactions.delete(oldest!);
  }
}
