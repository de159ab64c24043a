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
  #dueMs = Infinity;

  /** When to poll at the latest. */
  get dueMs(): number {
    return this.#dueMs;
  }

  add(
    transaction: TransactionId,
    servers: Iterable<string>,
    wait: CancelWait,
  ): void {
    this.#waiting.push({ ...wait, transaction, servers: new Set(servers) });
    this.#dueMs = Math.min(this.#dueMs, wait.deadlineMs);
  }

  confirmed(transaction: TransactionId, server: string): void {
    for (const waiting of this.#waiting) {
      if (waiting.transaction === transaction) waiting.servers.delete(server);
    }
    this.#answer(({ servers }) => servers.size === 0);
  }

  poll(nowMs: number): void {
    if (nowMs < this.#dueMs) return;
    this.#answer(({ deadlineMs }) => nowMs >= deadlineMs);
    const deadlines = this.#waiting.map(({ deadlineMs }) => deadlineMs);
    this.#dueMs = Math.min(...deadlines);
  }

  #answer(isOver: (waiting: Waiting) => boolean): void {
    const over = this.#waiting.filter(isOver);
    this.#waiting = this.#waiting.filter((waiting) => !isOver(waiting));
    for (const { answer } of over) answer({ kind: "cancelled" });
  }
}
