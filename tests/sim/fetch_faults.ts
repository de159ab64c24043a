/**
 * Files that change while a long answer made from them is being fetched, and
 * while those and more are asked for: block by block, much can be mixed up.
 */

import type { Random } from "../../src/base/ports.ts";
import { pick, shuffled } from "../support/seeded_random.ts";
import type { ServerFile } from "./backend_node.ts";
import type { Cluster } from "./cluster.ts";
import type { Later } from "./fault_injector.ts";
import type { HostFaults } from "./host_faults.ts";
import { LIAR } from "./liar.ts";
import type { Scene } from "./scene.ts";
import { logBetween } from "./seed_streams.ts";
import type { Workload } from "./workload.ts";

const ROUNDS_MAX = 10;
const ROUND_MS = 400;
/** A fetch takes some round trips. */
const RELOAD_MS_MAX = 60;
/** A new list is in force long before. */
const HELD_MS = 120;

export class FetchFaults {
  readonly #scene: Scene;
  readonly #cluster: Cluster;
  readonly #hosts: HostFaults;
  readonly #workload: Workload;
  readonly #later: Later;

  constructor(scene: Scene, { cluster, hosts, workload, later }: {
    readonly cluster: Cluster;
    readonly hosts: HostFaults;
    readonly workload: Workload;
    readonly later: Later;
  }) {
    this.#scene = scene;
    this.#cluster = cluster;
    this.#hosts = hosts;
    this.#workload = workload;
    this.#later = later;
  }

  /** A few times in a row, where answers are long. */
  come(random: Random): void {
    if (!this.#cluster.population.isLong) return;
    for (let round = 0; round < ROUNDS_MAX; round++) {
      this.#later(round * ROUND_MS, () => this.#disturb(random));
    }
  }

  #disturb(random: Random): void {
    const { files, mains } = this.#cluster;
    const file = pick(random, files.filter(({ name }) => name !== LIAR));
    const main = pick(random, mains);
    const people = [...file.calendars.rows.keys()]
      .filter((name) => this.#cluster.names.includes(name));
    const [one, other] = shuffled(random, people);
    if (one === undefined) return;
    this.#scene.faults.add("refetch");
    const asked = [[one], other === undefined ? [one] : [one, other]];
    this.#workload.askAll(main, random() < 0.5 ? asked : asked.toReversed());
    const how = random();
    if (how < 0.3) return;
    if (how < 0.6) return this.#changeTwice(file, random);
    this.#later(logBetween(random, 0.5, RELOAD_MS_MAX), () => {
      this.#hosts.replace(file, { isRename: random() < 0.5, random });
    });
  }

  /**
   * The calendars change and then the list, while all that is large is on its
   * way for so long that the newer list is in force before the newer answer.
   */
  #changeTwice(file: ServerFile, random: Random): void {
    const { network } = this.#scene;
    network.largeHeldMs = HELD_MS;
    const changeMs = HELD_MS * (1 + random());
    const renameMs = changeMs + HELD_MS * random();
    this.#later(changeMs, () => {
      this.#hosts.replace(file, { isRename: false, random });
    });
    this.#later(renameMs, () => {
      this.#hosts.replace(file, { isRename: true, random });
    });
    this.#later(5 * HELD_MS, () => network.largeHeldMs = 0);
  }
}
