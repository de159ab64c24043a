/** Many seeds, and what they came to. */

import { Checks } from "./checks.ts";
import { FaultCount } from "./fault_count.ts";
import {
  Simulation,
  type SimulationOptions,
  violationOf,
} from "./simulation.ts";

const HOUR_MS = 3_600_000;

/** A seed that failed, and how to see it again. */
export interface Failure {
  readonly seed: number;
  readonly line: string;
  /** The line after the last that happened. */
  readonly story: string;
}

export class Campaign {
  readonly checks = new Checks();
  readonly faults = new FaultCount();
  readonly #options: SimulationOptions;
  #seeds = 0;
  #virtualMs = 0;
  #violations = 0;

  constructor(options: SimulationOptions = {}) {
    this.#options = options;
  }

  async run(seed: number): Promise<Failure | null> {
    const simulation = new Simulation(seed, this.#options);
    const { scene } = simulation;
    const violation = await violationOf(simulation);
    this.#seeds++;
    this.#virtualMs += scene.queue.nowMs;
    this.checks.addAll(scene.checks);
    this.faults.addAll(scene.faults);
    if (!violation) return null;
    this.#violations++;
    const line = `seed ${seed} at ${scene.queue.nowMs.toFixed(1)} ms, ` +
      `${violation.message}\nreplay: deno run tests/sim/run.ts --seed ${seed}`;
    return { seed, line, story: `${scene.trace.story()}\n${line}` };
  }

  /** One line, for people and for programs. */
  summary(): string {
    const { queries, worstAnswerMs, worstByteRatio } = this.checks;
    const figures = {
      seeds: this.#seeds,
      simulatedHours: Number((this.#virtualMs / HOUR_MS).toFixed(2)),
      faults: this.faults.total,
      queries,
      violations: this.#violations,
      worstAnswerMs: Math.ceil(worstAnswerMs),
      worstByteRatio: Number(worstByteRatio.toFixed(3)),
    };
    return `simulation ${JSON.stringify(figures)}`;
  }
}
