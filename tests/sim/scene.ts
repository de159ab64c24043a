/** What everything in one simulated run shares. */

import type { Entropy, Random } from "../../src/base/ports.ts";
import type { KeyRing } from "../../src/wire/key_ring.ts";
import type { Row } from "../support/oracle.ts";
import { Checks } from "./checks.ts";
import { EventQueue } from "./event_queue.ts";
import { FaultCount } from "./fault_count.ts";
import { MAIN_HOSTS } from "./hosts.ts";
import { LossyNetwork } from "./lossy_network.ts";
import { entropyOf, streamOf } from "./seed_streams.ts";
import { STORY_EVENTS, Trace } from "./trace.ts";
import { WireWatch } from "./wire_watch.ts";
import { XRay } from "./xray.ts";

export { BACKEND_HOSTS, MAIN_HOSTS, STRANGER_HOSTS } from "./hosts.ts";

export class Scene {
  readonly seed: number;
  readonly queue = new EventQueue();
  readonly trace: Trace;
  readonly checks = new Checks();
  readonly faults = new FaultCount();
  readonly watch = new WireWatch(this.checks, () => this.queue.nowMs);
  readonly network: LossyNetwork;
  /** Who was in each list that any process of a server ever served. */
  readonly lists = new Map<string, ReadonlyMap<string, Row>>();
  /** Of those lists. */
  readonly digests = new Set<string>();
  /** Told of each registration, by the main server's host and the server. */
  registered: (main: string, server: string) => void = () => {};
  /** Sees through the seals; null where nothing is sealed. */
  xray: XRay | null = null;
  /** What servers have at first. */
  keys: KeyRing | null = null;
  /** Promises of production code that are open: turns must let them run. */
  closings = 0;

  /** @param storyEvents How many events the story of a failure has. */
  constructor(seed: number, storyEvents = STORY_EVENTS) {
    this.seed = seed;
    this.trace = new Trace(() => this.queue.nowMs, storyEvents);
    this.network = new LossyNetwork({
      queue: this.queue,
      random: this.stream("network"),
      faults: this.faults,
      trace: this.trace,
      watcher: this.watch,
      isMain: ({ host }) => host.startsWith(MAIN_HOSTS),
    });
  }

  /**
   * From now on servers share keys.
   *
   * @param all Every key that they ever have.
   */
  seal(keys: KeyRing, all: KeyRing): void {
    this.keys = keys;
    const xray = this.xray = new XRay(all, this.checks);
    this.watch.lengthOf = (bytes) => xray.wireOf(bytes).length;
  }

  stream(concern: string): Random {
    return streamOf(this.seed, concern);
  }

  entropy(concern: string): Entropy {
    return entropyOf(this.seed, concern);
  }

  /** A line of the story that is no datagram. */
  tell(text: string): void {
    this.trace.note(text, null, () => text);
  }

  /** Lets time pass until `endMs`, or until there is no more to wait for. */
  async passUntil(endMs: number, isDone = () => false): Promise<void> {
    while (!isDone() && this.queue.step(endMs)) {
      if (this.closings > 0) await turnOfPromises();
    }
  }

  /** Waits, in virtual time, for something that production code promised. */
  async passUntilClosed(closing: Promise<void>, msMax: number): Promise<void> {
    let isOpen = true;
    this.closings++;
    const closed = closing.then(() => {
      isOpen = false;
      this.closings--;
    });
    await turnOfPromises();
    await this.passUntil(this.queue.nowMs + msMax, () => !isOpen);
    this.checks.hold("R2", !isOpen, () => `no end came within ${msMax} ms`);
    await closed;
  }
}

/** Enough for what a close awaits, one thing after another. */
async function turnOfPromises(): Promise<void> {
  for (let i = 0; i < 8; i++) await Promise.resolve();
}
