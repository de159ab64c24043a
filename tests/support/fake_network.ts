/** Sockets for datagrams between which a test is the network. */

import type { Address } from "../../src/base/address.ts";
import { formatAddress, sameAddress } from "../../src/base/address.ts";
import type { Datagrams, TakeDatagram } from "../../src/net/datagrams.ts";
import type { ManualClock } from "./manual_clock.ts";

/** A datagram on its way. */
export interface Passing {
  readonly bytes: Uint8Array;
  readonly from: Address;
  readonly to: Address;
}

export class FakeSocket implements Datagrams {
  readonly address: Address;
  receivedCount = 0;
  isClosed = false;
  /** Sent and not carried yet. */
  readonly outbox: Passing[] = [];
  #take: TakeDatagram | null = null;

  constructor(address: Address) {
    this.address = address;
  }

  listen(take: TakeDatagram): void {
    this.#take = take;
  }

  send(bytes: Uint8Array, to: Address): void {
    if (!this.isClosed) this.outbox.push({ bytes, from: this.address, to });
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }

  /** Hands over a datagram whose buffer is used again at once. */
  receive(bytes: Uint8Array, from: Address): void {
    if (this.isClosed) return;
    this.receivedCount++;
    const buffer = bytes.slice();
    this.#take?.(buffer, from);
    buffer.fill(0xee);
  }
}

/** Loses nothing and keeps the order. */
export class FakeNetwork {
  readonly #clock: ManualClock;
  readonly #sockets: FakeSocket[] = [];
  /** Is shown each datagram before it arrives. */
  watch: (passing: Passing) => void = () => {};

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  socket(port: number): FakeSocket {
    const socket = new FakeSocket({ host: "127.0.0.1", port });
    this.#sockets.push(socket);
    return socket;
  }

  /** Brings a datagram to whoever has the address now. */
  carry({ bytes, from, to }: Passing): void {
    this.#sockets
      .find((socket) => !socket.isClosed && sameAddress(socket.address, to))
      ?.receive(bytes, from);
  }

  /** Carries all, turn by turn, until nobody says any more. */
  settle(): void {
    for (let turn = 0; turn < TURNS_MAX; turn++) {
      this.#clock.turn();
      const passing = this.#sockets.flatMap(({ outbox }) => outbox.splice(0));
      if (passing.length === 0) return;
      for (const each of passing) {
        this.watch(each);
        this.carry(each);
      }
    }
    const ports = this.#sockets.map(({ address }) => formatAddress(address));
    throw new Error(`No end of datagrams between ${ports.join(", ")}`);
  }

  /** Lets time pass in small steps, and all that it brings be carried. */
  advance(ms: number): void {
    for (let left = ms; left > 0; left -= STEP_MS) {
      this.#clock.advance(Math.min(left, STEP_MS));
      this.settle();
    }
  }
}

const TURNS_MAX = 100_000;
const STEP_MS = 10;
