/**
 * A UDP socket of a simulated process: it keeps what the kernel would keep
 * and drops the rest without a word.
 *
 * | Payload         | What the kernel counts for it                       |
 * |-----------------|-----------------------------------------------------|
 * | up to 192 bytes | 832 bytes, so that 256 of them fit                  |
 * | up to 704 bytes | 1,280 bytes                                         |
 * | larger          | 2,304 bytes, so that 92 of them fit                 |
 */

import { type Address, formatAddress } from "../../src/base/address.ts";
import { RECEIVE_BUFFER_BYTES } from "../../src/base/limits.ts";
import { copyBytes } from "../../src/base/slab.ts";
import type { Datagrams, TakeDatagram } from "../../src/net/datagrams.ts";
import type { LossyNetwork } from "./lossy_network.ts";
import { MAIN_HOSTS } from "./hosts.ts";
import type { VirtualClock } from "./virtual_clock.ts";
import type { XRay } from "./xray.ts";

/** What a socket queues, by the kernel's count. */
const QUEUE_BYTES = 212_992;
/** Tells from an address whether a main server has it. */
const isMain = ({ host }: Address) => host.startsWith(MAIN_HOSTS);
const RUBBISH = 0xee;

function kernelBytes(payload: number): number {
  if (payload <= 192) return 832;
  return payload <= 704 ? 1_280 : 2_304;
}

/** Tells what leaves the host in place of a datagram. */
export type Say = (bytes: Uint8Array) => readonly Uint8Array[];

/** Watches one life of a process; the bytes are not to be changed. */
export interface SocketWatch {
  /** The process is about to be handed a datagram. */
  handled(bytes: Uint8Array, from: Address): void;
  /** What it sends leaves it. */
  sent(bytes: Uint8Array, to: Address): void;
}

export class SimulatedSocket implements Datagrams {
  readonly address: Address;
  readonly key: string;
  receivedCount = 0;
  readonly #network: LossyNetwork;
  readonly #clock: VirtualClock;
  /** As in production: one buffer, written again with each datagram. */
  readonly #buffer = new Uint8Array(RECEIVE_BUFFER_BYTES);
  #outbox: { readonly bytes: Uint8Array; readonly to: Address }[] = [];
  #queuedBytes = 0;
  #take: TakeDatagram | null = null;
  readonly #say: Say;
  readonly #xray: XRay | null;
  readonly #handed = new WeakSet<Uint8Array>();
  watch: SocketWatch | null = null;
  #isClosed = false;
  #failsUntilMs = -Infinity;
  /** Counts failures: what was queued before one is lost. */
  #failures = 0;

  constructor(
    { address, network, clock, say = (bytes) => [bytes], xray = null }: {
      readonly address: Address;
      readonly network: LossyNetwork;
      readonly clock: VirtualClock;
      readonly say?: Say | undefined;
      /** Where servers share keys. */
      readonly xray?: XRay | null;
    },
  ) {
    this.address = address;
    this.key = formatAddress(address);
    this.#network = network;
    this.#clock = clock;
    this.#say = say;
    this.#xray = xray;
    network.bind(this);
    clock.onTurnEnd = () => this.#flush();
  }

  listen(take: TakeDatagram): void {
    this.#take = take;
  }

  /** The kernel takes the bytes after the turn, so they must not change. */
  send(bytes: Uint8Array, to: Address): void {
    if (!this.#isClosed) this.#outbox.push({ bytes, to });
  }

  close(): Promise<void> {
    this.#flush();
    this.#isClosed = true;
    this.#network.unbind(this);
    return Promise.resolve();
  }

  /** A datagram arrives. @returns False if there is no room for it. */
  arrive(bytes: Uint8Array, from: Address): boolean {
    if (this.#isFailing) return false;
    const takes = kernelBytes(bytes.length);
    if (this.#queuedBytes + takes > QUEUE_BYTES) return false;
    this.#queuedBytes += takes;
    const failures = this.#failures;
    this.#clock.deliver(() => {
      if (failures !== this.#failures) return;
      this.#queuedBytes -= takes;
      this.#hand(bytes, from);
    });
    return true;
  }

  /**
   * Every call on the socket fails for a while, and it is opened again: what
   * it had queued is lost.
   */
  fail(ms: number): void {
    this.#failsUntilMs = this.#network.nowMs + ms;
    this.#failures++;
    this.#queuedBytes = 0;
  }

  get #isFailing(): boolean {
    return this.#network.nowMs < this.#failsUntilMs;
  }

  /** Where servers share keys they take nothing twice, and nothing changed. */
  #isAuthentic(bytes: Uint8Array): boolean {
    if (!this.#xray) return true;
    const isSealed = this.#xray.isSealedFor(bytes, isMain(this.address));
    if (this.#handed.has(bytes) || !isSealed) return false;
    this.#handed.add(bytes);
    return true;
  }

  #hand(bytes: Uint8Array, from: Address): void {
    if (this.#isClosed || !this.#take) return;
    const { moments } = this.#network;
    const { host } = this.address;
    if (!moments.before(host, "receive")) return;
    this.receivedCount++;
    if (bytes.length >= this.#buffer.length) return;
    this.#network.handled(bytes, { from, to: this.address });
    if (this.#isAuthentic(bytes)) this.watch?.handled(bytes, from);
    const wire = this.#xray?.wireOf(bytes) ?? bytes;
    this.#buffer.set(wire);
    this.#take(this.#buffer.subarray(0, wire.length), from);
    this.#network.handling = null;
    // Whoever kept a view sees rubbish now.
    this.#buffer.fill(RUBBISH, 0, wire.length);
    moments.after(host, "receive");
  }

  /** A copy, as whoever has sent it may use its buffer again. */
  #plainOf(bytes: Uint8Array, to: Address): Uint8Array {
    return this.#xray?.reveal(copyBytes(bytes), isMain(to)) ??
      copyBytes(bytes);
  }

  #flush(): void {
    if (this.#outbox.length === 0) return;
    const { moments } = this.#network;
    const { host } = this.address;
    for (const { bytes, to } of this.#outbox.splice(0)) {
      if (!moments.before(host, "send")) continue;
      const route = { from: this.address, to };
      const plain = this.#plainOf(bytes, to);
      this.watch?.sent(plain, to);
      if (this.#isFailing) this.#network.unsent(route);
      else for (const said of this.#say(plain)) this.#network.send(said, route);
      moments.after(host, "send");
    }
  }
}
