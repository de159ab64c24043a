/**
 * When somebody can be met, by VAVAILABILITY: where it holds, it takes the
 * place of working hours.
 *
 * @see RFC 7953
 */

import type { Window } from "../calendar/times.ts";
import {
  EMPTY_SET,
  fromPairs,
  type IntervalSet,
  subtract,
  union,
} from "../intervals/interval_set.ts";
import type { CalendarZones } from "./calendar_zones.ts";
import type { Component } from "./component.ts";
import { type Event, readEvent } from "./event.ts";
import { CalendarError, type CalendarProblems } from "./problems.ts";
import { allOf, maybeOf, wordOf } from "./property.ts";
import { spanOf } from "./span.ts";
import { Timeline } from "./timeline.ts";

/** A calendar's say on when its owner can be met. */
export interface Availability {
  readonly startS: number;
  readonly endS: number;
  /** From 1, which counts most, to 10, for those who say nothing. */
  readonly priority: number;
  /** Whether the rest of its time is only tentatively taken. */
  readonly isTentative: boolean;
  readonly events: readonly Event[];
  readonly available: Timeline;
}

const PRIORITY_LAST = 10;

/** @throws {CalendarError} If any of it is not understood. */
export function readAvailability(
  component: Component,
  zones: CalendarZones,
  problems: CalendarProblems,
): Availability {
  const events = allOf(component, "AVAILABLE")
    .map((available) => readEvent(available, zones));
  const { startS, endS } = spanOf(component, zones);
  return {
    startS,
    endS,
    priority: priorityOf(component),
    isTentative: wordOf(component, "BUSYTYPE") === "BUSY-TENTATIVE",
    events,
    available: new Timeline(events, problems),
  };
}

function priorityOf(component: Component): number {
  const property = maybeOf(component, "PRIORITY");
  if (property === undefined || property.value === "0") return PRIORITY_LAST;
  if (/^[1-9]$/.test(property.value)) return Number(property.value);
  throw new CalendarError(property.line, "Cannot read PRIORITY as 0 to 9");
}

/** When somebody can be met, and when maybe. They do not overlap. */
export interface Reachable {
  readonly hours: IntervalSet;
  readonly maybe: IntervalSet;
}

/** Lays availabilities over working hours, the most important one last. */
export function applyAvailabilities(
  availabilities: readonly Availability[],
  hours: IntervalSet,
  window: Window,
): Reachable {
  let reachable: Reachable = { hours, maybe: EMPTY_SET };
  const ranks = Map.groupBy(availabilities, ({ priority }) => priority);
  for (const rank of [...ranks.keys()].sort((a, b) => b - a)) {
    reachable = applyEqual(ranks.get(rank)!, reachable, window);
  }
  return reachable;
}

/** Of equal ones, each may make time available, and none takes it away. */
function applyEqual(
  availabilities: readonly Availability[],
  below: Reachable,
  window: Window,
): Reachable {
  let [covered, available, taken] = [EMPTY_SET, EMPTY_SET, EMPTY_SET];
  for (const { startS, endS, isTentative, ...each } of availabilities) {
    const from = Math.max(startS, window.from);
    const to = Math.min(endS, window.to);
    if (from >= to) continue;
    const span = fromPairs([[from, to]]);
    const own = each.available.within({ from, to }).busy;
    covered = union(covered, span);
    available = union(available, own);
    if (!isTentative) taken = union(taken, subtract(span, own));
  }
  const maybe = subtract(subtract(covered, available), taken);
  return {
    hours: union(subtract(below.hours, covered), available),
    maybe: union(subtract(below.maybe, covered), maybe),
  };
}
