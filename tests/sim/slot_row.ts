/** An answer's slots as a row of ticks. */

import { type Axis, type Row, tickAt, timeAt } from "../support/oracle.ts";
import type { TimeWindow } from "./term_question.ts";

const ALL_TIME: TimeWindow = { from: -Infinity, to: Infinity };

/**
 * @param window What lies beyond it is cut off, be it in the midst of a tick.
 * @returns Null if they are not the one way to write a row of the axis.
 */
export function readRow(
  slots: readonly (readonly [number, number])[],
  axis: Axis,
  { from, to }: TimeWindow = ALL_TIME,
): Row | null {
  const { ticks } = axis;
  const row = new Uint8Array(ticks);
  // NaN, which is neither before nor after anything, for what is no tick.
  const tickOf = (time: number) => {
    const tick = tickAt(axis, time);
    if (time === from) return Math.floor(tick);
    if (time === to) return Math.ceil(tick);
    const isTick = Number.isInteger(tick) && timeAt(axis, tick) === time;
    return isTick && time > from && time < to ? tick : NaN;
  };
  let last = -1;
  for (const slot of slots) {
    const [from, to] = [tickOf(slot[0]), tickOf(slot[1])];
    // A slot that touches the one before would be one with it.
    const isNext = slot.length === 2 && from > last && from < to && to <= ticks;
    if (!isNext) return null;
    row.fill(1, from, to);
    last = to;
  }
  return row;
}

/** Ticks of which a part is in the window. */
export function windowRow(
  { from, to }: TimeWindow,
  axis: Axis,
): Row {
  const row = new Uint8Array(axis.ticks);
  const first = Math.floor(tickAt(axis, from));
  const last = Math.ceil(tickAt(axis, to));
  return row.fill(1, Math.max(first, 0), Math.max(last, 0));
}

/** From a tick to the one after the last. */
export type Ticks = readonly [from: number, to: number];

/** A row without some of its ticks. */
export function without(row: Row, ticks: Iterable<Ticks>): Row {
  const less = row.slice();
  for (const [from, to] of ticks) less.fill(0, from, to);
  return less;
}

/** Whether one row is free only where the other is. */
export function isWithin(row: Row, most: Row): boolean {
  for (let tick = 0; tick < row.length; tick++) {
    if (row[tick]! > most[tick]!) return false;
  }
  return true;
}
