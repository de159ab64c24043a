/**
 * Calls a role when something of it is due, by one timer.
 *
 * After a stall of the loop, timers run before the datagrams that wait in the
 * socket: whoever judged then would call peers silent whose answers are here.
 * So a late timer lets the socket empty itself first.
 */

import { STALL_MS } from "../base/limits.ts";
import type { Cancel, Clock } from "../base/ports.ts";

/** Turns that a late timer leaves to the socket, at most. */
const DRAIN_TURNS_MAX = 64;

export interface Tick {
  readonly nowMs: number;
  /** How late our loop was; 0 unless it stalled. */
  readonly lagMs: number;
}

export interface TickerOptions {
  readonly clock: Clock;
  /** Datagrams that came in so far. */
  readonly receivedCount: () => number;
  /** When something is due next; Infinity for never. */
  readonly dueMs: () => number;
  readonly tick: (tick: Tick) => void;
}

export class Ticker {
  readonly #options: TickerOptions;
  #armedMs = Infinity;
  /** Up to when our lateness has been told. */
  #toldMs = -Infinity;
  #cancel: Cancel | null = null;
  #stopped = false;

  constructor(options: TickerOptions) {
    this.#options = options;
  }

  /** To be called whenever something may have become due earlier. */
  arm(): void {
    const dueMs = this.#options.dueMs();
    if (dueMs >= this.#armedMs || this.#stopped) return;
    this.#cancel?.();
    this.#armedMs = dueMs;
    this.#cancel = this.#options.clock.schedule(dueMs, () => this.#wake());
  }

  /**
   * How late our loop is, 0 unless it stalls. Each stretch is told once, here
   * or to the tick: for those who judge on an event that comes before it.
   */
  takeLagMs(nowMs: number): number {
    if (nowMs - this.#armedMs < STALL_MS) return 0;
    const lagMs = nowMs - Math.max(this.#armedMs, this.#toldMs);
    this.#toldMs = nowMs;
    return lagMs;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #wake(): void {
    const { clock, receivedCount } = this.#options;
    if (clock.nowMs() - this.#armedMs < STALL_MS) this.#tick(0);
    else this.#drain({ turns: 0, received: receivedCount() });
  }

  #drain({ turns, received }: {
    readonly turns: number;
    readonly received: number;
  }): void {
    const { clock, receivedCount } = this.#options;
    this.#cancel = clock.schedule(clock.nowMs(), () => {
      const isEmpty = receivedCount() === received;
      if (isEmpty || turns >= DRAIN_TURNS_MAX) {
        return this.#tick(this.takeLagMs(clock.nowMs()));
      }
      this.#drain({ turns: turns + 1, received: receivedCount() });
    });
  }

  #tick(lagMs: number): void {
    const { clock, tick } = this.#options;
    this.#armedMs = Infinity;
    this.#cancel = null;
    tick({ nowMs: clock.nowMs(), lagMs });
    this.arm();
  }
}
