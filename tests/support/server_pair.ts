/** A main server and its backends in one process, on a test's time. */

import { EPOCH_MS } from "./epoch.ts";
import { assert } from "@std/assert";
import type { Address } from "../../src/base/address.ts";
import type { AskAlone } from "../../src/calendar/ask_alone.ts";
import type { Groups } from "../../src/calendar/groups.ts";
import type { BookingRecord } from "../../src/roles/booking_requests.ts";
import type { AuditRecord } from "../../src/roles/query_desk.ts";
import {
  BackendServer,
  type BackendServerEvent,
} from "../../src/roles/backend_server.ts";
import { MainServer } from "../../src/roles/main_server.ts";
import type { MainServerEvent } from "../../src/roles/main_server_event.ts";
import type { KeyRing } from "../../src/wire/key_ring.ts";
import { FakeConnection } from "./fake_connection.ts";
import { FakeNetwork, type FakeSocket } from "./fake_network.ts";
import { ManualClock } from "./manual_clock.ts";
import { BookingDisk, MemoryBookingLedger } from "./memory_booking_ledger.ts";
import { MemoryDisk, MemoryLedger } from "./memory_ledger.ts";
import { peopleOf } from "./people_of.ts";
import { seededEntropy } from "./seeded_entropy.ts";
import { seededRandom } from "./seeded_random.ts";

const MAIN_PORT = 23849;
const FIRST_BACKEND_PORT = 40_001;
const CLIENT = { host: "127.0.0.1", port: 50_000 };

export class ServerPair {
  readonly clock = new ManualClock();
  readonly network = new FakeNetwork(this.clock);
  mainSocket: FakeSocket;
  main: MainServer;
  readonly mainEvents: MainServerEvent[] = [];
  /** What the main server has booked. */
  readonly mainDisk = new BookingDisk();
  readonly backends: {
    server: BackendServer;
    socket: FakeSocket;
    /** What it has booked. */
    disk: MemoryDisk;
  }[] = [];
  readonly backendEvents: BackendServerEvent[] = [];
  readonly #random;
  readonly #keys: KeyRing | null;
  readonly #expect: readonly string[];
  readonly #minGroup: number | undefined;
  /** Null where the main server has none. */
  groups: Groups | null;
  /** What the main server accounts for. */
  readonly audited: (AuditRecord | BookingRecord)[] = [];

  constructor(
    seed: number,
    { expect = [], keys = null, minGroup, groups = null }: {
      readonly expect?: readonly string[];
      readonly groups?: Groups | null;
      readonly minGroup?: number;
      /** Of the main server; backends have them too unless they are given. */
      readonly keys?: KeyRing | null;
    } = {},
  ) {
    this.#random = seededRandom(seed);
    this.#keys = keys;
    this.#expect = expect;
    this.#minGroup = minGroup;
    this.groups = groups;
    this.mainSocket = this.network.socket(MAIN_PORT);
    this.main = this.#startMain();
  }

  /** The main server dies without a word and starts again. */
  restartMain(): void {
    this.main.abort();
    this.mainSocket = this.network.socket(MAIN_PORT);
    this.main = this.#startMain();
  }

  /** Starts a backend that serves `file`; it registers as time passes. */
  addBackend(
    name: string,
    file: string,
    keys: KeyRing | null = this.#keys,
    askAlone?: AskAlone,
  ): BackendServer {
    const disk = new MemoryDisk();
    return this.#startBackend({ name, file, keys, askAlone, disk });
  }

  /** A backend dies without a word; another has its place, and a file. */
  restartBackend(name: string, file: string, place = 0): BackendServer {
    const { server, socket, disk } = this.backends[place]!;
    server.abort();
    const { port } = socket.address;
    return this.#startBackend({ name, file, keys: this.#keys, disk, port });
  }

  #startBackend({ name, file, keys, askAlone, disk, port }: {
    readonly name: string;
    readonly file: string;
    readonly keys: KeyRing | null;
    readonly askAlone?: AskAlone | undefined;
    readonly disk: MemoryDisk;
    readonly port?: number;
  }): BackendServer {
    const number = this.backends.length;
    const socket = this.network.socket(port ?? FIRST_BACKEND_PORT + number);
    const drawId = () => number.toString(16).padStart(16, "b");
    const server = new BackendServer({
      name,
      people: peopleOf(file),
      askAlone,
      ledger: new MemoryLedger(disk, drawId),
      mains: [this.mainSocket.address],
      keys,
      datagrams: socket,
      ...this.#ports(),
      report: (event) => this.backendEvents.push(event),
    });
    this.backends.push({ server, socket, disk });
    this.network.settle();
    return server;
  }

  /** A client that has connected. */
  connect(from: Address = CLIENT): FakeConnection {
    return new FakeConnection(from, (client) => this.main.accept(client));
  }

  /** Asks one line and lets time pass until its answer is there. */
  ask(line: string, msMax = 2_100): string {
    const connection = this.connect();
    connection.receive(line + "\n");
    this.network.settle();
    for (let ms = 0; connection.writes.length === 0; ms += 10) {
      assert(ms < msMax, `no answer to ${line} in ${msMax} ms`);
      this.network.advance(10);
    }
    connection.abort();
    return connection.writes.join("");
  }

  #startMain(): MainServer {
    const audit = (record: AuditRecord | BookingRecord) =>
      void this.audited.push(record);
    return new MainServer({
      expect: this.#expect,
      groups: () => this.groups,
      audit,
      auditBooking: audit,
      minGroup: this.#minGroup,
      ledger: new MemoryBookingLedger(this.mainDisk),
      keys: this.#keys,
      datagrams: this.mainSocket,
      epochMs: () => EPOCH_MS + this.clock.nowMs(),
      ...this.#ports(),
      report: (event) => this.mainEvents.push(event),
    });
  }

  #ports() {
    const [clock, random] = [this.clock, this.#random];
    return { clock, random, entropy: seededEntropy(random) };
  }
}
