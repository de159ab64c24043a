/**
 * Turns sockets that we own into TLS.
 *
 * Deno's TLS socket cannot be got rid of before its handshake is done: closing
 * it leaves the system's socket open until the peer hangs up, so that idle
 * strangers could use up all file descriptors. Nor can a TLS listener take a
 * new certificate. So TLS runs on sockets between us and ourselves, over the
 * loopback, and the peer's own socket stays in our hands.
 */

import { FileFormatError, reason } from "../base/errors.ts";
import { BACK_OFF_MS, connect, pause } from "./tcp.ts";

/** A certificate and its key, each as PEM; the chain may follow the first. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Both ends of a connection to ourselves. */
export interface TlsPair {
  /** What is written here arrives at `secure`, and is to be TLS. */
  readonly inner: Deno.TcpConn;
  readonly secure: Deno.TlsConn;
}

export class TlsEngine {
  #listener: InnerListener;

  /** @throws {FileFormatError} If the certificate cannot be used. */
  constructor(certificate: Certificate) {
    this.#listener = new InnerListener(certificate);
  }

  /**
   * From now on peers are shown another certificate; connections live on.
   *
   * @throws {FileFormatError} If it cannot be used; the old one still is.
   */
  replace(certificate: Certificate): void {
    const before = this.#listener;
    this.#listener = new InnerListener(certificate);
    before.retire();
  }

  /** A new connection, whose handshake has not begun. */
  open(): Promise<TlsPair> {
    return this.#listener.open();
  }

  close(): void {
    this.#listener.retire();
  }
}

/** The port at which we meet ourselves. */
class InnerListener {
  readonly #listener: Deno.TlsListener;
  /** Accepted, by the port of the other end, which is not known yet. */
  readonly #arrived = new Map<number, Deno.TlsConn>();
  readonly #awaited = new Map<number, (secure: Deno.TlsConn) => void>();
  #opening = 0;
  #isRetired = false;
  #isClosed = false;

  constructor({ cert, key }: Certificate) {
    try {
      const hostname = "127.0.0.1";
      this.#listener = Deno.listenTls({ hostname, port: 0, cert, key });
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) throw error;
      throw new FileFormatError(
        `Cannot use the certificate and its key: ${explain(error)}`,
      );
    }
    this.#acceptAll();
  }

  async open(): Promise<TlsPair> {
    this.#opening++;
    try {
      const inner = await connect({
        host: this.#listener.addr.hostname,
        port: this.#listener.addr.port,
      });
      return { inner, secure: await this.#otherEnd(inner.localAddr.port) };
    } finally {
      this.#opening--;
      if (this.#opening === 0) this.#tidy();
    }
  }

  /** Closes once nobody is on the way to it. */
  retire(): void {
    this.#isRetired = true;
    if (this.#opening === 0) this.#tidy();
  }

  #otherEnd(port: number): Promise<Deno.TlsConn> | Deno.TlsConn {
    const secure = this.#arrived.get(port);
    this.#arrived.delete(port);
    if (secure) return secure;
    const { promise, resolve } = Promise.withResolvers<Deno.TlsConn>();
    this.#awaited.set(port, resolve);
    return promise;
  }

  async #acceptAll(): Promise<void> {
    while (!this.#isClosed) {
      try {
        const secure = await this.#listener.accept();
        const { port } = secure.remoteAddr;
        const take = this.#awaited.get(port);
        this.#awaited.delete(port);
        if (take) take(secure);
        else if (this.#opening > 0) this.#arrived.set(port, secure);
        else secure.close();
      } catch {
        // One that was gone before it was accepted, or no file descriptor.
        if (!this.#isClosed) await pause(BACK_OFF_MS);
      }
    }
  }

  /** Other programs of this machine that found the port are sent away. */
  #tidy(): void {
    for (const stranger of this.#arrived.values()) stranger.close();
    this.#arrived.clear();
    if (!this.#isRetired || this.#isClosed) return;
    this.#isClosed = true;
    this.#listener.close();
  }
}

function explain(error: unknown): string {
  const said = reason(error);
  return said.includes("KeyMismatch")
    ? "the key belongs to another certificate"
    : said[0]?.toLowerCase() + said.slice(1);
}
