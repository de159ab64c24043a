/**
 * What a socket for datagrams promises to those who use one. The socket
 * behind it is in `udp.ts`; the simulator has its own.
 */

import type { Address } from "../base/address.ts";

/** @param bytes A view that is only good during the call. */
export type TakeDatagram = (bytes: Uint8Array, from: Address) => void;

/** Moves datagrams. Best effort: each may be lost, doubled, late or cut. */
export interface Datagrams {
  readonly address: Address;
  /** How many came in so far: tells whether the socket still has some. */
  readonly receivedCount: number;
  /** Starts to hand over what comes in. Called once. */
  listen(take: TakeDatagram): void;
  /** Keeps `bytes` until they are gone: the caller must not reuse them. */
  send(bytes: Uint8Array, to: Address): void;
  /** Resolves once what was sent is with the system, and the port free. */
  close(): Promise<void>;
}
