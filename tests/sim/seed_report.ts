/** What one seed came to; plain data, as it may come from another thread. */

import type { CheckFigures } from "./checks.ts";
import type { FaultFigures } from "./fault_count.ts";
import { formatScope, type Scope } from "./scope.ts";
import {
  Simulation,
  type SimulationOptions,
  violationOf,
} from "./simulation.ts";

/** A seed that failed, and how to see it again. */
export interface Failure {
  readonly seed: number;
  readonly invariant: string;
  readonly atMs: number;
  readonly line: string;
  /** The line after the last that happened. */
  readonly story: string;
}

export interface SeedReport {
  readonly virtualMs: number;
  readonly hash: string;
  readonly checks: CheckFigures;
  readonly faults: FaultFigures;
  readonly failure: Failure | null;
}

export async function reportOf(
  seed: number,
  options: SimulationOptions = {},
): Promise<SeedReport> {
  const simulation = new Simulation(seed, options);
  const { scene } = simulation;
  const violation = await violationOf(simulation);
  const atMs = scene.queue.nowMs;
  const report = {
    virtualMs: atMs,
    hash: scene.trace.hash,
    checks: scene.checks.figures,
    faults: scene.faults.figures,
  };
  if (!violation) return { ...report, failure: null };
  const line = `seed ${seed} at ${atMs.toFixed(1)} ms, ` +
    `${violation.message}\nreplay: ${replayOf(seed, options.scope)}`;
  const { invariant } = violation;
  const story = `${scene.trace.story()}\n${line}`;
  return { ...report, failure: { seed, invariant, atMs, line, story } };
}

function replayOf(seed: number, scope: Scope = {}): string {
  return `deno run tests/sim/run.ts --seed ${seed}${formatScope(scope)}`;
}
