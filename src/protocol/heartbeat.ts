/**
 * When to ping the main server that has us registered, and whether it has
 * been heard since: it may be gone, or have moved.
 */

import { DOWN_MS, HEARTBEAT_MS, HEARTBEAT_SPREAD } from "../base/limits.ts";
import type { Random } from "../base/ports.ts";
import { type Id64, NO_SESSION, sameId } from "../wire/datagram.ts";

export class Heartbeat {
  readonly #random: Random;
  #token = NO_SESSION;
  #dueMs = Infinity;
  #heardMs = -Infinity;

  constructor(random: Random) {
    this.#random = random;
  }

  /** When the next ping is due. */
  get dueMs(): number {
    return this.#dueMs;
  }

  /** Starts the wait for the next ping. */
  arm(nowMs: number): void {
    this.#dueMs = nowMs + spread(HEARTBEAT_MS, this.#random);
  }

  /** Counts a ping that is sent now. */
  sent(token: Id64, nowMs: number): void {
    this.#token = token;
    this.arm(nowMs);
  }

  /** Any authentic datagram is life. */
  hear(nowMs: number): void {
    this.#heardMs = nowMs;
  }

  /** Whether a reply is to the last ping. */
  isReply(token: Id64): boolean {
    return sameId(token, this.#token);
  }

  isSilent(nowMs: number): boolean {
    return nowMs - this.#heardMs > DOWN_MS;
  }
}

/** A wait that is somewhat shorter or longer, so that peers spread. */
export function spread(waitMs: number, random: Random): number {
  return waitMs * (1 + HEARTBEAT_SPREAD * (2 * random() - 1));
}
