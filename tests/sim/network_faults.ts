/** What befalls the ways between hosts. */

import type { Random } from "../../src/base/ports.ts";
import { below, pick, shuffled } from "../support/seeded_random.ts";
import type { Cluster } from "./cluster.ts";
import type { Later } from "./fault_injector.ts";
import type { Scene } from "./scene.ts";
import { logBetween } from "./seed_streams.ts";

const PARTED_MS_MAX = 20_000;
const CLOG_MS_MAX = 5_000;

export class NetworkFaults {
  readonly #scene: Scene;
  readonly #cluster: Cluster;
  readonly #later: Later;

  constructor(scene: Scene, cluster: Cluster, later: Later) {
    this.#scene = scene;
    this.#cluster = cluster;
    this.#later = later;
  }

  /** Some backends lose their main server; each way back has its own time. */
  part(random: Random): void {
    const { network, faults } = this.#scene;
    const { mains, backends } = this.#cluster;
    const main = pick(random, mains).host;
    const count = 1 + below(random, backends.length);
    const sides = below(random, 3);
    faults.add("partition");
    for (const { host } of shuffled(random, backends).slice(0, count)) {
      const ways = [[main, host], [host, main]] as const;
      const parted = sides === 2 ? ways : [ways[sides as 0 | 1]];
      for (const [from, to] of parted) {
        network.part(from, to);
        const ms = logBetween(random, 1, PARTED_MS_MAX);
        this.#later(ms, () => network.join(from, to));
      }
    }
  }

  clog(random: Random): void {
    const { network, faults } = this.#scene;
    const main = pick(random, this.#cluster.mains).host;
    const { host } = pick(random, this.#cluster.backends);
    const [from, to] = random() < 0.5 ? [main, host] : [host, main];
    faults.add("clog");
    network.clog(from, to, logBetween(random, 10, CLOG_MS_MAX));
  }
}
