/** A main server's host: the process on it comes and goes. */

import { EPOCH_MS } from "../support/epoch.ts";
import type { Address } from "../../src/base/address.ts";

import { MainServer } from "../../src/roles/main_server.ts";
import type { MainServerEvent } from "../../src/roles/main_server_event.ts";
import { idKey, Kind, openDatagram } from "../../src/wire/datagram.ts";
import { listId, readBegin, sessionOf } from "../../src/wire/registration.ts";
import { readListTicket } from "../../src/wire/session_messages.ts";
import type { KeyRing } from "../../src/wire/key_ring.ts";
import {
  BookingDisk,
  MemoryBookingLedger,
} from "../support/memory_booking_ledger.ts";
import { BookedTimes } from "./booked_times.ts";
import { DirectoryModel } from "./directory_model.ts";
import { MAIN_HOSTS, type Scene, STRANGER_HOSTS } from "./scene.ts";
import { startAfterFailure } from "./disk_failure.ts";
import { SessionWatch } from "./session_watch.ts";
import {
  type ConnectionOptions,
  SimulatedConnection,
} from "./simulated_connection.ts";
import { SimulatedSocket } from "./simulated_socket.ts";
import { VirtualClock } from "./virtual_clock.ts";

const UDP_PORT = 23_849;

/** One life of the process. */
export interface MainProcess {
  readonly server: MainServer;
  readonly clock: VirtualClock;
  readonly directory: DirectoryModel;
  readonly datagrams: SimulatedSocket;
  readonly connections: Set<SimulatedConnection>;
  /** Those of them that want nothing good. */
  readonly nuisances: Set<SimulatedConnection>;
  isClosing: boolean;
}

export class MainNode {
  readonly host: string;
  readonly address: Address;
  readonly expect: readonly string[];
  /** Outlives the process. */
  readonly disk: BookingDisk;
  /** What is on it, and since when. */
  readonly booked: BookedTimes;
  process: MainProcess | null = null;
  readonly #scene: Scene;
  readonly #turnMs: number;
  #lives = 0;
  #keys: KeyRing | null;

  constructor(
    scene: Scene,
    { number, expect, turnMs }: {
      readonly number: number;
      readonly expect: readonly string[];
      readonly turnMs: number;
    },
  ) {
    this.#scene = scene;
    this.#turnMs = turnMs;
    this.#keys = scene.keys;
    this.expect = expect;
    this.host = `${MAIN_HOSTS}${number}`;
    this.disk = new BookingDisk(`a${number}`.padStart(16, "0"));
    this.booked = new BookedTimes(scene.checks, () => scene.queue.nowMs);
    this.disk.written = this.booked.written;
    this.address = { host: this.host, port: UDP_PORT };
  }

  start(): MainProcess {
    const scene = this.#scene;
    const life = `${this.host} ${++this.#lives}`;
    scene.tell(`main ${life} starts, ${this.#turnMs.toFixed(2)} ms a turn`);
    scene.watch.forget(this.address);
    const clock = new VirtualClock({
      queue: scene.queue,
      random: scene.stream(`clock ${life}`),
      rate: 1 + 4e-4 * (scene.stream(`drift ${life}`)() - 0.5),
      turnMs: this.#turnMs,
    });
    const { network } = scene;
    const datagrams = new SimulatedSocket({
      address: this.address,
      network,
      clock,
      xray: scene.xray,
    });
    const { checks, queue } = scene;
    const directory = new DirectoryModel({
      bornMs: queue.nowMs,
      checks,
      forgivenMs: () => clock.shownStallMs,
    });
    const watch = datagrams.watch = new SessionWatch({
      checks,
      directory,
      questions: scene.watch.questions,
      nowMs: () => queue.nowMs,
      stalledUntilMs: () => clock.stalledUntilMs,
      isStranger: ({ host }) => host.startsWith(STRANGER_HOSTS),
    });
    const server = clock.run(() =>
      new MainServer({
        expect: this.expect,
        ledger: new MemoryBookingLedger(this.disk),
        keys: this.#keys,
        datagrams,
        clock,
        epochMs: () => EPOCH_MS + queue.nowMs,
        random: scene.stream(`random ${life}`),
        entropy: scene.entropy(`entropy ${life}`),
        report: (event) => this.#learn(event, directory, watch),
      })
    );
    const connections = new Set<SimulatedConnection>();
    return this.process = {
      server,
      clock,
      directory,
      datagrams,
      connections,
      nuisances: new Set(),
      isClosing: false,
    };
  }

  /** Its key file changes; it is read in a turn of its own. */
  useKeys(keys: KeyRing): void {
    this.#keys = keys;
    const { process } = this;
    process?.clock.deliver(() => {
      process.directory.keysChangedMs = this.#scene.queue.nowMs;
      process.server.replaceKeys(keys);
    });
  }

  /** The process is gone; nobody is told, but connections break. */
  crash(): void {
    const { process } = this;
    if (!process) return;
    this.#scene.tell(`main ${this.host} crashes`);
    this.process = null;
    process.server.abort();
    process.clock.kill();
    for (const connection of process.connections) connection.isClosed = true;
  }

  connect(
    process: MainProcess,
    options: Pick<ConnectionOptions, "peer" | "heard" | "ended" | "takeMsMax">,
  ): SimulatedConnection {
    const { queue } = this.#scene;
    const connection = new SimulatedConnection({
      queue,
      random: this.#scene.stream(`connection ${options.peer.port}`),
      clock: process.clock,
      accept: (connection) => process.server.accept(connection),
      ...options,
    });
    process.connections.add(connection);
    return connection;
  }

  #learn(
    event: MainServerEvent,
    directory: DirectoryModel,
    watch: SessionWatch,
  ): void {
    const scene = this.#scene;
    // What a user would only read in the log ends a simulation.
    if (event.kind === "bug") throw event.error;
    if (event.kind === "ledger_failed") {
      return startAfterFailure(this, scene, event.error);
    }
    const { kind, server, address } = event;
    scene.tell(
      `main ${this.host}: ${server} ${kind} at ${address.host}:${address.port}`,
    );
    const { nowMs } = scene.queue;
    const { session, list, isCommit } = spokenOf(
      scene.network.handling!.bytes,
    );
    if (kind === "left") {
      directory.left(server, session, nowMs);
      watch.left(session);
    }
    if (kind !== "registered") return;
    if (isCommit) {
      watch.committed({ session, list }, (x) => scene.digests.has(x));
    }
    directory.registered(server, { session, address, list, nowMs });
    scene.registered(this.host, server);
  }
}

/** The session and the list that a datagram of registration speaks of. */
function spokenOf(
  bytes: Uint8Array,
): { session: string; list: string; isCommit: boolean } {
  const { kind, message, session } = openDatagram(bytes);
  if (kind === Kind.begin) {
    const { cookie, list } = readBegin(message);
    return {
      session: idKey(sessionOf(cookie)),
      list: idKey(listId(list.digest)),
      isCommit: false,
    };
  }
  const isCommit = kind === Kind.commit;
  const list = isCommit ? idKey(readListTicket(message).list) : "";
  return { session: idKey(session), list, isCommit };
}
