/** What a backend tells of the people that a main server asks about. */

import { POOL_INTERVALS_MAX, WINDOW_SECONDS_MAX } from "../base/limits.ts";
import type { FreeTime } from "../calendar/free_time.ts";
import type { Scope } from "../calendar/scope.ts";
import { EMPTY_SET, type IntervalSet } from "../intervals/interval_set.ts";
import { pool } from "../intervals/pool.ts";
import type { Aspect } from "../wire/aspect.ts";
import type { Assembled } from "../wire/blocks.ts";
import type { Told } from "../wire/report.ts";
import type { Wish } from "../wire/wish.ts";

/** Those who are asked about and can be read where the question looks. */
export function readableOf(
  time: FreeTime,
  { people, aspect }: Pick<Wish, "people" | "aspect">,
): readonly number[] {
  // Nothing is worked out for those who ask for too much.
  const isLooked = aspect?.times === "instants" && !isTooLong(aspect);
  return time.readable(people, isLooked ? aspect.scope.window : null);
}

/** @returns Null if it takes longer than anybody should wait. */
export function tell(
  time: FreeTime,
  { people, aspect }: Wish,
  { readable, reveals }: {
    /** As {@linkcode readableOf} has it. */
    readonly readable: readonly number[];
    /** Whether it may be told who is missing. */
    readonly reveals: boolean;
  },
): Assembled | null {
  if (aspect && isTooLong(aspect)) return null;
  const areAllReadable = readable.length === people.length;
  // By far the most frequent question has the shortest answer.
  if (areAllReadable && aspect?.measure !== "spread") {
    return { kind: "slots", slots: slotsOf(time, readable, aspect) };
  }
  const told = aspect?.measure === "spread"
    ? spreadOf(time, { people: readable, scope: aspect.scope, reveals })
    : { kind: "slots", slots: slotsOf(time, readable, aspect) } as const;
  if (told === null) return null;
  const unreadable = areAllReadable
    ? []
    : people.filter((person) => !readable.includes(person));
  return { kind: "report", report: { unreadable, told } };
}

/** Whoever asks for so much may not be who we think. */
function isTooLong(
  { times, scope: { window: { from, to } } }: Aspect,
): boolean {
  return times === "instants" && to - from > 2 * WINDOW_SECONDS_MAX;
}

function slotsOf(
  time: FreeTime,
  people: readonly number[],
  aspect: Aspect | null,
): IntervalSet {
  if (people.length === 0) return EMPTY_SET;
  if (aspect === null) return time.common(people);
  const { measure, scope } = aspect;
  return measure === "hours"
    ? time.hoursIn(people, scope)
    : time.commonIn(people, scope);
}

function spreadOf(
  time: FreeTime,
  { people, scope, reveals }: {
    readonly people: readonly number[];
    readonly scope: Scope;
    readonly reveals: boolean;
  },
): Told | null {
  const sets: IntervalSet[] = [];
  let count = 0;
  for (const person of people) {
    const set = time.commonIn([person], scope);
    sets.push(set);
    count += set.length / 2;
    if (count > POOL_INTERVALS_MAX) return null;
  }
  return reveals
    ? { kind: "labelled", sets }
    : { kind: "pool", pool: pool(sets) };
}
