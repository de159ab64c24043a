/**
 * Holds whose decision does not come: a backend never decides alone, so it
 * asks until it is told.
 */

import { DOUBT_MS_FIRST, DOUBT_MS_MAX } from "../base/limits.ts";
import type { Entropy } from "../base/ports.ts";
import type { Hold, LedgerId, TransactionId } from "../calendar/bookings.ts";
import {
  type DecisionReceipt,
  type Doubt,
  encodeDoubt,
} from "../wire/bookings.ts";
import { type Id64, randomId, sameId } from "../wire/datagram.ts";

/** As high as a ticket counts. */
const ATTEMPTS_MAX = 255;

interface Open {
  readonly decider: LedgerId;
  /** The earliest that it is worth to ask. */
  readonly fromMs: number;
  /** The same for as long as it is open, so that a late outcome counts. */
  readonly token: Id64;
  attempt: number;
  waitMs: number;
  dueMs: number;
}

/** Sends what is encoded for each session in which we are registered. */
export type AskMains = (encode: (session: Id64) => Uint8Array) => void;

export class Doubts {
  readonly #entropy: Entropy;
  readonly #ask: AskMains;
  readonly #open = new Map<TransactionId, Open>();

  constructor(entropy: Entropy, ask: AskMains) {
    this.#entropy = entropy;
    this.#ask = ask;
  }

  get size(): number {
    return this.#open.size;
  }

  get dueMs(): number {
    let dueMs = Infinity;
    for (const open of this.#open.values()) dueMs = Math.min(dueMs, open.dueMs);
    return dueMs;
  }

  /** @param fromMs When to ask first. */
  add({ transaction, decider }: Hold, fromMs: number): void {
    this.#open.set(transaction, {
      decider,
      fromMs,
      token: randomId(this.#entropy),
      attempt: 0,
      waitMs: DOUBT_MS_FIRST,
      dueMs: fromMs,
    });
  }

  /** It is decided. */
  settle(transaction: TransactionId): void {
    this.#open.delete(transaction);
  }

  /** Somebody else waits for the decision: asks now. */
  hurry(transaction: TransactionId, nowMs: number): void {
    const open = this.#open.get(transaction);
    if (open) open.dueMs = nowMs;
  }

  /** A main server knows us again, who may know more than those before. */
  wake(nowMs: number): void {
    for (const open of this.#open.values()) {
      open.waitMs = DOUBT_MS_FIRST;
      open.dueMs = Math.max(nowMs, open.fromMs);
    }
  }

  /** Whether an outcome is to a question of ours. */
  isReply({ transaction, token }: DecisionReceipt): boolean {
    const open = this.#open.get(transaction);
    return open !== undefined && sameId(token, open.token);
  }

  /** Asks what is due. */
  poll(nowMs: number): void {
    for (const [transaction, open] of this.#open) {
      if (nowMs < open.dueMs) continue;
      open.attempt = Math.min(open.attempt + 1, ATTEMPTS_MAX);
      open.dueMs = nowMs + open.waitMs;
      open.waitMs = Math.min(2 * open.waitMs, DOUBT_MS_MAX);
      const { token, attempt, decider } = open;
      const doubt: Doubt = { token, attempt, transaction, decider };
      this.#ask((session) => encodeDoubt(session, doubt));
    }
  }
}
