/** Steps that are counted from midnight, each day anew. */

import type { Grid } from "../intervals/trim.ts";
import type { Window } from "./times.ts";

/** Longer than any day, so that the last one has its end. */
const DAY_S_MAX = 2 * 86_400;

/**
 * Multiples of a step since the last midnight in a zone, in time that passes:
 * where clocks are put forward, a step is no shorter for it. Every midnight is
 * one, also where a step does not divide the day.
 *
 * @param window Times that it is asked for are from this, in whole seconds
 * since 1970.
 *
 * @example Quarters of hours, on the day when Berlin's clocks skip one
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const midnight = 1_774_738_800;
 * const window = { from: midnight, to: midnight + 86_400 };
 * const grid = dayGrid(900, { timezone: "Europe/Berlin", window });
 * assertEquals(grid.up(midnight + 1), midnight + 900);
 * assertEquals(grid.down(midnight + 23 * 3_600 - 1), midnight + 81_900);
 * ```
 */
export function dayGrid(
  step: number,
  { timezone, window }: {
    readonly timezone: string;
    readonly window: Window;
  },
): Grid {
  // Only now and then is there anything to look for, and it takes time.
  let known: readonly number[] | null = null;
  const days = () => known ??= midnightsIn(timezone, window);
  return {
    up(time) {
      const midnights = days();
      const day = lastBefore(midnights, time);
      const midnight = midnights[day]!;
      const next = midnights[day + 1]!;
      return Math.min(
        midnight + Math.ceil((time - midnight) / step) * step,
        next,
      );
    },
    down(time) {
      const midnights = days();
      const midnight = midnights[lastBefore(midnights, time)]!;
      return midnight + Math.floor((time - midnight) / step) * step;
    },
  };
}

/** From the last that is not after the window's start to one after its end. */
function midnightsIn(timezone: string, { from, to }: Window): number[] {
  let date = Temporal.Instant.fromEpochMilliseconds(from * 1_000)
    .toZonedDateTimeISO(timezone).toPlainDate();
  const midnights: number[] = [];
  // Where a whole day is skipped, two dates begin at once.
  while (midnights.length === 0 || midnights.at(-1)! <= to + DAY_S_MAX) {
    const { epochMilliseconds } = date.toZonedDateTime(timezone);
    midnights.push(Math.floor(epochMilliseconds / 1_000));
    date = date.add({ days: 1 });
  }
  return midnights;
}

/** Where the last of them stands that is not after the time. */
function lastBefore(midnights: readonly number[], time: number): number {
  let low = 0;
  let high = midnights.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (midnights[middle]! <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}
