/**
 * A main server and a backend, the production code on real UDP sockets, with
 * somebody in the middle. Time is the test's: it stands still while datagrams
 * travel, so whatever a server sends then is an answer to what came.
 */

import { EPOCH_MS } from "./epoch.ts";
import { assert } from "@std/assert";
import { BackendServer } from "../../src/roles/backend_server.ts";
import { MainServer } from "../../src/roles/main_server.ts";
import type { KeyRing } from "../../src/wire/key_ring.ts";
import { FakeConnection } from "./fake_connection.ts";
import { ManualClock } from "./manual_clock.ts";
import { MemoryDisk, MemoryLedger } from "./memory_ledger.ts";
import { peopleOf } from "./people_of.ts";
import { seededEntropy } from "./seeded_entropy.ts";
import { seededRandom } from "./seeded_random.ts";
import { CountedSocket, Traffic } from "./traffic.ts";
import { Wiretap } from "./wiretap.ts";

const CLIENT = { host: "127.0.0.1", port: 50_000 };
const STEP_MS = 50;
const LEDGER = "abababababababab";

export class TappedPair implements AsyncDisposable {
  readonly clock = new ManualClock();
  readonly traffic = new Traffic();
  readonly tap: Wiretap;
  readonly backendSocket: CountedSocket;
  readonly backend: BackendServer;
  /** What the servers have reported, as `A registered`. */
  readonly events: string[] = [];
  mainSocket: CountedSocket;
  main: MainServer;
  readonly #random;
  readonly #keys: KeyRing | null;

  /** @param watch Is shown what passes from the first datagram on. */
  constructor({ seed, people, keys, watch }: {
    readonly seed: number;
    /** The backend's free-time file. */
    readonly people: string;
    readonly keys: KeyRing | null;
    readonly watch?: (pair: TappedPair) => Wiretap["watch"];
  }) {
    this.#random = seededRandom(seed);
    this.#keys = keys;
    this.mainSocket = new CountedSocket(this.traffic);
    this.main = this.#startMain();
    this.tap = new Wiretap(this.traffic, this.mainSocket.address);
    if (watch) this.tap.watch = watch(this);
    this.backendSocket = new CountedSocket(this.traffic);
    this.backend = new BackendServer({
      name: "A",
      people: peopleOf(people),
      ledger: new MemoryLedger(new MemoryDisk(), () => LEDGER),
      mains: [this.tap.address],
      keys,
      datagrams: this.backendSocket,
      ...this.#ports(),
      report: ({ kind }) => this.events.push(`backend ${kind}`),
    });
  }

  /** The main server dies without a word and starts again. */
  async restartMain(): Promise<void> {
    const { port } = this.mainSocket.address;
    this.main.abort();
    await this.mainSocket.close();
    this.mainSocket = new CountedSocket(this.traffic, port);
    this.main = this.#startMain();
  }

  /** Lets all that is on its way arrive, and all that is said to it. */
  async settle(): Promise<void> {
    do {
      await this.traffic.until(() => this.traffic.isQuiet);
      this.clock.turn();
    } while (!this.traffic.isQuiet);
  }

  async advance(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= STEP_MS) {
      this.clock.advance(Math.min(left, STEP_MS));
      await this.settle();
    }
  }

  /** Asks one line and lets time pass until its answer is there. */
  async ask(line: string, msMax = 2_100): Promise<string> {
    const client = new FakeConnection(CLIENT, (it) => this.main.accept(it));
    client.receive(`${line}\n`);
    await this.settle();
    for (let ms = 0; client.writes.length === 0; ms += STEP_MS) {
      assert(ms < msMax, `no answer to ${line} in ${msMax} ms`);
      await this.advance(STEP_MS);
    }
    client.abort();
    return client.writes.join("");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.backend.abort();
    this.main.abort();
    await Promise.all([
      this.tap.close(),
      this.backendSocket.close(),
      this.mainSocket.close(),
    ]);
  }

  #startMain(): MainServer {
    return new MainServer({
      expect: [],
      keys: this.#keys,
      datagrams: this.mainSocket,
      epochMs: () => EPOCH_MS + this.clock.nowMs(),
      ...this.#ports(),
      report: ({ kind }) => this.events.push(`main ${kind}`),
    });
  }

  #ports() {
    const [clock, random] = [this.clock, this.#random];
    return { clock, random, entropy: seededEntropy(random) };
  }
}
