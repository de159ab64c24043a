/** What came of the bugs, for people and for programs. */

import type { PlantedBug } from "./planted_bug.ts";
import type { Failed } from "./seed_line.ts";

/** A bug and who noticed it, or null if nobody did. */
export interface Verdict {
  readonly bug: PlantedBug;
  readonly failed: Failed | null;
}

/** `name, breaks, caught by INVARIANT in N seeds`. */
export function verdictLine({ bug, failed }: Verdict, seeds: number): string {
  const outcome = failed
    ? `caught by ${failed.by} in ${counted(failed.seed)}`
    : `NOT CAUGHT in ${counted(seeds)}`;
  return `${bug.name}, ${bug.breaks}, ${outcome}`;
}

function counted(seeds: number): string {
  return seeds === 1 ? "1 seed" : `${seeds} seeds`;
}

/** A line a bug, in columns: its name, what caught it, in how many seeds. */
export function table(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ bug, failed }) => [
    bug.name,
    failed ? failed.by : "NOT CAUGHT",
    failed ? `${failed.seed}` : "-",
    bug.breaks,
  ]);
  const all = [["bug", "caught by", "seeds", "what it breaks"], ...rows];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...all.map((row) => row[column]!.length))
  );
  return all.map((row) =>
    row.map((cell, i) => cell.padEnd(widths[i]!)).join("  ").trimEnd() + "\n"
  ).join("");
}

/** One line, for programs. */
export function summary(verdicts: readonly Verdict[], seeds: number): string {
  const seedsOf = verdicts.flatMap(({ failed }) => failed ? [failed.seed] : []);
  const figures = {
    bugs: verdicts.length,
    caught: seedsOf.length,
    seedsAtMost: seeds,
    worstSeeds: Math.max(0, ...seedsOf),
  };
  return `planted ${JSON.stringify(figures)}`;
}
