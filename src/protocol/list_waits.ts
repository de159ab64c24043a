/**
 * Queries that wait: for the newer list of a server whose old one is out of
 * date, or for nothing but time to pass.
 */

import type { Server } from "./directory.ts";
import type { ListSettled } from "./query_context.ts";

interface Wait {
  readonly deadlineMs: number;
  readonly then: ListSettled;
}

export class ListWaits {
  /** By server, and under no name who waits for time alone. */
  readonly #byServer = new Map<string, Set<Wait>>();
  #dueMs = Infinity;

  get size(): number {
    let size = 0;
    for (const waits of this.#byServer.values()) size += waits.size;
    return size;
  }

  /** When the first of them must end. */
  get dueMs(): number {
    return this.#dueMs;
  }

  /** Calls back when the time has come. */
  addTime(dueMs: number, then: ListSettled): void {
    this.#add("", { deadlineMs: dueMs, then });
  }

  add({ name }: Server, deadlineMs: number, then: ListSettled): void {
    this.#add(name, { deadlineMs, then });
  }

  /** The server has a new list, or is gone. */
  changed(name: string, nowMs: number): void {
    const waits = this.#byServer.get(name);
    this.#byServer.delete(name);
    for (const { then } of waits ?? []) then(true, nowMs);
  }

  /** Ends those whose time is up. */
  poll(nowMs: number): void {
    if (nowMs < this.#dueMs) return;
    const over: Wait[] = [];
    this.#dueMs = Infinity;
    for (const [name, waits] of this.#byServer) {
      for (const wait of waits) {
        if (nowMs >= wait.deadlineMs && waits.delete(wait)) over.push(wait);
        else this.#dueMs = Math.min(this.#dueMs, wait.deadlineMs);
      }
      if (waits.size === 0) this.#byServer.delete(name);
    }
    // Only now, as they may wait again.
    for (const { then } of over) then(false, nowMs);
  }

  #add(name: string, wait: Wait): void {
    const waits = this.#byServer.get(name) ?? new Set();
    this.#byServer.set(name, waits.add(wait));
    this.#dueMs = Math.min(this.#dueMs, wait.deadlineMs);
  }
}
