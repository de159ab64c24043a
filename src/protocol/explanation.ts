/** How an answer came about, a sentence a step. */

import { formatDuration } from "../calendar/duration_text.ts";
import type { IntervalSet } from "../intervals/interval_set.ts";
import type { Suggestion } from "../wire/term_findings.ts";
import { type Group, isChecked } from "./group.ts";
import { maySomeMiss, type Outlook } from "./outlook.ts";

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
  if (common === null || slots === null) return ["nobody was checked"];
  const asked = sum(groups.map(({ names }) => names.length));
  const servers = new Set(
    checked.flatMap(({ parts }) => parts.map(({ server }) => server)),
  );
  const isOne = people === 1;
  const stretches = common.length === 0
    ? "at no time"
    : `in ${counted(common.length / 2, "stretch", "stretches")} of time`;
  const steps = [
    `${people} of ${counted(asked, "person", "people")} ` +
    `${isOne ? "was" : "were"} checked, on ${
      counted(servers.size, "server", "servers")
    }`,
    `${isOne ? "this one is" : "all of them are"} free ${stretches}`,
  ];
  if (common.length > 0) steps.push(...roomSteps(outlook, slots.length / 2));
  if (maySomeMiss(outlook)) {
    const count = counted(suggestions.length, "slot suits", "slots suit");
    steps.push(`${count} enough of them`);
  }
  return steps;
}

/** What is left of common time, if slots have to be anything but time. */
function roomSteps({ terms, times, trim }: Outlook, slots: number): string[] {
  const { before, after, duration, grid } = trim;
  const length = terms.duration ? formatDuration(duration, times) : null;
  const rules = [
    ...length === null ? [] : [`of ${length}`],
    ...grid === null ? [] : ["that fits the granularity"],
    ...before + after === 0 ? [] : ["with free time around it"],
  ];
  if (rules.length === 0) return [];
  const room = counted(slots, "of these has room", "of these have room");
  return [`${room} for a slot ${rules.join(", ")}`];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function counted(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}
