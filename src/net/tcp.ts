/** TCP behind the ports of `connections.ts`. */

import type { Address } from "../base/address.ts";
import type { Accept, Dial } from "./connections.ts";
import { SocketConnection } from "./socket_connection.ts";
import { refusedSocket } from "./unavailable.ts";

/** After an accept fails for want of file descriptors. */
export const BACK_OFF_MS = 50;

/** A listening socket; each connection it accepts is handed to its owner. */
export interface TcpListener {
  readonly address: Address;
  /** Takes no more connections; those it has live on. */
  close(): void;
}

/** Is told that the system takes no more connections, as long as it does so. */
export type Crowded = () => void;

/**
 * @throws {UnavailableError} If the address cannot be had.
 */
export function listenTcp(
  address: Address,
  accept: Accept,
  crowded?: Crowded,
): TcpListener {
  const take = (socket: Deno.TcpConn) => {
    new SocketConnection({ socket, peer: remoteAddress(socket), accept });
  };
  return listenSockets(address, take, crowded);
}

/**
 * Hands over each socket that is accepted, and sends what is written to it at
 * once: Nagle's wait for a delayed ACK would cost 44 ms.
 *
 * @throws {UnavailableError} If the address cannot be had.
 */
export function listenSockets(
  address: Address,
  take: (socket: Deno.TcpConn) => void,
  crowded: Crowded = () => {},
): TcpListener {
  let listener: Deno.TcpListener;
  try {
    listener = Deno.listen({ hostname: address.host, port: address.port });
  } catch (error) {
    throw refusedSocket("listen on TCP", { address, error });
  }
  let closed = false;
  acceptAll(listener, { take, crowded, isClosed: () => closed });
  return {
    address: { host: listener.addr.hostname, port: listener.addr.port },
    close() {
      closed = true;
      listener.close();
    },
  };
}

async function acceptAll(
  listener: Deno.TcpListener,
  { take, crowded, isClosed }: {
    readonly take: (socket: Deno.TcpConn) => void;
    readonly crowded: Crowded;
    readonly isClosed: () => boolean;
  },
): Promise<void> {
  while (!isClosed()) {
    try {
      const socket = await listener.accept();
      socket.setNoDelay(true);
      take(socket);
    } catch (error) {
      // Who hangs up before being accepted must not keep others waiting.
      const hasLeft = error instanceof Deno.errors.NotConnected ||
        error instanceof Deno.errors.ConnectionAborted;
      if (hasLeft || isClosed()) continue;
      crowded();
      await pause(BACK_OFF_MS);
    }
  }
}

export const dialTcp: Dial = async (to, accept) => {
  const socket = await connectToMain(to);
  return new SocketConnection({ socket, peer: remoteAddress(socket), accept });
};

/**
 * As {@linkcode connect}, for clients.
 *
 * @throws {UnavailableError} If nobody takes the connection.
 */
export async function connectToMain(to: Address): Promise<Deno.TcpConn> {
  try {
    return await connect(to);
  } catch (error) {
    throw refusedSocket("reach the main server at", {
      address: to,
      error,
      exitCode: 5,
    });
  }
}

/** A socket that sends at once; whatever the system says is thrown. */
export async function connect(to: Address): Promise<Deno.TcpConn> {
  const socket = await Deno.connect({ hostname: to.host, port: to.port });
  socket.setNoDelay(true);
  return socket;
}

export function remoteAddress({ remoteAddr }: Deno.TcpConn): Address {
  return { host: remoteAddr.hostname, port: remoteAddr.port };
}

export function pause(waitMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, waitMs));
}
