/** Other processes that take a server's name and serve another list. */

import type { Random } from "../../src/base/ports.ts";
import { pick } from "../support/seeded_random.ts";
import { BackendNode } from "./backend_node.ts";
import { drawCalendars } from "./calendars.ts";
import type { Cluster } from "./cluster.ts";
import type { Later } from "./fault_injector.ts";
import { LIAR } from "./liar.ts";
import type { Scene } from "./scene.ts";
import { logBetween } from "./seed_streams.ts";

const AT_ONCE_MAX = 3;
const STAY_MS_MAX = 20_000;
/** Their hosts come after all others. */
const NUMBER_FIRST = 101;
const TURN_MS = 0.01;

export class Impostors {
  readonly #scene: Scene;
  readonly #cluster: Cluster;
  readonly #later: Later;
  readonly #here = new Set<BackendNode>();
  #number = NUMBER_FIRST;

  constructor(scene: Scene, cluster: Cluster, later: Later) {
    this.#scene = scene;
    this.#cluster = cluster;
    this.#later = later;
  }

  come(random: Random): void {
    if (this.#here.size >= AT_ONCE_MAX) return;
    const { files, population, mains } = this.#cluster;
    const honest = files.filter(({ name }) => name !== LIAR);
    const { name, nature } = pick(random, honest);
    const calendars = drawCalendars(random, { population, nature });
    const impostor = new BackendNode(this.#scene, {
      number: this.#number++,
      axis: population.axis,
      file: { name, calendars, askAlone: null, nature },
      mains: mains.map(({ address }) => address),
      turnMs: TURN_MS,
      movesPort: false,
    });
    this.#scene.faults.add("impostor");
    this.#cluster.admit(impostor);
    this.#here.add(impostor);
    impostor.start();
    const saysGoodbye = random() < 0.5;
    this.#later(logBetween(random, 10, STAY_MS_MAX), () => {
      this.#here.delete(impostor);
      if (saysGoodbye) impostor.close();
      else impostor.crash();
    });
  }

  /** All are gone at once. */
  end(): void {
    for (const impostor of this.#here) impostor.crash();
    this.#here.clear();
  }
}
