/**
 * Two sockets of ours as one: what comes from either goes to the other.
 *
 * Each is read only as fast as the other takes, so whoever stalls on one side
 * stalls the other.
 */

import { OUTBOX_STALL_MS_MAX } from "../base/limits.ts";
import { LINGER_MS } from "./socket_connection.ts";

const BUFFER_BYTES = 16_384;

export class Relay {
  readonly #outer: Deno.TcpConn;
  readonly #inner: Deno.TcpConn;
  #isClosed = false;
  #isOutDone = false;
  #outBytes = 0;
  #lingering: ReturnType<typeof setTimeout> | undefined;

  /**
   * Starts at once, and closes both sockets when both have ended.
   *
   * @param first What `outer` has sent already.
   */
  constructor(
    { outer, inner, first }: {
      /** Leads to a peer that may do anything. */
      readonly outer: Deno.TcpConn;
      /** Leads to ourselves. */
      readonly inner: Deno.TcpConn;
      readonly first: Uint8Array;
    },
  ) {
    this.#outer = outer;
    this.#inner = inner;
    Promise.all([this.#bringIn(first), this.#bringOut()])
      .catch(() => {
        // Broken on the outer side, which the inner end is told by closing.
      })
      .finally(() => this.abort());
  }

  /** Closes both sockets at once. */
  abort(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#lingering);
    this.#outer.close();
    this.#inner.close();
  }

  /**
   * The inner end is done. What it wrote last still gets out, as long as the
   * peer takes some of it, as it would if the system had it.
   */
  linger(): void {
    if (this.#isClosed) return;
    const before = this.#outBytes;
    const waitMs = this.#isOutDone ? LINGER_MS : OUTBOX_STALL_MS_MAX;
    clearTimeout(this.#lingering);
    this.#lingering = setTimeout(() => {
      if (this.#outBytes > before) this.linger();
      else this.abort();
    }, waitMs);
    Deno.unrefTimer(this.#lingering);
  }

  async #bringIn(first: Uint8Array): Promise<void> {
    const buffer = new Uint8Array(BUFFER_BYTES);
    let isWanted = await isTaken(this.#inner, first);
    for (;;) {
      const count = await this.#outer.read(buffer);
      if (count === null) break;
      // What nobody wants is read all the same: closing with something unread
      // would reset the connection and take our last words along.
      if (!isWanted) continue;
      isWanted = await isTaken(this.#inner, buffer.subarray(0, count));
    }
    if (isWanted) await this.#inner.closeWrite().catch(() => {});
  }

  async #bringOut(): Promise<void> {
    const buffer = new Uint8Array(BUFFER_BYTES);
    for (;;) {
      const count = await this.#inner.read(buffer).catch(() => null);
      if (count === null) break;
      await writeAll(this.#outer, buffer.subarray(0, count));
      this.#outBytes += count;
    }
    await this.#outer.closeWrite();
    this.#isOutDone = true;
    if (this.#lingering !== undefined) this.linger();
  }
}

async function isTaken(
  socket: Deno.TcpConn,
  bytes: Uint8Array,
): Promise<boolean> {
  try {
    await writeAll(socket, bytes);
    return true;
  } catch {
    return false;
  }
}

async function writeAll(
  socket: Deno.TcpConn,
  bytes: Uint8Array,
): Promise<void> {
  for (let sent = 0; sent < bytes.length;) {
    sent += await socket.write(bytes.subarray(sent));
  }
}
