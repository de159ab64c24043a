/** How much work an answer is, told before it is begun. */

import { POOL_INTERVALS_MAX } from "../base/limits.ts";
import { boundsIn } from "../wire/report.ts";
import type { Ask, Group } from "./group.ts";
import type { Outlook } from "./outlook.ts";

/** Also a question about nothing has to be answered. */
const LEAST = 16;
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
  return LEAST + 2 * days + intervalsIn(groups.flatMap(asksOf));
}

/** Whether there are more free times than a question is answered from. */
export function isTooMuch(groups: readonly Group[]): boolean {
  const spreads = groups.flatMap(asksOf)
    .filter(({ aspect }) => aspect?.measure === "spread");
  return intervalsIn(spreads) > POOL_INTERVALS_MAX;
}

function asksOf({ parts }: Group): Ask[] {
  return parts.flatMap(({ asks }) => asks);
}

function intervalsIn(asks: readonly Ask[]): number {
  return asks.reduce(
    (sum, { told }) => sum + (told ? boundsIn({ told }) / 2 : 0),
    0,
  );
}
