/**
 * What a TCP connection promises to those who use one, and what it wants of
 * them. The socket behind it is in `socket_connection.ts`; tests have their
 * own.
 */

import type { Address } from "../base/address.ts";

/** One end of a stream of bytes. */
export interface Connection {
  readonly peer: Address;
  /** Bytes handed to {@linkcode send} that the system has not taken yet. */
  readonly unsentBytes: number;
  /** Sends all of `bytes`, after all that was sent before; never waits. */
  send(bytes: Uint8Array): void;
  /** Leaves what the peer sends in the system's hands, until resumed. */
  pauseReading(): void;
  resumeReading(): void;
  /** Closes once everything that was sent is taken; reads nothing more. */
  end(): void;
  /** Closes at once and forgets what is unsent. */
  abort(): void;
}

/** What the owner of a connection is told. */
export interface ConnectionEvents {
  /** @param bytes A view that is only good during the call. */
  received(bytes: Uint8Array): void;
  /** The system took some bytes; `unsentBytes` tells what is left. */
  taken(): void;
  /** The peer sends no more; what it asked may still be answered. */
  finished(): void;
  /** Nothing comes or goes any more; called once, and last. */
  closed(): void;
}

/** Takes a connection and says who wants to hear of it. */
export type Accept<Kind extends Connection = Connection> = (
  connection: Kind,
) => ConnectionEvents;

/**
 * Connects to a main server.
 *
 * @throws {UnavailableError} If nobody takes the connection.
 */
export type Dial = (to: Address, accept: Accept) => Promise<Connection>;
