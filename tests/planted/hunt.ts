/** Hunts for one bug: the first seed that notices it, whoever tries it. */

import type { Failed } from "./seed_line.ts";
import { trySeeds } from "./seed_process.ts";

export interface HuntOptions {
  /** The root of the copy that has the bug. */
  readonly root: string;
  /** Seeds from 1 up to this are tried. */
  readonly seeds: number;
  /** Processes that try them. */
  readonly jobs: number;
}

/**
 * @returns The lowest seed that fails, however many processes share the
 * seeds; or null if all pass.
 */
export async function hunt(
  { root, seeds, jobs }: HuntOptions,
): Promise<Failed | null> {
  let found: Failed | null = null;
  const isAhead = (seed: number) => found !== null && seed > found.seed;
  const shares = Array.from({ length: jobs }, async (_, job) => {
    const failed = await trySeeds({
      root,
      share: { from: job + 1, to: seeds, step: jobs },
      // What comes after a seed that failed is of no interest any more.
      goesOn: (seed) => !isAhead(seed + jobs),
    });
    if (failed && !isAhead(failed.seed)) found = failed;
  });
  await Promise.all(shares);
  return found;
}
