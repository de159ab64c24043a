/** How many are free when, as steps without gaps. */

import { coverage } from "../intervals/coverage.ts";
import type { CoverageStep } from "../wire/term_findings.ts";
import type { Gathering } from "./gathering.ts";
import { inWindow, type Outlook } from "./outlook.ts";

/**
 * Over all of the window; without bounds, from the first time that somebody is
 * free to the last. What is asked of slots makes no difference to it.
 */
export function coverageSteps(
  { intervals }: Gathering,
  outlook: Outlook,
): CoverageStep[] {
  const { window, isBounded } = outlook;
  if (window === null) return [];
  const { bounds, counts } = coverage([inWindow(intervals, outlook)]);
  const times = [...bounds];
  const frees = [...counts];
  // The last count is of the time after the last bound, which is nobody's.
  if (isBounded && times[0] !== window.from) {
    times.unshift(window.from);
    frees.unshift(0);
  }
  if (isBounded && times.at(-1) !== window.to) times.push(window.to);
  return times.slice(1).map((end, i) => ({
    slot: { start: times[i]!, end },
    free: frees[i]!,
  }));
}
