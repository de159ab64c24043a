/**
 * A cluster whose servers are killed, frozen and changed while it is asked,
 * and which keeps the truth about it as it goes.
 */

import { type Backend, Cluster } from "../support/cluster.ts";
import { LagMeter } from "../support/lag_meter.ts";
import { steadyPort } from "../support/steady_port.ts";
import { ask } from "./load.ts";
import { Prober } from "./prober.ts";
import { newTally, type Tally } from "./tally.ts";
import { type MainLife, newLife, type ServerStory } from "./story.ts";
import { Truth } from "./truth.ts";

/** From the ready line of a restarted backend, as the absence tests have it. */
const BACK_MS_MAX = 2_000;
/** From that of a main server: a heartbeat, and a second of spreading. */
const REJOIN_MS_MAX = 3_000;

export interface StageOptions {
  readonly servers: number;
  readonly seed: number;
  /** The first ones ask for people of one server each, the rest for any. */
  readonly clients: number;
  readonly depth: number;
  readonly paceMs: number;
}

export class Stage implements AsyncDisposable {
  readonly cluster: Cluster;
  readonly truth: Truth;
  readonly tally: Tally = newTally();
  readonly lag = new LagMeter();
  readonly #options: StageOptions;
  readonly #prober: Prober;
  readonly #backends: Backend[] = [];
  readonly #ends = new AbortController();
  readonly #clients: Promise<void>[] = [];
  /** The main server's life, once it has one. */
  #living = Promise.withResolvers<MainLife>();
  #life: MainLife = newLife(0);

  private constructor(cluster: Cluster, options: StageOptions) {
    this.cluster = cluster;
    this.#options = options;
    this.truth = new Truth(options.servers);
    this.#prober = new Prober(this, options.seed);
  }

  /** Starts all servers, on ports that they keep, and then the clients. */
  static async start(options: StageOptions): Promise<Stage> {
    const cluster = await Cluster.start();
    // It starts its own main server, on a port that would not stay ours.
    await cluster.main.process.end("SIGKILL");
    const stage = new Stage(cluster, options);
    try {
      const [tcpPort, udpPort] = [steadyPort(), steadyPort()];
      await stage.#startMain({ tcpPort, udpPort });
      const { stories } = stage.truth;
      await Promise.all(stories.map(async (story, server) => {
        const udpPort = steadyPort();
        stage.#backends[server] = await stage.#startBackend(story, udpPort);
        await cluster.registered(story.name);
        stage.#noteRegistered(story);
      }));
      stage.#startClients();
      return stage;
    } catch (error) {
      await stage[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** By server number. */
  get backends(): readonly Backend[] {
    return this.#backends;
  }

  #startClients(): void {
    const { truth, tally, lag } = this;
    const { seed, clients, depth, paceMs } = this.#options;
    for (let client = 0; client < clients; client++) {
      this.#clients.push(ask({
        truth,
        tally,
        lag,
        depth,
        paceMs,
        server: client,
        living: () => this.#living.promise,
        signal: this.#ends.signal,
        seed: seed * 1_000 + client,
      }));
    }
  }

  async #startMain(ports: { tcpPort: number; udpPort: number }): Promise<void> {
    const expect = this.truth.stories.map(({ name }) => name).join(",");
    const { tcpPort } = await this.cluster.startMain({
      ...ports,
      flags: [`--expect=${expect}`],
    });
    this.#life = newLife(tcpPort);
    this.#living.resolve(this.#life);
  }

  #startBackend(story: ServerStory, udpPort: number): Promise<Backend> {
    const { name } = story;
    const people = story.nextEdition();
    story.deaths.end();
    return this.cluster.startBackend({ name, people, udpPort });
  }

  #noteRegistered({ name }: ServerStory): void {
    this.#life.registeredMs.set(name, performance.now());
  }

  /**
   * Kills a backend and starts it again, with other free times.
   *
   * @param udpPort Its port from now on; 0 for any other.
   * @param meanwhile Done while it is dead.
   * @returns How long it took from its ready line to a complete answer.
   */
  async killBackend(
    server: number,
    { udpPort, meanwhile }: {
      readonly udpPort: number;
      readonly meanwhile?: () => Promise<void>;
    },
  ): Promise<number> {
    const story = this.truth.stories[server]!;
    await this.#endBackend(server);
    await meanwhile?.();
    const after = this.cluster.main.process.stderr.lines.length;
    this.#backends[server] = await this.#startBackend(story, udpPort);
    const readyMs = performance.now();
    await this.cluster.registered(story.name, after);
    story.absences.end();
    return await this.#prober.untilComplete(this.#life, {
      readyMs,
      msMax: BACK_MS_MAX,
    });
  }

  async #endBackend(server: number): Promise<void> {
    const story = this.truth.stories[server]!;
    story.absences.begin();
    await this.#backends[server]!.process.end("SIGKILL");
    story.deaths.begin();
    story.endEditions();
  }

  /** Gives a backend a file with other free times, and waits until it serves. */
  async reload(server: number): Promise<void> {
    const story = this.truth.stories[server]!;
    const { process: { stderr }, path } = this.#backends[server]!;
    const after = stderr.lines.length;
    await Deno.writeTextFile(path, story.nextEdition());
    await stderr.waitFor(/^Server .* reloaded \d+ names/, { after });
    story.endOldEditions();
  }

  /**
   * Kills the main server and starts it again, on its ports.
   *
   * @param server A backend that is killed with it, and starts before it.
   * @returns How long it took from its ready line to a complete answer.
   */
  async killMain({ server }: { readonly server?: number } = {}): Promise<
    number
  > {
    const { process, tcpPort, udpPort } = this.cluster.main;
    this.#life.isOver = true;
    this.#living = Promise.withResolvers();
    await process.end("SIGKILL");
    if (server !== undefined) {
      const story = this.truth.stories[server]!;
      const { udpPort } = this.#backends[server]!;
      await this.#endBackend(server);
      this.#backends[server] = await this.#startBackend(story, udpPort);
    }
    await this.#startMain({ tcpPort, udpPort });
    const readyMs = performance.now();
    await Promise.all(this.truth.stories.map(async (story) => {
      await this.cluster.registered(story.name);
      this.#noteRegistered(story);
      story.absences.end();
    }));
    return await this.#prober.untilComplete(this.#life, {
      readyMs,
      msMax: REJOIN_MS_MAX,
    });
  }

  /**
   * Lets servers sleep and wakes them.
   *
   * @param main Whether the main server sleeps too.
   * @returns How long it took from waking to a complete answer.
   */
  async pause(
    { servers, main, ms }: {
      readonly servers: readonly number[];
      readonly main: boolean;
      readonly ms: number;
    },
  ): Promise<number> {
    const processes = servers.map((server) => this.#backends[server]!.process);
    if (main) processes.push(this.cluster.main.process);
    const stories = servers.map((server) => this.truth.stories[server]!);
    for (const { absences } of stories) absences.begin();
    if (main) this.#life.pauses.begin();
    for (const process of processes) process.signal("SIGSTOP");
    await new Promise((resolve) => setTimeout(resolve, ms));
    for (const process of processes) process.signal("SIGCONT");
    if (main) this.#life.pauses.end();
    const readyMs = performance.now();
    const backMs = await this.#prober.untilComplete(this.#life, {
      readyMs,
      msMax: BACK_MS_MAX,
    });
    for (const { absences } of stories) absences.end();
    return backMs;
  }

  /** Asks until an answer names the dead server. */
  async untilMissed(server: number): Promise<void> {
    const { name } = this.truth.stories[server]!;
    await this.#prober.untilMissed(this.#life, name);
  }

  /** Lets the clients have their last answers. */
  async finish(): Promise<Tally> {
    this.#ends.abort();
    this.#living.resolve(this.#life);
    await Promise.all(this.#clients);
    return this.tally;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#life.isOver = true;
    this.#ends.abort();
    this.#living.resolve(this.#life);
    await this.cluster[Symbol.asyncDispose]();
    await Promise.allSettled(this.#clients);
    this.lag[Symbol.dispose]();
  }
}
