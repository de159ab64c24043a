/** Clients that come, ask and go, and what they ask. */

import type { Random } from "../../src/base/ports.ts";
import { below, pick, shuffled } from "../support/seeded_random.ts";
import { AnswerChecks } from "./answer_checks.ts";
import type { Answered } from "./asked.ts";
import type { Cluster } from "./cluster.ts";
import type { MainNode } from "./main_node.ts";
import type { Scene } from "./scene.ts";
import { logBetween } from "./seed_streams.ts";
import { SimulatedClient } from "./simulated_client.ts";

const CLIENTS_MAX = 4;

export class Workload {
  readonly #scene: Scene;
  readonly #cluster: Cluster;
  readonly #random: Random;
  readonly #checks: AnswerChecks;
  readonly #meanWaitMs: number;
  readonly #burst: number;
  #clients: SimulatedClient[] = [];
  #port = 40_000;
  #isAsking = false;

  constructor(scene: Scene, cluster: Cluster) {
    this.#scene = scene;
    this.#cluster = cluster;
    this.#random = scene.stream("workload");
    this.#checks = new AnswerChecks(scene, cluster);
    this.#meanWaitMs = logBetween(this.#random, 60, 1_500);
    this.#burst = this.#random() < 0.2 ? 120 : 4;
  }

  /** Requests that nobody has answered, on connections that live. */
  get open(): number {
    return this.#clients.filter(({ isBroken }) => !isBroken)
      .reduce((sum, { open }) => sum + open.length, 0);
  }

  start(): void {
    this.#isAsking = true;
    this.#next();
  }

  stop(): void {
    this.#isAsking = false;
  }

  /** No client asks any more. */
  finish(): void {
    for (const client of this.#clients) if (!client.isBroken) client.finish();
  }

  /** Asks one main server for everybody, outside of the workload. */
  probe(main: MainNode, heard: (answered: Answered) => void): void {
    const client = this.#connect(main, (answered) => {
      this.#checks.check(answered);
      heard(answered);
      client?.finish();
    });
    client?.ask(this.#cluster.names, () => 0.5);
  }

  #next(): void {
    if (!this.#isAsking) return;
    const waitMs = -Math.log(1 - this.#random()) * this.#meanWaitMs;
    this.#scene.queue.after(waitMs, () => {
      if (this.#isAsking) this.#act();
      this.#next();
    });
  }

  #act(): void {
    const random = this.#random;
    this.#clients = this.#clients.filter(({ isBroken }) => !isBroken);
    const isNew = this.#clients.length === 0 ||
      (this.#clients.length < CLIENTS_MAX && random() < 0.2);
    const client = isNew
      ? this.#connect(
        pick(random, this.#cluster.mains),
        (answered) => this.#checks.check(answered),
      )
      : pick(random, this.#clients);
    if (!client) return;
    const requests = random() < 0.1 ? this.#burst : 1;
    for (let i = 0; i < requests; i++) client.ask(this.#names(), random);
  }

  #connect(
    main: MainNode,
    answered: (answered: Answered) => void,
  ): SimulatedClient | null {
    const { process } = main;
    if (!process || process.isClosing) return null;
    const port = this.#port++;
    const client = new SimulatedClient(this.#scene, {
      main,
      process,
      port,
      answered,
    });
    this.#clients.push(client);
    return client;
  }

  #names(): string[] {
    const random = this.#random;
    const { names } = this.#cluster;
    const most = random() < 0.8 ? Math.min(4, names.length) : names.length;
    const asked = shuffled(random, names).slice(0, 1 + below(random, most));
    if (random() < 0.1) asked.push("nobody");
    return asked.map((name) => random() < 0.1 ? name.toUpperCase() : name);
  }
}
