/** How an answer came about, a sentence a step. */

import { counted } from "../base/counted.ts";
import { formatDuration } from "../calendar/duration_text.ts";
import type { IntervalSet } from "../intervals/interval_set.ts";
import type { Suggestion } from "../wire/term_findings.ts";
import { type Group, isChecked } from "./group.ts";
import { leastFree, maySomeMiss, type Outlook } from "./outlook.ts";

/** What each step has left. */
export interface Steps {
  /** How many exist of those who were asked for. */
  readonly asked: number;
  /** Of all who were checked; null if nobody was. */
  readonly common: IntervalSet | null;
  readonly slots: IntervalSet | null;
  readonly suggestions: readonly Suggestion[];
}

/** There is nothing that anybody's time could change. */
const NOBODY_ASKED = "the window is empty, so nobody was asked for free time";

export function explain(
  groups: readonly Group[],
  outlook: Outlook,
  { asked, common, slots, suggestions }: Steps,
): string[] {
  if (outlook.window === null) return [NOBODY_ASKED];
  const checked = groups.filter(isChecked);
  const people = sum(checked.map(({ names }) => names.length));
  if (common === null || slots === null) return ["nobody was checked"];
  const servers = new Set(
    checked.flatMap(({ parts }) => parts.map(({ server }) => server)),
  );
  const was = people === 1 ? "was" : "were";
  const steps = [
    `${people} of ${counted(asked, "person", "people")} ${was} checked, on ${
      counted(servers.size, "server")
    }`,
    ...commonSteps(common, slots, outlook),
  ];
  if (maySomeMiss(outlook)) {
    const offered = counted(suggestions.length, "slot is", "slots are");
    steps.push(`${offered} offered in which enough of them are free`);
  }
  return steps;
}

/** What all share, and what is left of it. */
function commonSteps(
  common: IntervalSet,
  slots: IntervalSet,
  outlook: Outlook,
): string[] {
  const { terms, times, trim } = outlook;
  const least = leastFree(outlook);
  const length = formatDuration(least, times);
  const isAny = least === 1;
  const isLong = (start: number, i: number) =>
    i % 2 === 0 && common[i + 1]! - start >= least;
  const count = common.filter(isLong).length;
  if (count === 0) {
    return [`at no time is everybody free${isAny ? "" : ` for ${length}`}`];
  }
  const stretches = counted(count, "stretch", "stretches");
  const share = `everybody is free in ${stretches} of ${
    isAny ? "time" : `${length} or more`
  }`;
  // Time enough may lie between the steps, or across the window's ends.
  const isWhole = terms.granularity === null && trim.before + trim.after === 0;
  if (isWhole) return [share];
  const have = counted(slots.length / 2, "of these has", "of these have");
  return [share, `${have} room for a slot`];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
