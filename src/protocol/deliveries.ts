/**
 * Decisions on their way to the servers that hold a slot. A booking's are
 * brought again and again until they are confirmed; that an attempt came to
 * nothing is said for a while, as whoever has not heard it will ask.
 *
 * A server that was away may have missed thousands. They are brought some at
 * a time: all at once they would be lost, and hold everybody up.
 */

import { DELIVERIES_MAX } from "../base/delivery_limits.ts";
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
  /** Null while it rests, or waits for its turn. */
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
  /** To each server of a transaction. */
  readonly #underway = new Map<TransactionId, Map<string, Underway>>();
  /** How many have an errand, by server. */
  readonly #away = new Map<string, number>();
  /** Servers to which more are to be brought than may be at once. */
  readonly #crowded = new Set<string>();
  #dueMs = Infinity;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
  }

  /** When to poll at the latest. */
  get dueMs(): number {
    return this.#dueMs;
  }

  /** Brings a decision, in place of an earlier one on the same. */
  add(delivery: Delivery, nowMs: number): void {
    const { transaction, server } = delivery;
    const underway = { delivery, errand: null, againMs: nowMs };
    const servers = this.#underway.get(transaction) ??
      new Map<string, Underway>();
    const earlier = servers.get(server);
    if (earlier) this.#rest(earlier, nowMs);
    this.#underway.set(transaction, servers.set(server, underway));
    this.#poll(underway, nowMs);
  }

  /** A server has registered, and may be told now. */
  wake(server: string, nowMs: number): void {
    for (const servers of this.#underway.values()) {
      const underway = servers.get(server);
      if (!underway) continue;
      this.#rest(underway, nowMs);
      underway.againMs = nowMs;
      this.#poll(underway, nowMs);
    }
  }

  /** Takes a receipt, if it is one for a decision on its way. */
  received(receipt: DecisionReceipt, link: Link, nowMs: number): void {
    const servers = this.#underway.get(receipt.transaction);
    for (const underway of servers?.values() ?? []) {
      const { delivery, errand } = underway;
      if (!errand?.isAnsweredBy(receipt, link, nowMs)) continue;
      this.#rest(underway, nowMs);
      this.#remove(delivery);
      return this.#options.confirmed(delivery);
    }
  }

  poll(nowMs: number): void {
    if (nowMs < this.#dueMs) return;
    this.#dueMs = Infinity;
    for (const servers of this.#underway.values()) {
      for (const underway of servers.values()) this.#poll(underway, nowMs);
    }
  }

  #poll(underway: Underway, nowMs: number): void {
    const { delivery } = underway;
    if (underway.errand?.isOver(nowMs)) {
      this.#rest(underway, nowMs);
      if (!delivery.isLasting) return this.#remove(delivery);
      underway.againMs = nowMs + DELIVER_AGAIN_MS;
    }
    if (!underway.errand && nowMs >= underway.againMs) {
      if (!this.#setOut(underway, nowMs)) return;
    }
    underway.errand?.poll(nowMs);
    const dueMs = underway.errand?.dueMs ?? underway.againMs;
    this.#dueMs = Math.min(this.#dueMs, dueMs);
  }

  /** @returns False if it has to wait until others are back. */
  #setOut(underway: Underway, nowMs: number): boolean {
    const { delivery, delivery: { server } } = underway;
    const away = this.#away.get(server) ?? 0;
    if (away >= DELIVERIES_MAX) {
      this.#crowded.add(server);
      return false;
    }
    this.#away.set(server, away + 1);
    underway.errand = this.#errand(delivery, nowMs);
    return true;
  }

  #rest(underway: Underway, nowMs: number): void {
    if (!underway.errand) return;
    underway.errand = null;
    const { server } = underway.delivery;
    const away = this.#away.get(server)! - 1;
    if (away > 0) this.#away.set(server, away);
    else this.#away.delete(server);
    // To look for the next ones takes a look at all, so many go together.
    const isRoom = away <= DELIVERIES_MAX / 2;
    if (isRoom && this.#crowded.delete(server)) this.#dueMs = nowMs;
  }

  #remove({ transaction, server }: Delivery): void {
    const servers = this.#underway.get(transaction);
    servers?.delete(server);
    if (servers?.size === 0) this.#underway.delete(transaction);
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
