/** The client's side of connections to main servers that a test plays. */

import type { Address } from "../../src/base/address.ts";
import type {
  Accept,
  Connection,
  ConnectionEvents,
  Dial,
} from "../../src/net/connections.ts";

export class FakeConnection implements Connection {
  readonly peer: Address;
  unsentBytes = 0;
  isPaused = false;
  /** How our side closed it, if it did. */
  closing: "end" | "abort" | null = null;
  /** One text a write. */
  readonly writes: string[] = [];
  readonly #events: ConnectionEvents;

  constructor(peer: Address, accept: Accept) {
    this.peer = peer;
    this.#events = accept(this);
  }

  send(bytes: Uint8Array): void {
    this.writes.push(new TextDecoder().decode(bytes));
  }

  pauseReading(): void {
    this.isPaused = true;
  }

  resumeReading(): void {
    this.isPaused = false;
  }

  end(): void {
    this.closing ??= "end";
  }

  abort(): void {
    if (this.closing === "abort") return;
    this.closing = "abort";
    this.#events.closed();
  }

  /** The server sends `text`. */
  receive(text: string | Uint8Array): void {
    this.#events.received(
      typeof text === "string" ? new TextEncoder().encode(text) : text,
    );
  }

  /** The system takes all that is unsent. */
  take(): void {
    this.unsentBytes = 0;
    this.#events.taken();
  }

  /** The server closes its side. */
  finish(): void {
    this.#events.finished();
  }
}

/** Dials servers that all accept, and keeps the connections. */
export function acceptingDial(): {
  readonly dial: Dial;
  readonly connections: FakeConnection[];
} {
  const connections: FakeConnection[] = [];
  const dial: Dial = (to, accept) => {
    const connection = new FakeConnection(to, accept);
    connections.push(connection);
    return Promise.resolve(connection);
  };
  return { dial, connections };
}
