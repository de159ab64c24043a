/** How many are free when, as an answer tells it. */

import type { Window } from "../../src/calendar/times.ts";
import type { IntervalSet } from "../../src/intervals/interval_set.ts";
import type { CoverageStep } from "../../src/wire/term_findings.ts";

/** Over all of the window, from everybody's free time. */
export function coverageSteps(
  sets: readonly IntervalSet[],
  { from, to }: Window,
): CoverageStep[] {
  const inside = sets.flatMap((set) => [...set])
    .filter((bound) => bound > from && bound < to);
  const bounds = [...new Set([from, ...inside, to])].sort((a, b) => a - b);
  return bounds.slice(1).map((end, i) => {
    const start = bounds[i]!;
    const isFree = (set: IntervalSet) =>
      set.some((bound, j) =>
        j % 2 === 0 && bound <= start && end <= set[j + 1]!
      );
    return { slot: { start, end }, free: sets.filter(isFree).length };
  });
}
