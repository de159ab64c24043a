/** Which of a run's questions have terms, and which terms these are. */

import type { Random } from "../../src/base/ports.ts";
import type { Cluster } from "./cluster.ts";
import { EPOCH_S } from "./natures.ts";
import type { Scene } from "./scene.ts";
import { drawTerms } from "./term_fields.ts";
import type { TermQuestion } from "./term_question.ts";

/** In so many seeds nobody asks for more than names. */
const PLAIN_SHARE = 0.3;
const TERMS_SHARE = 0.15;
/** So often somebody asks for instants where there are numbers. */
const STRAY_SHARE = 0.02;

export class TermDraw {
  readonly #random: Random;
  readonly #cluster: Cluster;
  readonly #share: number;

  constructor(scene: Scene, cluster: Cluster) {
    const random = this.#random = scene.stream("terms");
    this.#cluster = cluster;
    this.#share = random() < PLAIN_SHARE ? 0 : TERMS_SHARE;
  }

  /** Null for most questions. */
  next(names: readonly string[]): TermQuestion | null {
    const random = this.#random;
    if (random() >= this.#share) return null;
    const { population: { axis }, natures } = this.#cluster;
    const either = random() < 0.5 ? "numbers" : "instants";
    const usual = natures.times ?? either;
    const isStray = random() < STRAY_SHARE;
    if (!isStray) return drawTerms(random, { names, times: usual, axis });
    const times = usual === "numbers" ? "instants" : "numbers";
    const other = { ticks: 24, origin: EPOCH_S, unit: 900 };
    return drawTerms(random, { names, times, axis: other });
  }
}
