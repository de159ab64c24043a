/** The clients that a main server has, and who goes when there are too many. */

import { CONNECTION_IDLE_MS, CONNECTIONS_MAX } from "../base/limits.ts";
import type { ClientSession } from "./client_session.ts";

export class ClientSessions {
  readonly #sessions = new Set<ClientSession>();

  get size(): number {
    return this.#sessions.size;
  }

  /** Takes a client; when there are too many, in place of the idlest. */
  add(session: ClientSession): void {
    if (this.#sessions.size >= CONNECTIONS_MAX) this.#makeRoom(session);
    this.#sessions.add(session);
  }

  remove(session: ClientSession): void {
    this.#sessions.delete(session);
  }

  /** Drops those who take nothing, or do not end their lines. */
  poll(nowMs: number): void {
    for (const session of this.#sessions) session.poll(nowMs);
  }

  /** Ends all of them. */
  close(): void {
    for (const session of this.#sessions) session.close();
  }

  /** The newcomer has to go if nobody was silent for long. */
  #makeRoom(newcomer: ClientSession): void {
    let idlest = newcomer;
    for (const session of this.#sessions) {
      if (session.isIdle && session.activeMs < idlest.activeMs) {
        idlest = session;
      }
    }
    const silentMs = newcomer.activeMs - idlest.activeMs;
    (silentMs >= CONNECTION_IDLE_MS ? idlest : newcomer).close();
  }
}
