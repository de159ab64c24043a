/**
 * A bad network in front of a main server's UDP port: real sockets, and a
 * seed that decides each datagram's fate. Every backend gets a socket of its
 * own towards the main server, which takes that socket for the backend.
 */

import type { Random } from "../../src/base/ports.ts";
import { below, seededRandom } from "./seeded_random.ts";

/** The share of the datagrams that suffers each fault, in each direction. */
export interface Faults {
  readonly loss?: number;
  readonly duplicate?: number;
  /** Let pass by the next one that goes the same way. */
  readonly reorder?: number;
  /** One bit flipped. */
  readonly corrupt?: number;
  readonly truncate?: number;
}

/** What has happened so far, both directions together. */
export interface FaultCounts {
  passed: number;
  lost: number;
  duplicated: number;
  reordered: number;
  corrupted: number;
  truncated: number;
}

type Timer = ReturnType<typeof setTimeout>;
type Deliver = (bytes: Uint8Array) => Promise<unknown>;

/** Nothing follows a held datagram: it goes then, late. */
const HOLD_MS_MAX = 5;
const LARGEST_DATAGRAM_BYTES = 65_535;

/** One direction of one backend's path. */
class Lane implements Disposable {
  readonly #deliver: Deliver;
  readonly #road: Road;
  #held: { bytes: Uint8Array; timer: Timer } | undefined;

  constructor(road: Road, deliver: Deliver) {
    this.#road = road;
    this.#deliver = deliver;
  }

  /** @param bytes A view that is only good during the call. */
  async carry(bytes: Uint8Array): Promise<void> {
    const { faults, counts, random } = this.#road;
    const hit = (share = 0) => random() < share;
    if (hit(faults.loss)) {
      counts.lost++;
      return;
    }
    const datagram = this.#harm(bytes.slice());
    if (!this.#held && hit(faults.reorder)) {
      counts.reordered++;
      const timer = setTimeout(() => this.#release(), HOLD_MS_MAX);
      this.#held = { bytes: datagram, timer };
      return;
    }
    counts.passed++;
    await this.#deliver(datagram);
    if (hit(faults.duplicate)) {
      counts.duplicated++;
      await this.#deliver(datagram);
    }
    await this.#release();
  }

  #harm(datagram: Uint8Array): Uint8Array {
    const { faults, counts, random } = this.#road;
    if (random() < (faults.corrupt ?? 0)) {
      counts.corrupted++;
      datagram[below(random, datagram.length)]! ^= 1 << below(random, 8);
    }
    if (random() >= (faults.truncate ?? 0)) return datagram;
    counts.truncated++;
    return datagram.subarray(0, below(random, datagram.length));
  }

  async #release(): Promise<void> {
    if (!this.#held) return;
    const { bytes, timer } = this.#held;
    clearTimeout(timer);
    this.#held = undefined;
    this.#road.counts.passed++;
    await this.#deliver(bytes);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#held?.timer);
  }
}

/** What all lanes share; the faults may change while datagrams flow. */
interface Road {
  faults: Faults;
  readonly counts: FaultCounts;
  readonly random: Random;
}

interface Path {
  readonly upstream: Deno.DatagramConn;
  readonly outward: Lane;
  readonly homeward: Lane;
}

export class LossyProxy implements AsyncDisposable {
  readonly port: number;
  readonly #downstream = bind();
  readonly #target: Deno.NetAddr;
  readonly #paths = new Map<string, Path>();
  readonly #loops: Promise<void>[] = [];
  readonly #road: Road;
  readonly #watch: (bytes: Uint8Array) => void;
  #open = true;

  constructor(
    mainUdpPort: number,
    { faults = {}, seed, watch = () => {} }: {
      readonly faults?: Faults;
      readonly seed: number;
      /** Is shown what the main server sends, before any harm. */
      readonly watch?: (bytes: Uint8Array) => void;
    },
  ) {
    this.#target = address(mainUdpPort);
    this.#watch = watch;
    this.#road = {
      faults,
      random: seededRandom(seed),
      counts: {
        passed: 0,
        lost: 0,
        duplicated: 0,
        reordered: 0,
        corrupted: 0,
        truncated: 0,
      },
    };
    this.port = portOf(this.#downstream);
    this.#loops.push(this.#pump(this.#downstream, async (bytes, from) => {
      await this.#pathOf(from).outward.carry(bytes);
    }));
  }

  get counts(): Readonly<FaultCounts> {
    return this.#road.counts;
  }

  /** Makes the network better or worse from the next datagram on. */
  set faults(faults: Faults) {
    this.#road.faults = faults;
  }

  #pathOf(peer: Deno.NetAddr): Path {
    const key = `${peer.hostname}:${peer.port}`;
    const known = this.#paths.get(key);
    if (known) return known;
    const upstream = bind();
    const path: Path = {
      upstream,
      outward: this.#lane(upstream, this.#target),
      homeward: this.#lane(this.#downstream, peer),
    };
    this.#paths.set(key, path);
    this.#loops.push(this.#pump(upstream, (bytes) => {
      this.#watch(bytes);
      return path.homeward.carry(bytes);
    }));
    return path;
  }

  #lane(socket: Deno.DatagramConn, to: Deno.NetAddr): Lane {
    return new Lane(this.#road, async (bytes) => {
      // The network owes nobody a delivery, and a test may be over.
      await socket.send(bytes, to).catch(() => {});
    });
  }

  /** A receive error is one more lost datagram, unless we caused it. */
  async #pump(
    socket: Deno.DatagramConn,
    take: (bytes: Uint8Array, from: Deno.NetAddr) => Promise<void>,
  ): Promise<void> {
    const buffer = new Uint8Array(LARGEST_DATAGRAM_BYTES);
    while (this.#open) {
      try {
        const [bytes, from] = await socket.receive(buffer);
        await take(bytes, from as Deno.NetAddr);
      } catch {
        this.#road.counts.lost++;
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#open = false;
    this.#downstream.close();
    for (const { upstream, outward, homeward } of this.#paths.values()) {
      upstream.close();
      outward[Symbol.dispose]();
      homeward[Symbol.dispose]();
    }
    await Promise.all(this.#loops);
  }
}

function bind(): Deno.DatagramConn {
  const options = { transport: "udp", hostname: "127.0.0.1", port: 0 } as const;
  return Deno.listenDatagram(options);
}

function address(port: number): Deno.NetAddr {
  return { transport: "udp", hostname: "127.0.0.1", port };
}

function portOf(socket: Deno.DatagramConn): number {
  return (socket.addr as Deno.NetAddr).port;
}
