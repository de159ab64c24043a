/**
 * TLS for clients: a handshake has its bound in time and in number, and only
 * a connection that is through with it is handed to its owner.
 */

import type { Address } from "../base/address.ts";
import { HANDSHAKE_MS_MAX, HANDSHAKES_MAX } from "../base/limits.ts";
import { formatRefusal } from "../wire/refusals.ts";
import type { Accept } from "./connections.ts";
import { Relay } from "./relay.ts";
import { SocketConnection } from "./socket_connection.ts";
import {
  type Crowded,
  listenSockets,
  remoteAddress,
  type TcpListener,
} from "./tcp.ts";
import { type Certificate, TlsEngine } from "./tls_engine.ts";

/** The first byte of a TLS handshake; no line of text begins so. */
const TLS_HANDSHAKE = 0x16;
const FIRST_READ_BYTES = 16_384;

export interface TlsListener extends TcpListener {
  /**
   * Shows another certificate from now on; connections live on.
   *
   * @throws {FileFormatError} If it cannot be used; the old one still is.
   */
  replace(certificate: Certificate): void;
}

/**
 * @throws {FileFormatError} If the certificate cannot be used.
 * @throws {UnavailableError} If the address cannot be had.
 */
export function listenTls(
  address: Address,
  { certificate, accept, crowded }: {
    readonly certificate: Certificate;
    readonly accept: Accept;
    readonly crowded?: Crowded;
  },
): TlsListener {
  const engine = new TlsEngine(certificate);
  const open = new Set<Handshake>();
  let listener: TcpListener;
  try {
    const take = (socket: Deno.TcpConn) => {
      // Who is honest is through soon, so the oldest is the likeliest not to
      // be.
      if (open.size >= HANDSHAKES_MAX) [...open][0]?.abort();
      const handshake = new Handshake(socket, { engine, accept });
      open.add(handshake);
      handshake.ended.then(() => open.delete(handshake));
    };
    listener = listenSockets(address, take, crowded);
  } catch (error) {
    engine.close();
    throw error;
  }
  return {
    address: listener.address,
    replace: (certificate) => engine.replace(certificate),
    close() {
      listener.close();
      for (const handshake of open) handshake.abort();
      engine.close();
    },
  };
}

interface HandshakeOptions {
  readonly engine: TlsEngine;
  readonly accept: Accept;
}

/** A connection that is not one yet. */
class Handshake {
  /** Resolves when it is done, or failed. */
  readonly ended: Promise<void>;
  readonly #socket: Deno.TcpConn;
  readonly #options: HandshakeOptions;
  readonly #timer: ReturnType<typeof setTimeout>;
  #relay: Relay | null = null;
  #isAborted = false;

  constructor(socket: Deno.TcpConn, options: HandshakeOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#timer = setTimeout(() => this.abort(), HANDSHAKE_MS_MAX);
    // A peer that hangs up or talks nonsense has failed, and nobody else.
    this.ended = this.#run().catch(() => this.abort())
      .finally(() => clearTimeout(this.#timer));
  }

  abort(): void {
    if (this.#isAborted) return;
    this.#isAborted = true;
    if (this.#relay) this.#relay.abort();
    else this.#socket.close();
  }

  async #run(): Promise<void> {
    const socket = this.#socket;
    const peer = remoteAddress(socket);
    const first = new Uint8Array(FIRST_READ_BYTES);
    const count = await socket.read(first);
    if (count === null) return this.abort();
    if (first[0] !== TLS_HANDSHAKE) return this.#refuse(peer);
    const { inner, secure } = await this.#options.engine.open();
    if (this.#isAborted) {
      inner.close();
      return secure.close();
    }
    const relay = new Relay({
      outer: socket,
      inner,
      first: first.subarray(0, count),
    });
    this.#relay = relay;
    try {
      await secure.handshake();
    } catch {
      // It has told the peer why, which is still on its way out.
      secure.close();
      return relay.linger();
    }
    if (this.#isAborted) return secure.close();
    hand({ secure, relay, peer, accept: this.#options.accept });
  }

  /** In the clear, as that is what the peer speaks. */
  #refuse(peer: Address): void {
    const line = formatRefusal({
      kind: "refusal",
      json: true,
      id: "",
      code: "tls_required",
      message: "Cannot answer in the clear as clients are taken by TLS only: " +
        "see --tls and --ca",
    });
    const connection = new SocketConnection({
      socket: this.#socket,
      peer,
      accept: () => INDIFFERENT,
    });
    connection.send(new TextEncoder().encode(`${line}\n`));
    connection.end();
  }
}

const INDIFFERENT = {
  received() {},
  taken() {},
  finished() {},
  closed() {},
};

/** Gives the connection to its owner; the relay ends with it. */
function hand(
  { secure, relay, peer, accept }: {
    readonly secure: Deno.TlsConn;
    readonly relay: Relay;
    readonly peer: Address;
    readonly accept: Accept;
  },
): void {
  new SocketConnection({
    socket: secure,
    peer,
    accept: (connection) => {
      const events = accept(connection);
      return {
        received: (bytes) => events.received(bytes),
        taken: () => events.taken(),
        finished: () => events.finished(),
        closed() {
          relay.linger();
          events.closed();
        },
      };
    },
  });
}
