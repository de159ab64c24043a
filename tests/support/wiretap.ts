/**
 * Somebody in the middle of the network, between a main server and a backend:
 * real sockets that each of the two takes for the other. All that passes is
 * shown first, one datagram after the other, and goes on as it is.
 */

import type { Address } from "../../src/base/address.ts";
import { CountedSocket, type Traffic } from "./traffic.ts";

export type Way = "toMain" | "toBackend";

/** A datagram on its way. */
export interface Tapped {
  readonly way: Way;
  readonly bytes: Uint8Array;
}

export class Wiretap {
  /** Is shown each datagram before it goes on. */
  watch: (tapped: Tapped) => Promise<void> = () => Promise.resolve();
  readonly #traffic: Traffic;
  readonly #sockets: Readonly<Record<Way, CountedSocket>>;
  readonly #main: Address;
  #backend: Address | null = null;
  #passing = Promise.resolve();

  constructor(traffic: Traffic, main: Address) {
    this.#traffic = traffic;
    this.#main = main;
    this.#sockets = {
      toMain: new CountedSocket(traffic),
      toBackend: new CountedSocket(traffic),
    };
    this.#sockets.toBackend.listen((bytes, from) => {
      this.#backend = from;
      this.#pass({ way: "toMain", bytes: bytes.slice() });
    });
    this.#sockets.toMain.listen((bytes) => {
      this.#pass({ way: "toBackend", bytes: bytes.slice() });
    });
  }

  /** What the backend takes for the main server. */
  get address(): Address {
    return this.#sockets.toBackend.address;
  }

  /** Sends as if the other side had. */
  inject({ way, bytes }: Tapped): void {
    const to = way === "toMain" ? this.#main : this.#backend!;
    this.#sockets[way].send(bytes, to);
  }

  async close(): Promise<void> {
    await Promise.all(
      Object.values(this.#sockets).map((socket) => socket.close()),
    );
  }

  #pass(tapped: Tapped): void {
    this.#traffic.launch();
    this.#passing = this.#passing.then(async () => {
      await this.watch(tapped);
      this.inject(tapped);
      this.#traffic.land();
    }).catch((error) => this.#traffic.fail(error));
  }
}
