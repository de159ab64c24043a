/**
 * A UDP socket that survives its errors.
 *
 * It reads into one buffer that is used again, larger than any datagram of
 * ours, so that a cut one is noticed; and it writes one datagram after
 * another from a bounded queue, as sends that nobody awaits pile up in memory
 * and are lost in the kernel.
 */

import { isIPv6 } from "node:net";
import type { Address } from "../base/address.ts";
import { RECEIVE_BUFFER_BYTES, SEND_QUEUE_MAX } from "../base/limits.ts";
import type { Datagrams, TakeDatagram } from "./datagrams.ts";
import { mapped, unmapped } from "./resolve.ts";
import { refusedSocket } from "./unavailable.ts";

/** After an error of the socket it is left alone for this long. */
const BACK_OFF_MS = 20;
/** Errors in a row until the socket is opened anew. */
const ERRORS_UNTIL_REOPEN = 5;

interface Outgoing {
  readonly bytes: Uint8Array;
  readonly to: Deno.NetAddr;
}

/**
 * @throws {UnavailableError} If the address cannot be had.
 */
export function bindUdp(address: Address): UdpSocket {
  return new UdpSocket(address);
}

export class UdpSocket implements Datagrams {
  readonly address: Address;
  /** Such a socket may have peers of IPv4, which it calls by other names. */
  readonly #isIPv6: boolean;
  receivedCount = 0;
  /** Errors of the socket, datagrams too long, and sends that found no room. */
  readonly gauges = { errors: 0, overlong: 0, dropped: 0 };
  #socket: Deno.DatagramConn;
  #closed = false;
  readonly #queue: Outgoing[] = [];
  #sending: Promise<void> | null = null;
  #receiving: Promise<void> | null = null;

  constructor(address: Address) {
    this.#socket = open(address);
    const bound = this.#socket.addr as Deno.NetAddr;
    this.address = { host: bound.hostname, port: bound.port };
    this.#isIPv6 = isIPv6(bound.hostname);
  }

  listen(take: TakeDatagram): void {
    this.#receiving = this.#receive(take);
  }

  send(bytes: Uint8Array, to: Address): void {
    if (this.#closed || this.#queue.length >= SEND_QUEUE_MAX) {
      this.gauges.dropped++;
      return;
    }
    const hostname = this.#isIPv6 ? mapped(to.host) : to.host;
    const target = { transport: "udp", hostname, port: to.port };
    this.#queue.push({ bytes, to: target as Deno.NetAddr });
    this.#sending ??= this.#sendAll();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#sending) await this.#sending;
    this.#release();
    // The system keeps the port for as long as somebody receives from it.
    await this.#receiving;
  }

  async #sendAll(): Promise<void> {
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      try {
        await this.#socket.send(next.bytes, next.to);
      } catch {
        // Whether the peer lives is for time to tell, never for an error.
        this.gauges.errors++;
      }
    }
    this.#sending = null;
  }

  async #receive(take: TakeDatagram): Promise<void> {
    const buffer = new Uint8Array(RECEIVE_BUFFER_BYTES);
    for (let errors = 0; !this.#closed;) {
      let received: [Uint8Array, Deno.Addr];
      try {
        received = await this.#socket.receive(buffer);
        errors = 0;
      } catch {
        if (this.#closed) return;
        this.gauges.errors++;
        await pause(BACK_OFF_MS);
        // Whoever closed it meanwhile has no use for another.
        if (this.#closed) return;
        if (++errors % ERRORS_UNTIL_REOPEN === 0) this.#reopen();
        continue;
      }
      this.receivedCount++;
      const { hostname, port } = received[1] as Deno.NetAddr;
      const host = this.#isIPv6 ? unmapped(hostname) : hostname;
      if (received[0].length === buffer.length) this.gauges.overlong++;
      else take(received[0], { host, port });
    }
  }

  #release(): void {
    try {
      this.#socket.close();
    } catch {
      // It may be gone already, which is why it is opened anew.
    }
  }

  #reopen(): void {
    this.#release();
    try {
      this.#socket = open(this.address);
    } catch {
      this.gauges.errors++;
    }
  }
}

function open(address: Address): Deno.DatagramConn {
  try {
    return Deno.listenDatagram({
      transport: "udp",
      hostname: address.host,
      port: address.port,
    });
  } catch (error) {
    throw refusedSocket("bind UDP", { address, error });
  }
}

function pause(waitMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, waitMs));
}
