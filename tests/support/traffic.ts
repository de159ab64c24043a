/**
 * Real UDP sockets whose datagrams are counted: on the loopback, and in one
 * process, it is known when all that was sent has arrived, so that a test can
 * keep time still and wait for nothing else.
 */

import type { Address } from "../../src/base/address.ts";
import type { Datagrams, TakeDatagram } from "../../src/net/datagrams.ts";
import { bindUdp } from "../../src/net/udp.ts";
import { within } from "./deadline.ts";

const WAIT_MS_MAX = 10_000;

/** Datagrams on their way between the sockets of a test. */
export class Traffic {
  #flying = 0;
  #landed = Promise.withResolvers<void>();
  #failure: Error | null = null;

  get isQuiet(): boolean {
    return this.#flying === 0;
  }

  launch(): void {
    this.#flying++;
  }

  land(): void {
    this.#flying--;
    this.#landed.resolve();
    this.#landed = Promise.withResolvers();
  }

  /** Whoever waits, now or later, waits in vain. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#landed.resolve();
  }

  /** Waits, landing by landing, for something that one of them will bring. */
  async until(isDone: () => boolean): Promise<void> {
    while (this.#failure === null && !isDone()) {
      await within(this.#landed.promise, {
        ms: WAIT_MS_MAX,
        what: () => `a datagram, of ${this.#flying} on their way`,
      });
    }
    if (this.#failure) throw this.#failure;
  }
}

/** A socket of production code, between it and whoever uses it. */
export class CountedSocket implements Datagrams {
  readonly address: Address;
  /** Datagrams that its owner has sent, and was handed. */
  sent = 0;
  handled = 0;
  sentBytes = 0;
  handledBytes = 0;
  readonly #traffic: Traffic;
  readonly #socket;
  #closing: Promise<void> | null = null;

  constructor(traffic: Traffic, port = 0) {
    this.#traffic = traffic;
    this.#socket = bindUdp({ host: "127.0.0.1", port });
    this.address = this.#socket.address;
  }

  get receivedCount(): number {
    return this.#socket.receivedCount;
  }

  listen(take: TakeDatagram): void {
    this.#socket.listen((bytes, from) => {
      this.handled++;
      this.handledBytes += bytes.length;
      take(bytes, from);
      this.#traffic.land();
    });
  }

  send(bytes: Uint8Array, to: Address): void {
    this.sent++;
    this.sentBytes += bytes.length;
    this.#traffic.launch();
    this.#socket.send(bytes, to);
  }

  /** Again and again the same end. */
  close(): Promise<void> {
    return this.#closing ??= this.#socket.close();
  }
}
