/** Many seeds, and what they came to. */

import { INVARIANTS, mergeChecks, noChecks } from "./checks.ts";
import { FAULTS, mergeFaults, noFaults } from "./fault_count.ts";
import { type Failure, reportOf, type SeedReport } from "./seed_report.ts";
import type { SimulationOptions } from "./simulation.ts";

const HOUR_MS = 3_600_000;

export class Campaign {
  readonly failures: Failure[] = [];
  readonly #options: SimulationOptions;
  #checks = noChecks();
  #faults = noFaults();
  #seeds = 0;
  #virtualMs = 0;

  constructor(options: SimulationOptions = {}) {
    this.#options = options;
  }

  /** Runs a seed in this thread. */
  async run(seed: number): Promise<Failure | null> {
    const report = await reportOf(seed, this.#options);
    this.add(report);
    return report.failure;
  }

  /** Counts a seed that was run here or elsewhere. */
  add({ virtualMs, checks, faults, failure }: SeedReport): void {
    this.#seeds++;
    this.#virtualMs += virtualMs;
    this.#checks = mergeChecks(this.#checks, checks);
    this.#faults = mergeFaults(this.#faults, faults);
    if (failure) this.failures.push(failure);
  }

  /** Faults and invariants that came up less than `timesMin` times. */
  vacuous(timesMin: number): string[] {
    return [
      ...INVARIANTS.filter((each) => this.#checks.counts[each] < timesMin),
      ...FAULTS.filter((each) => this.#faults[each] < timesMin),
    ];
  }

  /** What was done and checked how often, for people. */
  details(): string {
    const { counts } = this.#checks;
    const faults = FAULTS.map((each) => `${each} ${this.#faults[each]}`);
    const checks = INVARIANTS.map((each) => `${each} ${counts[each]}`);
    return `faults: ${faults.join(", ")}\nchecks: ${checks.join(", ")}`;
  }

  /** The line for programs. */
  figures(): Record<string, number> {
    const { queries, termQueries, bookings, guesses } = this.#checks;
    const { worstAnswerMs, worstByteRatio } = this.#checks;
    let faults = 0;
    for (const each of FAULTS) faults += this.#faults[each];
    return {
      seeds: this.#seeds,
      simulatedHours: Number((this.#virtualMs / HOUR_MS).toFixed(2)),
      faults,
      queries,
      termQueries,
      bookings,
      guesses,
      violations: this.failures.length,
      worstAnswerMs: Math.ceil(worstAnswerMs),
      worstByteRatio: Number(worstByteRatio.toFixed(3)),
    };
  }

  /** One line, for people and for programs. */
  summary(): string {
    return `simulation ${JSON.stringify(this.figures())}`;
  }
}
