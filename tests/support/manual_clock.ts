/** Time that moves when a test says so. */

import type { Cancel, Clock } from "../../src/base/ports.ts";

export class ManualClock implements Clock {
  #nowMs = 0;
  readonly #timers = new Set<{ readonly dueMs: number; run(): void }>();
  #soon: (() => void)[] = [];

  /** Timers that neither ran nor were cancelled. */
  get timers(): number {
    return this.#timers.size;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  schedule(dueMs: number, run: () => void): Cancel {
    const timer = { dueMs, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  soon(run: () => void): void {
    this.#soon.push(run);
  }

  /** Ends a turn of the loop. */
  turn(): void {
    for (const run of this.#soon.splice(0)) run();
  }

  /** Moves on and runs what is due on the way, in order. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (let next = this.#next(endMs); next; next = this.#next(endMs)) {
      this.#timers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.run();
    }
    this.#nowMs = endMs;
  }

  /** Runs one timer that is due now, if there is any. */
  runNext(): void {
    const next = this.#next(this.#nowMs);
    if (!next) return;
    this.#timers.delete(next);
    next.run();
  }

  /** Moves on as in a process that stands still: what is due runs late. */
  leap(ms: number): void {
    this.#nowMs += ms;
  }

  #next(endMs: number) {
    return [...this.#timers].filter(({ dueMs }) => dueMs <= endMs)
      .sort((a, b) => a.dueMs - b.dueMs)[0];
  }
}
