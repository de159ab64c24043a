/**
 * Virtual time: what is due next happens next, and what is due at the same
 * moment happens in the order in which it was planned. Nothing else decides,
 * so that one seed is one history.
 */

import type { Cancel } from "../../src/base/ports.ts";

interface Event {
  readonly dueMs: number;
  readonly sequence: number;
  run: (() => void) | null;
}

export class EventQueue {
  /** A binary heap: no event is due before its parent. */
  readonly #heap: Event[] = [];
  #nowMs = 0;
  #sequence = 0;

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Events that were planned, cancelled ones among them. */
  get planned(): number {
    return this.#sequence;
  }

  at(dueMs: number, run: () => void): Cancel {
    const event: Event = {
      dueMs: Math.max(dueMs, this.#nowMs),
      sequence: this.#sequence++,
      run,
    };
    this.#push(event);
    return () => event.run = null;
  }

  after(waitMs: number, run: () => void): Cancel {
    return this.at(this.#nowMs + waitMs, run);
  }

  /**
   * Lets the next event happen, if it is due by `endMs`.
   *
   * @returns False if time has come to `endMs` instead.
   */
  step(endMs: number): boolean {
    for (let next = this.#heap[0]; next && next.dueMs <= endMs;) {
      this.#pop();
      const { run } = next;
      if (run) {
        this.#nowMs = next.dueMs;
        next.run = null;
        run();
        return true;
      }
      next = this.#heap[0];
    }
    this.#nowMs = Math.max(this.#nowMs, endMs);
    return false;
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!isBefore(event, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    const size = heap.length;
    if (size === 0) return;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.sequence < b.sequence);
}
