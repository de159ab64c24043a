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
import { TermDraw } from "./term_draw.ts";

const CLIENTS_MAX = 4;
/** In so many seeds nobody asks but when a server has just registered. */
const PATIENT_SHARE = 0.12;
/** In so many seeds some people are in great demand. */
const HOT_SHARE = 0.25;
/** Whatever befell its registration is no excuse any more. */
const FRESH_MS = 1_100;
const FRESH_QUERIES = 30;
const FRESH_LOSS = 0.7;

export class Workload {
  readonly #scene: Scene;
  readonly #cluster: Cluster;
  readonly #random: Random;
  readonly #checks: AnswerChecks;
  readonly #terms: TermDraw;
  readonly #meanWaitMs: number;
  readonly #burst: number;
  readonly #isPatient: boolean;
  /** People whom half of all queries ask for. */
  readonly #hot: readonly string[] | null;
  #clients: SimulatedClient[] = [];
  #port = 40_000;
  #isAsking = false;

  /** @param askPace So many times as long it takes from question to question. */
  constructor(scene: Scene, cluster: Cluster, askPace: number) {
    this.#scene = scene;
    this.#cluster = cluster;
    this.#random = scene.stream("workload");
    this.#checks = new AnswerChecks(scene, cluster);
    this.#terms = new TermDraw(scene, cluster);
    this.#meanWaitMs = askPace * logBetween(this.#random, 60, 1_500);
    this.#burst = this.#random() < 0.2 ? 120 : 4;
    this.#isPatient = this.#random() < PATIENT_SHARE;
    const { names } = cluster;
    this.#hot = this.#random() < HOT_SHARE
      ? shuffled(this.#random, names).slice(0, 2)
      : null;
    if (this.#isPatient) {
      scene.registered = (main, server) => this.#awaitFresh(main, server);
      // Then it is not known how long the server takes to answer.
      scene.network.firstBeginLoss = FRESH_LOSS;
    }
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

  /** Asks one main server for some people, outside of the workload. */
  probe(
    main: MainNode,
    names: readonly string[],
    heard: (answered: Answered) => void,
  ): void {
    const client = this.#connect(main, (answered) => {
      this.#checks.check(answered);
      heard(answered);
    });
    client?.ask(names, () => 0.5);
    // Nobody else may ask by it, or what is heard is not the probe's answer.
    client?.finish();
  }

  /** Asks one main server for each of some groups of people, by one client. */
  askAll(main: MainNode, groups: readonly (readonly string[])[]): void {
    const client = this.#connect(
      main,
      (answered) => this.#checks.check(answered),
    );
    for (const names of groups) client?.ask(names, this.#random);
    client?.finish();
  }

  #next(): void {
    if (!this.#isAsking) return;
    const waitMs = -Math.log(1 - this.#random()) * this.#meanWaitMs;
    this.#scene.queue.after(waitMs, () => {
      if (this.#isAsking && !this.#isPatient) this.#act();
      this.#next();
    });
  }

  /** Nobody asks a server that has come until all ask it at once. */
  #awaitFresh(main: string, server: string): void {
    const node = this.#cluster.mains.find(({ host }) => host === main)!;
    this.#scene.queue.after(FRESH_MS, () => {
      const random = this.#random;
      const [served] = this.#cluster.ofServer(server);
      const people = this.#cluster.names.filter((name) =>
        served!.file.calendars.rows.has(name)
      );
      if (!this.#isAsking || people.length === 0) return;
      const groups = Array.from(
        { length: FRESH_QUERIES },
        () => shuffled(random, people).slice(0, 1 + below(random, 4)),
      );
      this.askAll(node, groups);
    });
  }

  #act(): void {
    const random = this.#random;
    this.#clients = this.#clients.filter(({ isBroken }) => !isBroken);
    const asking = this.#clients.filter(({ hasFinished }) => !hasFinished);
    const isNew = asking.length === 0 ||
      (asking.length < CLIENTS_MAX && random() < 0.2);
    const client = isNew
      ? this.#connect(
        pick(random, this.#cluster.mains),
        (answered) => this.#checks.check(answered),
      )
      : pick(random, asking);
    if (!client) return;
    const requests = random() < 0.1 ? this.#burst : 1;
    for (let i = 0; i < requests; i++) {
      const names = this.#names();
      client.ask(names, random, this.#terms.next(names));
    }
    // Who asks and ends like a pipe does still wants its answers.
    if (random() < 0.1) client.finish();
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
    if (this.#hot && random() < 0.5) return [...this.#hot];
    const most = random() < 0.8 ? Math.min(4, names.length) : names.length;
    const asked = shuffled(random, names).slice(0, 1 + below(random, most));
    if (random() < 0.1) asked.push("nobody");
    if (random() < 0.1) asked.push(spelt(random, pick(random, asked)));
    return asked.map((name) => random() < 0.2 ? spelt(random, name) : name);
  }
}

/** Another way to type the same name. */
function spelt(random: Random, name: string): string {
  return random() < 0.5 ? name.toUpperCase() : name.normalize("NFD");
}
