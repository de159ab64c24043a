/**
 * Decisions on their way to the servers that hold a slot. A booking's are
 * brought again and again until they are confirmed; that an attempt came to
 * nothing is said for a while, as whoever has not heard it will ask.
 */

import { DELIVER_AGAIN_MS, QUERY_MS_MAX } from "../base/limits.ts";
import type { Entropy, Random } from "../base/ports.ts";
import type { Decision, TransactionId } from "../calendar/bookings.ts";
import { type DecisionReceipt, encodeDecision } from "../wire/bookings.ts";
import { randomId } from "../wire/datagram.ts";
import { ledgerLink } from "./claim_plan.ts";
import type { Directory } from "./directory.ts";
import { Errand } from "./errand.ts";
import type { Link } from "./link.ts";

export interface Delivery {
  readonly transaction: TransactionId;
  readonly server: string;
  readonly decision: Decision;
  /** Whether it goes on until it is confirmed. */
  readonly isLasting: boolean;
}

interface Underway {
  readonly delivery: Delivery;
  /** Null while it rests. */
  errand: Errand | null;
  /** When it is brought again. */
  againMs: number;
}

export interface DeliveriesOptions {
  readonly directory: Directory;
  readonly entropy: Entropy;
  readonly random: Random;
  readonly send: (link: Link, bytes: Uint8Array) => void;
  readonly confirmed: (delivery: Delivery) => void;
}

export class Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #underway = new Map<string, Underway>();

  constructor(options: DeliveriesOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#underway.size;
  }

  get dueMs(): number {
    let dueMs = Infinity;
    for (const { errand, againMs } of this.#underway.values()) {
      dueMs = Math.min(dueMs, errand ? errand.dueMs : againMs);
    }
    return dueMs;
  }

  /** Brings a decision, in place of an earlier one on the same. */
  add(delivery: Delivery, nowMs: number): void {
    const underway = { delivery, errand: null, againMs: nowMs };
    this.#underway.set(keyOf(delivery), underway);
    this.#poll(underway, nowMs);
  }

  /** A server has registered, and may be told now. */
  wake(server: string, nowMs: number): void {
    for (const underway of this.#underway.values()) {
      if (underway.delivery.server !== server) continue;
      underway.errand = null;
      underway.againMs = nowMs;
      this.#poll(underway, nowMs);
    }
  }

  /** Takes a receipt, if it is one for a decision on its way. */
  received(receipt: DecisionReceipt, link: Link, nowMs: number): void {
    for (const [key, { delivery, errand }] of this.#underway) {
      if (delivery.transaction !== receipt.transaction) continue;
      if (!errand?.isAnsweredBy(receipt, link, nowMs)) continue;
      this.#underway.delete(key);
      return this.#options.confirmed(delivery);
    }
  }

  poll(nowMs: number): void {
    for (const underway of this.#underway.values()) this.#poll(underway, nowMs);
  }

  #poll(underway: Underway, nowMs: number): void {
    if (underway.errand?.isOver(nowMs)) {
      if (!underway.delivery.isLasting) {
        this.#underway.delete(keyOf(underway.delivery));
        return;
      }
      underway.errand = null;
      underway.againMs = nowMs + DELIVER_AGAIN_MS;
    }
    if (!underway.errand && nowMs >= underway.againMs) {
      underway.errand = this.#errand(underway.delivery, nowMs);
    }
    underway.errand?.poll(nowMs);
  }

  #errand({ transaction, server, decision }: Delivery, nowMs: number): Errand {
    const { directory, entropy, random, send } = this.#options;
    return new Errand({
      token: randomId(entropy),
      nowMs,
      lifeMs: QUERY_MS_MAX,
      random,
      link: (nowMs) => {
        const there = directory.server(server);
        return there && ledgerLink(there, nowMs);
      },
      encode: (session, ticket) =>
        encodeDecision(session, { ...ticket, transaction, decision }),
      send,
    });
  }
}

function keyOf({ transaction, server }: Delivery): string {
  return `${transaction} ${server}`;
}
