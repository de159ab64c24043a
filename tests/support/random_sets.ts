/** Free time by chance, on a short axis so that bounds often meet. */

import type { Random } from "../../src/base/ports.ts";
import {
  fromPairs,
  type IntervalSet,
} from "../../src/intervals/interval_set.ts";
import { type Row, rowSlots } from "./oracle.ts";

/** Free more often than not, or nobody would ever meet. */
export function randomRow(random: Random, ticks: number): Row {
  return Uint8Array.from({ length: ticks }, () => random() < 0.7 ? 1 : 0);
}

/** The row as a set, with its first tick at time 0. */
export function setOfRow(row: Row): IntervalSet {
  return fromPairs(rowSlots(row, { ticks: row.length, origin: 0, unit: 1 }));
}
