/** Which hours of a day a picture shows, and in how many cells. */

import { assert } from "@std/assert";
import { GRID_COLUMNS_MIN } from "../base/grid_limits.ts";
import { GAP, type Tick } from "./picture.ts";

const MINUTES_AN_HOUR = 60;
const HOURS_A_DAY = 24;
/** How long a cell may be: the shortest is taken that fits. */
const CELL_MINUTES = [5, 10, 15, 30, 60, 120];
const CELL_MINUTES_MAX = 120;
/** The hours between two ticks, and the room that each needs. */
const TICK_HOURS = [1, 2, 3, 6];
const TICK_COLUMNS = 3;
export const LABEL_COLUMNS = "Mon 23 Nov".length;

assert(
  LABEL_COLUMNS + GAP.length +
      HOURS_A_DAY * MINUTES_AN_HOUR / CELL_MINUTES_MAX <= GRID_COLUMNS_MIN,
  "a whole day fits into the shortest line",
);
assert(
  TICK_HOURS.at(-1)! * MINUTES_AN_HOUR >= TICK_COLUMNS * CELL_MINUTES_MAX,
  "ticks of the longest cells have room",
);

/** From the first hour to the last that is shown, in cells. */
export interface Hours {
  readonly first: number;
  readonly end: number;
  readonly cellMinutes: number;
}

/** @param areUsed Of each hour of a day, whether there is anything in it. */
export function hoursToShow(
  areUsed: readonly boolean[],
  room: number,
): Hours {
  const first = Math.max(areUsed.indexOf(true), 0);
  const end = areUsed.lastIndexOf(true) + 1 || HOURS_A_DAY;
  const ways = CELL_MINUTES.map((cellMinutes) =>
    inCells({ first, end, cellMinutes })
  );
  return ways.find((hours) => cellsOf(hours) <= room) ?? ways.at(-1)!;
}

/** A whole number of cells, counted from midnight. */
function inCells({ first, end, cellMinutes }: Hours): Hours {
  const step = Math.max(cellMinutes / MINUTES_AN_HOUR, 1);
  return {
    first: Math.floor(first / step) * step,
    end: Math.ceil(end / step) * step,
    cellMinutes,
  };
}

export function cellsOf({ first, end, cellMinutes }: Hours): number {
  return (end - first) * MINUTES_AN_HOUR / cellMinutes;
}

/** Full hours, as clocks show them. */
export function hourTicks({ first, end, cellMinutes }: Hours): Tick[] {
  const step = TICK_HOURS.find((hours) =>
    hours * MINUTES_AN_HOUR >= TICK_COLUMNS * cellMinutes
  )!;
  const ticks: Tick[] = [];
  for (let hour = Math.ceil(first / step) * step; hour < end; hour += step) {
    const cell = (hour - first) * MINUTES_AN_HOUR / cellMinutes;
    ticks.push({ cell, text: `${hour}`.padStart(2, "0") });
  }
  return ticks;
}
