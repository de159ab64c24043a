/**
 * A share of the seeds, in order and until the first that fails, in a process
 * of its own: it is run in a copy of the house that has a bug, and may die of
 * it. `deno run tests/planted/seeds.ts FROM TO STEP` tells a line for each.
 */

import { Simulation, violationOf } from "../sim/simulation.ts";
import type { SeedLine } from "./seed_line.ts";

/** As much of a message as somebody reads. */
const WHY_CHARS_MAX = 2_000;
/** Here the simulator reads what the cluster says, and calls nobody. */
const READER = /\/tests\/sim\/(?:\w+_watch|answer_text)\.ts:/;

const [from = 1, to = from, step = 1] = Deno.args.map(Number);
// Until here it is no seed's fault.
await tell({ kind: "ready" });
for (let seed = from; seed <= to; seed += step) {
  const line = await tried(seed);
  await tell(line);
  if (line.kind === "failed") break;
}

async function tried(seed: number): Promise<SeedLine> {
  try {
    const violation = await violationOf(new Simulation(seed));
    if (!violation) return { kind: "passed", seed };
    const { invariant, message } = violation;
    return failed(seed, invariant, message);
  } catch (error) {
    const why = (error as Error).stack ?? `${error}`;
    return failed(seed, READER.test(why) ? "unreadable" : "crash", why);
  }
}

function failed(seed: number, by: string, why: string): SeedLine {
  return { kind: "failed", seed, by, why: why.slice(0, WHY_CHARS_MAX) };
}

async function tell(line: SeedLine): Promise<void> {
  const bytes = new TextEncoder().encode(`${JSON.stringify(line)}\n`);
  await Deno.stdout.write(bytes);
}
