/** What goes out to one client, and whether the client takes it. */

import {
  OUTBOX_BYTES_MAX,
  OUTBOX_BYTES_PAUSE,
  OUTBOX_STALL_MS_MAX,
} from "../base/limits.ts";
import type { Clock } from "../base/ports.ts";
import { utf8Of } from "../base/utf8.ts";
import type { Connection } from "../net/connections.ts";

export class Outgoing {
  readonly #connection: Connection;
  readonly #clock: Clock;
  /** When the client last took something, while something waits for it. */
  #takenMs = Infinity;

  constructor(connection: Connection, clock: Clock) {
    this.#connection = connection;
    this.#clock = clock;
  }

  /** Whether so much waits that no more is to be worked on. */
  get isFull(): boolean {
    return this.#connection.unsentBytes > OUTBOX_BYTES_PAUSE;
  }

  get isEmpty(): boolean {
    return this.#connection.unsentBytes === 0;
  }

  /** Sends whole lines; a client for whom too much waits is dropped. */
  send(text: string): void {
    if (this.#takenMs === Infinity) this.#takenMs = this.#clock.nowMs();
    this.#connection.send(utf8Of(text));
    if (this.#connection.unsentBytes > OUTBOX_BYTES_MAX) {
      this.#connection.abort();
    }
  }

  /** The client took something. */
  taken(): void {
    this.#takenMs = this.isEmpty ? Infinity : this.#clock.nowMs();
  }

  /** Whether it has taken nothing for too long. */
  isStalled(nowMs: number): boolean {
    return nowMs - this.#takenMs > OUTBOX_STALL_MS_MAX;
  }
}
