/**
 * Makes a failing seed small: tries to do without each mishap, each kind of
 * weather and most hosts, and to end sooner, as long as it still fails alike.
 */

import { MISHAPS } from "./fault_plan.ts";
import type { Scope } from "./scope.ts";
import { type Failure, reportOf } from "./seed_report.ts";
import type { SimulationOptions } from "./simulation.ts";
import { HARMS } from "./weather.ts";

/** Faults may end so long before a failure and still lead to it. */
const AFTERMATH_SHARES = [0.25, 0.5, 0.75, 0.9, 1];

export interface Shrunk {
  readonly scope: Scope;
  readonly failure: Failure;
  /** Seeds that were run for it. */
  readonly runs: number;
}

/** @returns Null if the seed does not fail in that scope. */
export async function shrink(
  seed: number,
  options: SimulationOptions = {},
): Promise<Shrunk | null> {
  let runs = 0;
  const fail = async (scope: Scope) => {
    runs++;
    return (await reportOf(seed, { ...options, scope })).failure;
  };
  let scope = options.scope ?? {};
  let failure = await fail(scope);
  if (!failure) return null;
  const { invariant } = failure;
  const attempt = async (smaller: Scope) => {
    const still = await fail(smaller);
    if (still?.invariant !== invariant) return false;
    [scope, failure] = [smaller, still];
    return true;
  };
  for (const servers of [1, 2, 3]) {
    if (await attempt({ ...scope, servers })) break;
  }
  await attempt({ ...scope, mains: 1 });
  for (const each of [...MISHAPS, ...Object.keys(HARMS)]) {
    const without = [...scope.without ?? [], each];
    await attempt({ ...scope, without });
  }
  const { atMs } = failure;
  for (const share of AFTERMATH_SHARES) {
    if (await attempt({ ...scope, untilMs: Math.ceil(share * atMs) })) break;
  }
  return { scope, failure, runs };
}
