/** Steps that are counted by the clock, each day anew. */

import type { Grid } from "../intervals/trim.ts";
import { secondsOf } from "./moment.ts";
import type { Window } from "./times.ts";
import { lastAtOrBefore } from "./zone.ts";

const DAY_S = 86_400;
/** Longer than any day, so that the last one has its end. */
const DAY_S_MAX = 2 * DAY_S;
const MS_PER_S = 1_000;
const NS_PER_S = 1_000_000_000;

/** Some time of one day, in which clocks are not changed. */
interface Stretch {
  /** Of its day, by clocks as they are in it. */
  readonly midnight: number;
  /** Whether the day begins with it. */
  readonly isDay: boolean;
}

interface Stretches {
  /** When each begins. */
  readonly starts: Float64Array;
  readonly stretches: readonly Stretch[];
}

/**
 * Times of which the clocks of a zone show a multiple of a step. Every day's
 * beginning is one, also where a step does not divide the day, or clocks skip
 * its midnight.
 *
 * @param window Times that it is asked for are from this, in whole seconds
 * since 1970.
 *
 * @example Every other hour, on the day when Berlin's clocks skip the third
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const midnight = 1_774_738_800;
 * const window = { from: midnight, to: midnight + 86_400 };
 * const grid = dayGrid(7_200, { timezone: "Europe/Berlin", window });
 * const four = midnight + 3 * 3_600;
 * assertEquals([grid.up(midnight + 1), grid.down(four + 1)], [four, four]);
 * assertEquals(grid.down(four - 1), midnight);
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
  let known: Stretches | null = null;
  const all = () => known ??= stretchesIn(timezone, window);
  const up = (time: number): number => {
    const { starts, stretches } = all();
    const at = lastAtOrBefore(starts, time);
    const { midnight, isDay } = stretches[at]!;
    if (isDay && time === starts[at]) return time;
    const found = midnight + Math.ceil((time - midnight) / step) * step;
    const end = starts[at + 1]!;
    return found < end ? found : up(end);
  };
  const down = (time: number): number => {
    const { starts, stretches } = all();
    const at = lastAtOrBefore(starts, time);
    const { midnight, isDay } = stretches[at]!;
    const start = starts[at]!;
    const found = midnight + Math.floor((time - midnight) / step) * step;
    if (found >= start) return found;
    return isDay ? start : down(start - 1);
  };
  return { up, down };
}

/** From the day in which the window begins to one after its end. */
function stretchesIn(timezone: string, { from, to }: Window): Stretches {
  const first = Temporal.Instant.fromEpochMilliseconds(from * MS_PER_S)
    .toZonedDateTimeISO(timezone).startOfDay();
  let change = first.getTimeZoneTransition("next");
  let date = first.toPlainDate();
  let shown = secondsOf(date.toZonedDateTime("UTC"));
  const starts: number[] = [];
  const stretches: Stretch[] = [];
  const add = (time: Temporal.ZonedDateTime, shown: number, isDay: boolean) => {
    starts.push(secondsOf(time));
    const midnight = shown - time.offsetNanoseconds / NS_PER_S;
    stretches.push({ midnight, isDay });
  };
  // Where a whole day is skipped, two dates begin at once.
  while (starts.length === 0 || starts.at(-1)! <= to + DAY_S_MAX) {
    const day = date.toZonedDateTime(timezone);
    while (change && change.epochMilliseconds <= day.epochMilliseconds) {
      add(change, shown - DAY_S, false);
      change = change.getTimeZoneTransition("next");
    }
    add(day, shown, true);
    date = date.add({ days: 1 });
    shown += DAY_S;
  }
  return { starts: Float64Array.from(starts), stretches };
}
