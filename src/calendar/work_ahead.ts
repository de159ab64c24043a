/**
 * What calendars work out for an answer, and keep, a piece at a time: a server
 * has to see to others in between.
 */

import { CALENDAR_PAGE_DAYS } from "../base/calendar_limits.ts";
import type { People } from "./people.ts";
import type { Scope } from "./scope.ts";
import { ZONES_END_S } from "./zone.ts";

const PAGE_S = CALENDAR_PAGE_DAYS * 86_400;

/** Each step is a page of one person; of those who have none there is none. */
export function* workAhead(
  people: readonly number[],
  { calendars }: People,
  { window, tentative }: Scope,
): Generator<void> {
  // Nobody has any time beyond.
  const from = Math.max(window.from, 0);
  const to = Math.min(window.to, ZONES_END_S);
  for (const person of people) {
    const calendar = calendars.get(person);
    if (calendar === undefined) continue;
    let next = 0;
    for (let at = from; at < to; at = next) {
      next = (Math.floor(at / PAGE_S) + 1) * PAGE_S;
      calendar.free({ from: at, to: Math.min(next, to) }, tentative);
      yield;
    }
  }
}
