/** Asks about all servers at once, until what was done to them shows. */

import { askUntil } from "../support/deadline.ts";
import type { LagMeter } from "../support/lag_meter.ts";
import { type JsonAnswer, LineClient } from "../support/line_client.ts";
import { seededRandom } from "../support/seeded_random.ts";
import type { MainLife } from "./story.ts";
import { count, type Tally } from "./tally.ts";
import type { Truth } from "./truth.ts";

/** Until a question that a dead server cannot answer is given up. */
const GIVE_UP_MS_MAX = 4_000;

/** What a prober judges by, and where it counts. */
export interface Probed {
  readonly truth: Truth;
  readonly tally: Tally;
  readonly lag: LagMeter;
}

export class Prober {
  readonly #probed: Probed;
  readonly #random;

  constructor(probed: Probed, seed: number) {
    this.#probed = probed;
    this.#random = seededRandom(seed);
  }

  /** @throws {AssertionError} If the server is not missed in time. */
  async untilMissed(life: MainLife, name: string): Promise<void> {
    await this.#askUntil(life, {
      done: ({ unreachable }) =>
        unreachable.some(({ server }) => server === name),
      ms: GIVE_UP_MS_MAX,
      what: `${name} to be missed`,
    });
  }

  /**
   * @param msMax From `readyMs` on, for a machine that lets us run.
   * @returns Milliseconds since `readyMs`.
   * @throws {AssertionError} If no answer is complete by then.
   */
  async untilComplete(life: MainLife, { readyMs, msMax }: {
    readonly readyMs: number;
    readonly msMax: number;
  }): Promise<number> {
    const stalledMs = this.#probed.lag.stalledMs(readyMs);
    const ms = msMax - (performance.now() - readyMs) + stalledMs;
    await this.#askUntil(life, {
      done: ({ unreachable, pending }) =>
        unreachable.length === 0 && pending.length === 0,
      ms,
      what: "a complete answer",
    });
    return performance.now() - readyMs;
  }

  async #askUntil(life: MainLife, until: {
    readonly done: (answer: JsonAnswer) => boolean;
    readonly ms: number;
    readonly what: string;
  }): Promise<void> {
    const { truth, tally } = this.#probed;
    using client = await LineClient.connect(life.tcpPort);
    await askUntil(async () => {
      const names = truth.oneOfEach(this.#random);
      const askedMs = performance.now();
      const answer = await client.askJson(names);
      const asked = { names, askedMs, life };
      const verdict = truth.judge(asked, answer, performance.now());
      count(tally, verdict, { names, answer });
      return answer;
    }, until);
  }
}
