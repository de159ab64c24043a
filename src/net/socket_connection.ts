/**
 * A {@linkcode Connection} on a socket of the system's, in the clear or not.
 */

import type { Address } from "../base/address.ts";
import type { Accept, Connection, ConnectionEvents } from "./connections.ts";

/** A thousand connections read into 16 MiB. */
const READ_BUFFER_BYTES = 16_384;
/** How long a peer that was told goodbye may still send. */
export const LINGER_MS = 1_000;

/** What a connection needs of a socket, be it TCP or TLS. */
export type StreamSocket = Pick<
  Deno.Conn,
  "read" | "write" | "close" | "closeWrite"
>;

export interface SocketConnectionOptions {
  readonly socket: StreamSocket;
  readonly peer: Address;
  readonly accept: Accept;
}

export class SocketConnection implements Connection {
  readonly peer: Address;
  unsentBytes = 0;
  readonly #socket: StreamSocket;
  readonly #events: ConnectionEvents;
  #unsent: Uint8Array[] = [];
  #writing = false;
  #ending = false;
  #closed = false;
  /** The peer has ended its side. */
  #hasPeerEnded = false;
  #paused: PromiseWithResolvers<void> | null = null;
  #lingering: ReturnType<typeof setTimeout> | undefined;

  constructor({ socket, peer, accept }: SocketConnectionOptions) {
    this.#socket = socket;
    this.peer = peer;
    this.#events = accept(this);
    this.#readAll();
  }

  send(bytes: Uint8Array): void {
    if (this.#closed || this.#ending) return;
    // What has to wait must not keep alive what it is a piece of.
    this.#unsent.push(this.#writing ? bytes.slice() : bytes);
    this.unsentBytes += bytes.length;
    if (!this.#writing) this.#writeAll();
  }

  pauseReading(): void {
    this.#paused ??= Promise.withResolvers();
  }

  resumeReading(): void {
    this.#paused?.resolve();
    this.#paused = null;
  }

  end(): void {
    if (this.#ending) return;
    this.#ending = true;
    this.resumeReading();
    if (!this.#writing) this.#linger();
  }

  abort(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#unsent = [];
    this.unsentBytes = 0;
    clearTimeout(this.#lingering);
    this.#socket.close();
    this.#events.closed();
  }

  async #readAll(): Promise<void> {
    const buffer = new Uint8Array(READ_BUFFER_BYTES);
    try {
      while (!this.#closed) {
        // By the time that it goes on it may have been paused again.
        while (this.#paused) await this.#paused.promise;
        const count = await this.#socket.read(buffer);
        if (count === null) break;
        if (!this.#ending) this.#events.received(buffer.subarray(0, count));
      }
    } catch (error) {
      if (!isLost(error)) throw error;
      return this.abort();
    }
    this.#hasPeerEnded = true;
    if (!this.#ending && !this.#closed) this.#events.finished();
    else if (!this.#writing) this.abort();
  }

  async #writeAll(): Promise<void> {
    this.#writing = true;
    try {
      while (this.#unsent.length > 0) {
        const bytes = joined(this.#unsent);
        this.#unsent = [];
        for (let sent = 0; sent < bytes.length;) {
          const count = await this.#socket.write(bytes.subarray(sent));
          if (this.#closed) return;
          sent += count;
          this.unsentBytes -= count;
          this.#events.taken();
        }
      }
    } catch (error) {
      if (!isLost(error)) throw error;
      return this.abort();
    }
    this.#writing = false;
    if (this.#ending) this.#linger();
  }

  /**
   * Ends our side and waits for the other to end, for a while: closing with
   * something unread would reset the connection and take our last words along.
   */
  #linger(): void {
    if (this.#closed) return;
    if (this.#hasPeerEnded) return this.abort();
    this.#socket.closeWrite().catch(() => this.abort());
    this.#lingering = setTimeout(() => this.abort(), LINGER_MS);
    Deno.unrefTimer(this.#lingering);
  }
}

/** Whether the connection broke, which is the world's fault and not ours. */
function isLost(error: unknown): boolean {
  return error instanceof Deno.errors.BadResource ||
    error instanceof Deno.errors.Interrupted ||
    error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.ConnectionAborted ||
    error instanceof Deno.errors.NotConnected ||
    error instanceof Deno.errors.TimedOut ||
    // TLS: cut off without a goodbye, or spoilt on its way.
    error instanceof Deno.errors.UnexpectedEof ||
    error instanceof Deno.errors.InvalidData ||
    (error instanceof Error && "code" in error);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const bytes = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
