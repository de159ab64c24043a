/**
 * A main server and two backends whose slots are booked while they are killed
 * and started again, on ports, files and ledgers that they keep.
 */

import { assertEquals } from "@std/assert";
import { type Backend, Cluster } from "../support/cluster.ts";
import type { Axis } from "../support/oracle.ts";
import { steadyPort } from "../support/steady_port.ts";
import { type MainLife, newLife } from "./story.ts";

/** More ticks than are ever asked for before they begin anew. */
export const AXIS: Axis = { ticks: 65_536, origin: 0, unit: 1 };
/** Of each server: few, so that they are in each other's way. */
const PEOPLE = 6;

export const BACKENDS = ["A", "B"] as const;
type BackendName = typeof BACKENDS[number];
export type Server = "main" | BackendName;
export const SERVERS: readonly Server[] = ["main", ...BACKENDS];

/** The server's people; their names begin with its letter. */
export function peopleOf(server: BackendName): string[] {
  return Array.from({ length: PEOPLE }, (_, i) => {
    return `${server.toLowerCase()}${i}`;
  });
}

export const EVERYBODY = BACKENDS.flatMap(peopleOf);

export function serverOf(name: string): BackendName {
  return BACKENDS.find((server) => peopleOf(server).includes(name))!;
}

export class BookingStage implements AsyncDisposable {
  readonly cluster: Cluster;
  readonly #udpPorts = { A: steadyPort(), B: steadyPort() };
  readonly #mainPorts = { tcpPort: steadyPort(), udpPort: steadyPort() };
  readonly #backends = new Map<Server, Backend>();
  /** The main server's life, once it has one. */
  #living = Promise.withResolvers<MainLife>();
  #life = newLife(this.#mainPorts.tcpPort);

  private constructor(cluster: Cluster) {
    this.cluster = cluster;
  }

  static async start(): Promise<BookingStage> {
    const cluster = await Cluster.start();
    // It starts its own main server, on a port that would not stay ours.
    await cluster.main.process.end("SIGKILL");
    const stage = new BookingStage(cluster);
    try {
      await stage.startServers(SERVERS);
      return stage;
    } catch (error) {
      await stage[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Where the ledgers are. */
  get state(): string {
    return `${this.cluster.folder}/state`;
  }

  /** The main server's present life, when it has one. */
  living(): Promise<MainLife> {
    return this.#living.promise;
  }

  /** Kills servers at once, starts them again and waits until all have met. */
  async kill(servers: readonly Server[]): Promise<void> {
    if (servers.includes("main")) this.#endLife();
    await Promise.all(
      servers.map((server) => this.#process(server).end("SIGKILL")),
    );
    await this.startServers(servers);
  }

  /** Ends all servers in good order. */
  async stop(): Promise<void> {
    this.#endLife();
    const ended = await Promise.all(
      SERVERS.map((server) => this.#process(server).end("SIGTERM")),
    );
    assertEquals(ended.map(({ code }) => code), ended.map(() => 0));
  }

  async startServers(servers: readonly Server[]): Promise<void> {
    const isMainNew = servers.includes("main");
    if (isMainNew) await this.#startMain();
    const { stderr } = this.cluster.main.process;
    const after = isMainNew ? 0 : stderr.lines.length;
    const backends = BACKENDS.filter((name) => servers.includes(name));
    await Promise.all(backends.map((name) => this.#startBackend(name)));
    const strangers = isMainNew ? BACKENDS : backends;
    await Promise.all(
      strangers.map((name) => this.cluster.registered(name, after)),
    );
  }

  async #startMain(): Promise<void> {
    const flags = [`--expect=${BACKENDS}`];
    await this.cluster.startMain({ ...this.#mainPorts, flags });
    this.#life = newLife(this.#mainPorts.tcpPort);
    this.#living.resolve(this.#life);
  }

  async #startBackend(name: BackendName): Promise<void> {
    const people = peopleOf(name)
      .map((person) => `${person};[[0,${AXIS.ticks}]]\n`)
      .join("");
    const udpPort = this.#udpPorts[name];
    const options = { name, people, udpPort };
    this.#backends.set(name, await this.cluster.startBackend(options));
  }

  /** Whatever breaks from now on is no fault of the main server. */
  #endLife(): void {
    this.#life.isOver = true;
    this.#living = Promise.withResolvers();
  }

  #process(server: Server) {
    return (this.#backends.get(server) ?? this.cluster.main).process;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#endLife();
    await this.cluster[Symbol.asyncDispose]();
  }
}
