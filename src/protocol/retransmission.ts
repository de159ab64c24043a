/**
 * When to send a request again, and when to stop: the one place that knows,
 * for questions as well as for requests of registrations and bookings.
 */

import {
  ANSWER_MS_MAX,
  DOWN_PROBE_MS,
  JITTER,
  LAST_SEND_MARGIN_MS,
  QUERY_MS_MAX,
  RTO_MS_MAX,
  RTO_MS_MIN,
  SENDS_MAX,
} from "../base/limits.ts";
import type { Random } from "../base/ports.ts";

/**
 * The sends of one request. At a round trip below 50 ms they leave at about
 * 0, 50, 150, 350, 750 and 1,550 ms, and a little later each by the jitter.
 */
export class Retransmission {
  readonly #random: Random;
  #deadlineMs: number;
  #sentMs: number[] = [];
  #waitMs = 0;
  #dueMs: number;

  constructor({ nowMs, deadlineMs, random }: {
    readonly nowMs: number;
    readonly deadlineMs: number;
    readonly random: Random;
  }) {
    this.#deadlineMs = deadlineMs;
    this.#random = random;
    this.#dueMs = nowMs;
  }

  /** When the next send is due, or the end if there is none. */
  get dueMs(): number {
    return this.#dueMs;
  }

  get deadlineMs(): number {
    return this.#deadlineMs;
  }

  get sends(): number {
    return this.#sentMs.length;
  }

  /** Whether nothing is left but to give up. */
  isOver(nowMs: number): boolean {
    return nowMs >= this.deadlineMs;
  }

  /**
   * Goes on for a moment if we slept beyond the end: what was sent before may
   * never have left us. No promise is broken by that: the answer is late, and
   * no later than our sleep has made it.
   *
   * @param sleptMs How long we slept, of which the end may have been awake.
   */
  outlast(sleptMs: number, nowMs: number): void {
    const lateMs = nowMs - this.#deadlineMs;
    const isLate = lateMs >= ANSWER_MS_MAX - QUERY_MS_MAX;
    if (!isLate || lateMs >= sleptMs || this.sends >= SENDS_MAX) return;
    this.#deadlineMs = Math.min(
      nowMs + DOWN_PROBE_MS,
      this.#deadlineMs + sleptMs,
    );
    const sentMs = this.#sentMs.at(-1) ?? -Infinity;
    this.#dueMs = Math.max(nowMs, sentMs + RTO_MS_MIN);
  }

  /**
   * Counts a send and arms the next; the wait that was armed is doubled.
   *
   * @param rtoMs What is known of the peer now: it counts for the first send,
   * as a request may have waited for its turn while the peer was measured.
   */
  sent(nowMs: number, rtoMs: number): void {
    // Most requests are sent once: no room is made for more.
    if (this.#sentMs.length === 0) {
      this.#sentMs = [nowMs];
      this.#waitMs = rtoMs;
    } else {
      this.#sentMs.push(nowMs);
    }
    const waitMs = this.#waitMs * (1 + JITTER * this.#random());
    this.#waitMs = Math.min(2 * this.#waitMs, RTO_MS_MAX);
    this.#dueMs = this.sends < SENDS_MAX
      ? this.#clip(nowMs + waitMs, nowMs)
      : this.deadlineMs;
  }

  /** Stops sending; the deadline stays. */
  stop(): void {
    this.#dueMs = this.deadlineMs;
  }

  /**
   * The time from one send to its own answer.
   *
   * @param attempt As the answer echoes it, 1 for the first send.
   * @returns Undefined if there was no such send.
   */
  roundTripMs(attempt: number, nowMs: number): number | undefined {
    const sentMs = this.#sentMs[attempt - 1];
    return sentMs === undefined ? undefined : nowMs - sentMs;
  }

  /** A send right at the deadline would be lost, so the last comes earlier. */
  #clip(dueMs: number, nowMs: number): number {
    const lastMs = this.deadlineMs - LAST_SEND_MARGIN_MS;
    if (dueMs <= lastMs) return dueMs;
    return nowMs < lastMs - LAST_SEND_MARGIN_MS ? lastMs : this.deadlineMs;
  }
}
