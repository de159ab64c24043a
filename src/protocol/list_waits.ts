/** Queries that found a list out of date and wait for the newer one. */

import type { Server } from "./directory.ts";
import type { ListSettled } from "./query.ts";

interface Wait {
  readonly deadlineMs: number;
  readonly then: ListSettled;
}

export class ListWaits {
  readonly #byServer = new Map<string, Set<Wait>>();

  get size(): number {
    let size = 0;
    for (const waits of this.#byServer.values()) size += waits.size;
    return size;
  }

  /** When the first of them must end. */
  get dueMs(): number {
    let dueMs = Infinity;
    for (const waits of this.#byServer.values()) {
      for (const wait of waits) dueMs = Math.min(dueMs, wait.deadlineMs);
    }
    return dueMs;
  }

  add({ name }: Server, deadlineMs: number, then: ListSettled): void {
    const waits = this.#byServer.get(name) ?? new Set();
    this.#byServer.set(name, waits.add({ deadlineMs, then }));
  }

  /** The server has a new list, or is gone. */
  changed(name: string, nowMs: number): void {
    const waits = this.#byServer.get(name);
    this.#byServer.delete(name);
    for (const { then } of waits ?? []) then(true, nowMs);
  }

  /** Ends those whose time is up. */
  poll(nowMs: number): void {
    for (const [name, waits] of this.#byServer) {
      for (const wait of waits) {
        if (nowMs < wait.deadlineMs) continue;
        waits.delete(wait);
        wait.then(false, nowMs);
      }
      if (waits.size === 0) this.#byServer.delete(name);
    }
  }
}
