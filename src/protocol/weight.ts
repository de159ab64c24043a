/** How much work an answer is, told before it is begun. */

import { POOL_INTERVALS_MAX } from "../base/limits.ts";
import type { People } from "../calendar/people.ts";
import { setOf } from "../intervals/columns.ts";
import type { Aspect } from "../wire/aspect.ts";
import { boundsIn } from "../wire/report.ts";
import type { Ask, Group } from "./group.ts";
import type { Outlook } from "./outlook.ts";

/** Also a question about nothing has to be answered. */
export const LEAST_WEIGHT = 16;
/** A day of a calendar takes as long as so many intervals. */
const DAY_WEIGHT = 4;
const DAY_S = 86_400;

/** In intervals: those that were told, and what takes as long. */
export function weightOf(
  groups: readonly Group[],
  { times, trim: { grid, window } }: Outlook,
): number {
  // Where a day begins takes as long as two intervals.
  const days = grid && times === "instants"
    ? (window.to - window.from) / DAY_S
    : 0;
  return LEAST_WEIGHT + 2 * days + intervalsIn(groups);
}

/** Of an answer to names alone, which mostly is next to nothing. */
export function plainWeightOf(groups: readonly Group[]): number {
  return intervalsIn(groups);
}

/** Whether there are more free times than a question is answered from. */
export function isTooMuch(groups: readonly Group[]): boolean {
  const isSpread = ({ aspect }: Ask) => aspect?.measure === "spread";
  return intervalsIn(groups, isSpread) > POOL_INTERVALS_MAX;
}

/** In loops, as it is asked of every answer and lists of lists would cost. */
function intervalsIn(
  groups: readonly Group[],
  isCounted: (ask: Ask) => boolean = () => true,
): number {
  let bounds = 0;
  for (const { parts } of groups) {
    for (const { asks } of parts) {
      for (const ask of asks) {
        if (ask.told && isCounted(ask)) bounds += boundsIn(ask.told);
      }
    }
  }
  return bounds / 2;
}

/** What it takes a backend to look at its people's time. */
export function weightOfTelling(
  people: readonly number[],
  { scope: { window } }: Aspect,
  { names, columns, calendars }: People,
): number {
  const days = (window.to - window.from) / DAY_S;
  return people.filter((person) => person < names.size).reduce(
    (sum, person) =>
      sum +
      (calendars.has(person)
        ? DAY_WEIGHT * days
        : setOf(columns, person).length / 2),
    LEAST_WEIGHT,
  );
}
