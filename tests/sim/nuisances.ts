/**
 * Clients that a main server would be better without: they read slowly, say
 * nothing, talk rubbish, ask without end, or come and go. Whatever they get,
 * the others must not notice.
 */

import type { Random } from "../../src/base/ports.ts";
import { LINE_BYTES_MAX } from "../../src/base/limits.ts";
import { AnswerChecks } from "./answer_checks.ts";
import { below, pick, shuffled } from "../support/seeded_random.ts";
import type { Cluster } from "./cluster.ts";
import type { MainNode } from "./main_node.ts";
import type { Scene } from "./scene.ts";
import { SimulatedClient } from "./simulated_client.ts";
import type { SimulatedConnection } from "./simulated_connection.ts";

const PORT_FIRST = 50_000;
const REQUESTS_MAX = 250;
const SLOW_TAKE_MS = 15_000;
const QUICK_TAKE_MS = 2;
const AT_ONCE_MAX = 8;
const HABITS = ["slow", "silent", "rubbish", "flood", "fleeting"] as const;
type Habit = typeof HABITS[number];

const RUBBISH = [
  "\n",
  "{}\n",
  '{"names":"p1"}\n',
  '{"names":["p1"],"id":{}}\n',
  `${"p1 ".repeat(300)}\n`,
  `${"x".repeat(LINE_BYTES_MAX + 5)}\n`,
  '{"names":["\\ud800"]}\n',
  "\u0000\u001b[2J\n",
];

export class Nuisances {
  readonly #scene: Scene;
  readonly #cluster: Cluster;
  readonly #checks: AnswerChecks;
  #here: SimulatedConnection[] = [];
  #port = PORT_FIRST;

  constructor(scene: Scene, cluster: Cluster) {
    this.#scene = scene;
    this.#cluster = cluster;
    this.#checks = new AnswerChecks(scene, cluster);
  }

  come(random: Random): void {
    this.#here = this.#here.filter(({ isClosed }) => !isClosed);
    const main = pick(random, this.#cluster.mains);
    if (!main.process || main.process.isClosing) return;
    if (this.#here.length >= AT_ONCE_MAX) this.#here.shift()!.drop();
    const habit = pick(random, HABITS);
    this.#scene.faults.add("nuisance");
    this.#scene.tell(`a nuisance comes that is ${habit}`);
    const client = this.#connect(main, habit);
    this.#here.push(client.connection);
    this.#talk(client, habit, random);
    if (habit === "fleeting") client.connection.drop();
  }

  /** All go away. */
  end(): void {
    for (const connection of this.#here) connection.drop();
    this.#here = [];
  }

  #connect(main: MainNode, habit: Habit): SimulatedClient {
    const { process } = main;
    const client = new SimulatedClient(this.#scene, {
      main,
      process: process!,
      port: this.#port++,
      answered: (answered) => this.#checks.check(answered),
      isNuisance: true,
      takeMsMax: habit === "slow" ? SLOW_TAKE_MS : QUICK_TAKE_MS,
    });
    process!.nuisances.add(client.connection);
    return client;
  }

  #talk(client: SimulatedClient, habit: Habit, random: Random): void {
    if (habit === "silent") return client.babble("p1 p");
    if (habit === "rubbish") {
      const lines = Array.from({ length: 1 + below(random, 20) }, () => {
        return pick(random, RUBBISH);
      });
      return client.babble(lines.join(""));
    }
    const requests = habit === "fleeting" ? 1 : 1 + below(random, REQUESTS_MAX);
    for (let i = 0; i < requests; i++) {
      const names = shuffled(random, this.#cluster.names).slice(0, 3);
      client.ask(names, random);
    }
  }
}
