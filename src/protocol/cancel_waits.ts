/**
 * Clients who wait until what they cancelled is free again everywhere. It is
 * cancelled in any case: they wait for no longer than for an answer.
 */

import type { CancelOutcome, TransactionId } from "../calendar/bookings.ts";

export interface CancelWait {
  readonly deadlineMs: number;
  readonly answer: (outcome: CancelOutcome) => void;
}

interface Waiting extends CancelWait {
  readonly transaction: TransactionId;
  /** Servers that have not confirmed. */
  readonly servers: Set<string>;
}

export class CancelWaits {
  #waiting: Waiting[] = [];

  get dueMs(): number {
    return Math.min(...this.#waiting.map(({ deadlineMs }) => deadlineMs));
  }

  add(
    transaction: TransactionId,
    servers: Iterable<string>,
    wait: CancelWait,
  ): void {
    this.#waiting.push({ ...wait, transaction, servers: new Set(servers) });
  }

  confirmed(transaction: TransactionId, server: string): void {
    for (const waiting of this.#waiting) {
      if (waiting.transaction === transaction) waiting.servers.delete(server);
    }
    this.#answer(({ servers }) => servers.size === 0);
  }

  poll(nowMs: number): void {
    this.#answer(({ deadlineMs }) => nowMs >= deadlineMs);
  }

  #answer(isOver: (waiting: Waiting) => boolean): void {
    const over = this.#waiting.filter(isOver);
    this.#waiting = this.#waiting.filter((waiting) => !isOver(waiting));
    for (const { answer } of over) answer({ kind: "cancelled" });
  }
}
