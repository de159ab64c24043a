/**
 * The network between servers: it loses, doubles, delays, reorders, spoils
 * and parts as the seed's weather and faults have it, and tells whoever
 * watches what it carried.
 */

import { type Address, formatAddress } from "../../src/base/address.ts";
import type { Random } from "../../src/base/ports.ts";
import { Kind, openDatagram } from "../../src/wire/datagram.ts";
import { readBegin } from "../../src/wire/registration.ts";
import type { EventQueue } from "./event_queue.ts";
import type { FaultCount } from "./fault_count.ts";
import { type Moments, NO_END } from "./moments.ts";
import type { SimulatedSocket } from "./simulated_socket.ts";
import { spoil } from "./spoil_datagram.ts";
import type { Trace } from "./trace.ts";
import { FAIR_WEATHER, type Weather } from "./weather.ts";

/** In a burst this share is lost. */
const BURST_LOSS = 0.95;
/** Of the doubles so many are late; the others come close behind. */
const LATE_SHARE = 0.2;
const LARGE_BYTES = 1_000;

export interface Route {
  readonly from: Address;
  readonly to: Address;
}

/** Whoever watches the network; the bytes are not to be changed. */
export interface Watcher {
  sent(bytes: Uint8Array, route: Route): void;
  /** A datagram is about to be handed to the process that it is for. */
  handled(bytes: Uint8Array, route: Route): void;
  /** Something was done to a datagram that no fair network does. */
  harmed(route: Route): void;
}

export class LossyNetwork {
  weather: Weather = FAIR_WEATHER;
  /** The datagram whose turn it is. */
  handling: { readonly bytes: Uint8Array; readonly route: Route } | null = null;
  /** May change a datagram or swallow it, unseen by those who watch. */
  tamper: (bytes: Uint8Array) => Uint8Array | null = (bytes) => bytes;
  /** When a burst, or a queue that was full, took something at last. */
  chokedMs = -Infinity;
  /** So much longer large datagrams take, as where they wait for others. */
  largeHeldMs = 0;
  /** The share of first begins that is lost, which leaves no trace. */
  firstBeginLoss = 0;
  /** Told of every datagram, for whoever plays it again. */
  overhear: (bytes: Uint8Array, route: Route) => void = () => {};
  /** Told of what processes send and receive, for whoever ends them. */
  moments: Moments = NO_END;
  readonly #queue: EventQueue;
  readonly #random: Random;
  readonly #faults: FaultCount;
  readonly #trace: Trace;
  readonly #watcher: Watcher;
  readonly #isMain: (address: Address) => boolean;
  readonly #sockets = new Map<string, SimulatedSocket>();
  #isDry = false;
  /** Ways that let nothing through, as `from>to` by host. */
  readonly #parted = new Set<string>();
  readonly #cloggedUntilMs = new Map<string, number>();
  #burstUntilMs = 0;

  constructor(options: {
    readonly queue: EventQueue;
    readonly random: Random;
    readonly faults: FaultCount;
    readonly trace: Trace;
    readonly watcher: Watcher;
    readonly isMain: (address: Address) => boolean;
  }) {
    this.#queue = options.queue;
    this.#random = options.random;
    this.#faults = options.faults;
    this.#trace = options.trace;
    this.#watcher = options.watcher;
    this.#isMain = options.isMain;
  }

  bind(socket: SimulatedSocket): void {
    this.#sockets.set(socket.key, socket);
  }

  unbind(socket: SimulatedSocket): void {
    if (this.#sockets.get(socket.key) === socket) {
      this.#sockets.delete(socket.key);
    }
  }

  part(from: string, to: string): void {
    this.#parted.add(`${from}>${to}`);
  }

  /** Holds back what goes that way, and lets it all come at once. */
  clog(from: string, to: string, ms: number): void {
    this.#cloggedUntilMs.set(`${from}>${to}`, this.#queue.nowMs + ms);
  }

  join(from: string, to: string): void {
    this.#parted.delete(`${from}>${to}`);
  }

  /** No harm comes any more to what is sent from now on. */
  heal(): void {
    this.#parted.clear();
    this.#cloggedUntilMs.clear();
    this.#burstUntilMs = 0;
    this.largeHeldMs = 0;
    this.firstBeginLoss = 0;
    const { delayMs } = this.weather;
    this.weather = { ...FAIR_WEATHER, delayMs };
  }

  /** No copy comes any more: a late one makes the dead seem to live. */
  dry(): void {
    this.#isDry = true;
  }

  /** @param bytes Nobody changes them any more. */
  send(bytes: Uint8Array, route: Route): void {
    this.#watcher.sent(bytes, route);
    this.overhear(bytes, route);
    this.#note("send", bytes, route);
    const random = this.#random;
    if (random() < this.weather.duplicates) this.#double(bytes, route);
    if (this.#isParted(route)) return this.#harm("parted", route);
    if (this.#isLost(route)) return this.#harm("lost", route);
    // Whoever asks again in time has nothing to complain about.
    if (isFirstBegin(bytes) && random() < this.firstBeginLoss) return;
    this.#fly(bytes, route, this.#delayMs(route) + this.#holdMs(bytes, route));
  }

  get nowMs(): number {
    return this.#queue.nowMs;
  }

  /** A socket could not send. */
  unsent(route: Route): void {
    this.#harm("unsent", route);
  }

  /** Brings what nobody of ours has sent. */
  inject(bytes: Uint8Array, route: Route): void {
    this.#note("fake", bytes, route);
    this.#fly(bytes, route, this.#delayMs(route));
  }

  /** To be called by the socket when it hands a datagram over. */
  handled(bytes: Uint8Array, route: Route): void {
    this.handling = { bytes, route };
    this.#note("take", bytes, route);
    this.#watcher.handled(bytes, route);
  }

  #double(bytes: Uint8Array, route: Route): void {
    const random = this.#random;
    const isLate = random() < LATE_SHARE;
    const lateMs = isLate ? this.weather.lateMsMax * random() : random();
    this.#faults.add(isLate ? "late_copy" : "duplicate");
    if (!this.#isParted(route)) {
      const delayMs = this.#delayMs(route) + lateMs;
      this.#fly(bytes, route, delayMs, () => !this.#isDry);
    }
  }

  #fly(
    bytes: Uint8Array,
    route: Route,
    delayMs: number,
    comes: () => boolean = () => true,
  ): void {
    let carried = bytes;
    if (this.#random() < this.weather.spoilt) {
      carried = spoil(this.#random, bytes);
      this.#harm("spoilt", route);
    }
    this.#queue.after(delayMs, () => {
      if (comes()) this.#arrive(carried, route);
    });
  }

  #arrive(bytes: Uint8Array, route: Route): void {
    const socket = this.#sockets.get(formatAddress(route.to));
    if (!socket) return;
    const arrived = this.tamper(bytes);
    if (!arrived) return;
    if (socket.arrive(arrived, route.from)) return;
    this.chokedMs = this.#queue.nowMs;
    this.#harm("overflow", route);
  }

  #delayMs({ from, to }: Route): number {
    const { delayMs, jitterMs } = this.weather;
    const due = delayMs + jitterMs * this.#random();
    const clogged = this.#cloggedUntilMs.get(`${from.host}>${to.host}`) ?? 0;
    const waitMs = clogged - this.#queue.nowMs;
    if (waitMs <= due) return due;
    this.#harm("clogged", { from, to });
    // What was held back keeps its order, as it all waits in one place.
    return waitMs;
  }

  #holdMs(bytes: Uint8Array, route: Route): number {
    if (this.largeHeldMs === 0 || bytes.length < LARGE_BYTES) return 0;
    this.#harm("clogged", route);
    return this.largeHeldMs;
  }

  #isParted({ from, to }: Route): boolean {
    return this.#parted.has(`${from.host}>${to.host}`);
  }

  #isLost({ to }: Route): boolean {
    const { lossToMain, lossFromMain, burstShare, burstMs } = this.weather;
    const random = this.#random;
    const { nowMs } = this.#queue;
    if (random() < burstShare) {
      this.#burstUntilMs = nowMs + burstMs * random();
      this.#faults.add("burst");
    }
    if (nowMs < this.#burstUntilMs && random() < BURST_LOSS) {
      this.chokedMs = nowMs;
      return true;
    }
    return random() < (this.#isMain(to) ? lossToMain : lossFromMain);
  }

  #harm(
    kind: "parted" | "lost" | "spoilt" | "overflow" | "clogged" | "unsent",
    route: Route,
  ): void {
    this.#faults.add(kind);
    this.#watcher.harmed(route);
  }

  #note(what: string, bytes: Uint8Array, { from, to }: Route): void {
    this.#trace.note(what, bytes, () => {
      const way = `${formatAddress(from)} > ${formatAddress(to)}`;
      return `${what} ${way} ${describe(bytes)}`;
    });
  }
}

function isFirstBegin(bytes: Uint8Array): boolean {
  if (bytes[3] !== Kind.begin) return false;
  const { attempt, edition } = readBegin(openDatagram(bytes).message);
  return attempt === 1 && edition === 1;
}

function describe(bytes: Uint8Array): string {
  const kind = Object.entries(Kind).find(([, kind]) => kind === bytes[3]);
  const hex = bytes.subarray(4, 40).toHex();
  return `${kind?.[0] ?? "unknown"} ${bytes.length} B ${hex}`;
}
