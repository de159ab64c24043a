/** Lines that are sent together, once a turn of the loop. */

import type { Clock } from "../base/ports.ts";
import { utf8Of } from "../base/utf8.ts";
import type { Connection } from "../net/connections.ts";

export class TurnWriter {
  readonly #connection: Connection;
  readonly #clock: Clock;
  #unsent = "";
  #isHeld = false;
  #isClosed = false;

  constructor(connection: Connection, clock: Clock) {
    this.#connection = connection;
    this.#clock = clock;
  }

  /** @param line Without its end. */
  write(line: string): void {
    if (this.#unsent === "") this.#clock.soon(() => this.#send());
    this.#unsent += `${line}\n`;
  }

  /** Sends what was written, and nothing more until it is released. */
  hold(): void {
    this.#send();
    this.#isHeld = true;
  }

  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#send();
  }

  /** Sends nothing any more. */
  close(): void {
    this.#isClosed = true;
  }

  #send(): void {
    if (this.#isHeld || this.#isClosed || this.#unsent === "") return;
    const text = this.#unsent;
    this.#unsent = "";
    this.#connection.send(utf8Of(text));
  }
}
