/** How an answer came about, a sentence a step. */

import { formatDuration } from "../calendar/duration_text.ts";
import type { IntervalSet } from "../intervals/interval_set.ts";
import type { Suggestion } from "../wire/term_findings.ts";
import { type Group, isChecked } from "./group.ts";
import { leastFree, maySomeMiss, type Outlook } from "./outlook.ts";

/** What each step has left. */
export interface Steps {
  /** Of all who were checked; null if nobody was. */
  readonly common: IntervalSet | null;
  readonly slots: IntervalSet | null;
  readonly suggestions: readonly Suggestion[];
}

export function explain(
  groups: readonly Group[],
  outlook: Outlook,
  { common, slots, suggestions }: Steps,
): string[] {
  const checked = groups.filter(isChecked);
  const people = sum(checked.map(({ names }) => names.length));
  const servers = new Set(
    checked.flatMap(({ parts }) => parts.map(({ server }) => server)),
  );
  const asked = sum(groups.map(({ names }) => names.length));
  const steps = [
    `${people} of ${asked} people were checked, on ${
      counted(servers.size, "server")
    }`,
  ];
  if (common === null || slots === null) return steps;
  const needed = formatDuration(leastFree(outlook), outlook.times);
  steps.push(
    `all of them share ${counted(common.length / 2, "free time")}`,
    `${slots.length / 2} of these hold a slot, which takes ${needed} at least`,
  );
  if (maySomeMiss(outlook)) {
    steps.push(`${counted(suggestions.length, "slot")} suit enough of them`);
  }
  return steps;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
