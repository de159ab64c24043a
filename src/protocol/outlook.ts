/** What a question with terms looks at: its terms, made numbers of. */

import { TIME_MAX, WINDOW_SECONDS_MAX } from "../base/limits.ts";
import { dayGrid } from "../calendar/day_grid.ts";
import type { Length } from "../calendar/length.ts";
import { type Moment, resolveMoment } from "../calendar/moment.ts";
import type { Scope } from "../calendar/scope.ts";
import type { Times, Window } from "../calendar/times.ts";
import { type Grid, multiplesOf, type Trim, trim } from "../intervals/trim.ts";
import type { Terms } from "../wire/terms.ts";

export interface Outlook {
  readonly terms: Terms;
  readonly times: Times;
  /** Who need not come. */
  readonly spared: ReadonlySet<string>;
  /** Where slots may lie; null if that is nowhere. */
  readonly window: Window | null;
  /** Whether anything bounds it. */
  readonly isBounded: boolean;
  /** How free time becomes slots. */
  readonly trim: Trim;
}

const MINUTE_S = 60;
const TWO_WEEKS_LATER: Moment = { kind: "later", duration: "2w" };
const ALL_TIME: Window = { from: -TIME_MAX, to: TIME_MAX };

/** @param nowS What time it is, in whole seconds since 1970. */
export function outlookOf(
  terms: Terms,
  { times, nowS }: { readonly times: Times; readonly nowS: number },
): Outlook {
  const { from, to } = times === "instants"
    ? instantsOf(terms, nowS)
    : numbersOf(terms);
  const window = from < to ? { from, to } : null;
  const before = valueOf(terms.bufferBefore, 0);
  const after = valueOf(terms.bufferAfter, 0);
  const duration = valueOf(terms.duration, 1);
  const isBounded = times === "instants" || terms.from !== null ||
    terms.to !== null;
  // A grid takes time for each day, and nothing is asked of so many.
  const free = { before, after, window: { from, to }, grid: null, duration };
  const spared = new Set(terms.optional);
  const outlook = { terms, times, spared, window, isBounded, trim: free };
  if (!window || isTooLong(outlook)) return outlook;
  const grid = gridOf(terms, { times, window });
  return { ...outlook, trim: { ...free, grid } };
}

/** Whether nobody's calendar is looked at for so long. */
export function isTooLong(
  { times, window, trim: { before, after } }: Outlook,
): boolean {
  if (times === "numbers" || window === null) return false;
  // What is looked at around it is bounded like the window itself.
  return window.to - window.from > WINDOW_SECONDS_MAX ||
    before + after > WINDOW_SECONDS_MAX;
}

/** Whether slots come with who is free, as some may be missing. */
export function maySomeMiss({ terms }: Outlook): boolean {
  return terms.optional.length > 0 || terms.quorum !== null;
}

/** Free time that a slot and what is around it takes. */
export function leastFree({ trim }: Outlook): number {
  const { before, after, duration } = trim;
  return Math.min(before + duration + after, TIME_MAX);
}

/** Free time within the window, whatever slots have to be. */
export function inWindow(
  bounds: Float64Array,
  { trim: { window } }: Outlook,
): Float64Array {
  const plain = { before: 0, after: 0, window, grid: null, duration: 1 };
  return trim(bounds, plain);
}

/** @param shortest Free time that is shorter is of no use. */
export function scopeOf(
  { terms: { tentative }, trim: { window, before, after } }: Outlook,
  shortest: number,
): Scope {
  // Free time around a slot may lie beyond the window.
  const from = Math.max(window.from - before, -TIME_MAX);
  const to = Math.min(window.to + after, TIME_MAX);
  return { window: { from, to }, shortest, tentative };
}

function instantsOf(terms: Terms, nowS: number): Window {
  const { timezone } = terms;
  const from = terms.from
    ? resolveMoment(terms.from, { nowS, timezone })
    // Nobody meets at 09:41:27.
    : Math.ceil(nowS / MINUTE_S) * MINUTE_S;
  const to = terms.to ?? TWO_WEEKS_LATER;
  return { from, to: resolveMoment(to, { nowS, timezone, from }) };
}

function numbersOf({ from, to }: Terms): Window {
  return {
    from: from?.kind === "number" ? from.value : ALL_TIME.from,
    to: to?.kind === "number" ? to.value : ALL_TIME.to,
  };
}

function valueOf(length: Length | null, unless: number): number {
  return length?.value ?? unless;
}

function gridOf(
  { granularity, timezone }: Terms,
  { times, window }: { readonly times: Times; readonly window: Window },
): Grid | null {
  if (granularity === null) return null;
  const step = granularity.value;
  return times === "instants"
    ? dayGrid(step, { timezone, window })
    : multiplesOf(step);
}
