/** A main server's host: the process on it comes and goes. */

import type { Address } from "../../src/base/address.ts";

import {
  MainServer,
  type MainServerEvent,
} from "../../src/roles/main_server.ts";
import { idKey, Kind, openDatagram } from "../../src/wire/datagram.ts";
import { readBegin, sessionOf } from "../../src/wire/registration.ts";
import { listId } from "../../src/wire/registration.ts";
import { readListTicket } from "../../src/wire/session_messages.ts";
import { DirectoryModel } from "./directory_model.ts";
import { MAIN_HOSTS, type Scene } from "./scene.ts";
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
  process: MainProcess | null = null;
  readonly #scene: Scene;
  readonly #turnMs: number;
  #lives = 0;

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
    this.expect = expect;
    this.host = `${MAIN_HOSTS}${number}`;
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
    });
    const directory = new DirectoryModel(scene.queue.nowMs);
    const server = clock.run(() =>
      new MainServer({
        expect: this.expect,
        datagrams,
        clock,
        random: scene.stream(`random ${life}`),
        entropy: scene.entropy(`entropy ${life}`),
        report: (event) => this.#learn(event, directory),
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
    options: Pick<ConnectionOptions, "peer" | "heard" | "takeMsMax">,
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

  #learn(event: MainServerEvent, directory: DirectoryModel): void {
    // What a user would only read in the log ends a simulation.
    if (event.kind === "bug") throw event.error;
    const { kind, server, address } = event;
    const scene = this.#scene;
    scene.tell(
      `main ${this.host}: ${server} ${kind} at ${address.host}:${address.port}`,
    );
    const { nowMs } = scene.queue;
    const { session, list } = spokenOf(scene.network.handling!.bytes);
    if (kind === "left") directory.left(server, session, nowMs);
    if (kind !== "registered") return;
    directory.registered(server, { session, address, list, nowMs });
  }
}

/** The session and the list that a datagram of registration speaks of. */
function spokenOf(bytes: Uint8Array): { session: string; list: string } {
  const { kind, message, session } = openDatagram(bytes);
  if (kind === Kind.begin) {
    const { cookie, list } = readBegin(message);
    return {
      session: idKey(sessionOf(cookie)),
      list: idKey(listId(list.digest)),
    };
  }
  const list = kind === Kind.commit ? idKey(readListTicket(message).list) : "";
  return { session: idKey(session), list };
}
