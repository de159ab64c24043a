/** One connection over the loopback: our end of it, and a bare socket. */

import { assert } from "@std/assert";
import type {
  Connection,
  ConnectionEvents,
} from "../../src/net/connections.ts";
import { listenTcp, type TcpListener } from "../../src/net/tcp.ts";

type EventName = keyof ConnectionEvents;

export class Served implements Disposable {
  readonly listener: TcpListener;
  /** All that the owner of our end was told, in order. */
  readonly events: EventName[] = [];
  /** Called with each piece that comes in. */
  onReceived: () => void = () => {};
  readonly #parts: Uint8Array[] = [];
  readonly #accepted = Promise.withResolvers<Connection>();
  #waiting: (() => void)[] = [];
  #connection: Connection | null = null;
  #peer: Deno.TcpConn | null = null;

  static async start(): Promise<Served> {
    const served = new Served();
    const { host: hostname, port } = served.listener.address;
    served.#peer = await Deno.connect({ hostname, port });
    served.#connection = await served.#accepted.promise;
    return served;
  }

  private constructor() {
    const anyPort = { host: "127.0.0.1", port: 0 };
    this.listener = listenTcp(anyPort, (connection) => {
      // Those after the first only show that the loop has turned.
      if (this.#connection) return echo(connection);
      this.#connection = connection;
      this.#accepted.resolve(connection);
      return this.#owner();
    });
  }

  get connection(): Connection {
    assert(this.#connection);
    return this.#connection;
  }

  /** The other end. */
  get peer(): Deno.TcpConn {
    assert(this.#peer);
    return this.#peer;
  }

  /** All that came in. */
  get bytes(): Uint8Array {
    return joined(this.#parts);
  }

  count(name: EventName): number {
    return this.events.filter((event) => event === name).length;
  }

  /** Waits until it was told, if it was not. */
  async event(name: EventName): Promise<void> {
    while (this.count(name) === 0) await this.anything();
  }

  /** Waits until something more is told. */
  anything(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The peer sends all of `bytes`. */
  async write(bytes: Uint8Array): Promise<void> {
    for (let sent = 0; sent < bytes.length;) {
      sent += await this.peer.write(bytes.subarray(sent));
    }
  }

  /** Goes to the server and back by another way: by then it has read. */
  async roundTrip(): Promise<void> {
    const { host: hostname, port } = this.listener.address;
    using other = await Deno.connect({ hostname, port });
    await other.write(Uint8Array.of(1));
    await other.read(new Uint8Array(1));
    await other.closeWrite();
    await other.read(new Uint8Array(1));
  }

  [Symbol.dispose](): void {
    this.listener.close();
    this.connection.abort();
    try {
      this.peer.close();
    } catch {
      // A test may have closed it.
    }
  }

  #owner(): ConnectionEvents {
    return {
      received: (bytes) => {
        this.#parts.push(bytes.slice());
        // The buffer is used again.
        bytes.fill(0xee);
        this.onReceived();
        this.#tell("received");
      },
      taken: () => this.#tell("taken"),
      finished: () => this.#tell("finished"),
      closed: () => this.#tell("closed"),
    };
  }

  #tell(event: EventName): void {
    this.events.push(event);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** Reads to the end, which a reset is not. */
export async function readAll(socket: Deno.TcpConn): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const buffer = new Uint8Array(65_536);
  for (;;) {
    const count = await socket.read(buffer);
    if (count === null) return joined(parts);
    parts.push(buffer.slice(0, count));
  }
}

function echo(connection: Connection): ConnectionEvents {
  return {
    received: (bytes) => connection.send(bytes.slice()),
    taken() {},
    finished: () => connection.end(),
    closed() {},
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
