/** An answer's slots as a row of ticks. */

import type { Axis, Row } from "../support/oracle.ts";

/** @returns Null if they are not the one way to write a row of the axis. */
export function readRow(
  slots: readonly (readonly [number, number])[],
  { ticks, origin, unit }: Axis,
): Row | null {
  const row = new Uint8Array(ticks);
  // NaN, which is neither before nor after anything, for what is no tick.
  const tickOf = (time: number) => {
    const tick = (time - origin) / unit;
    const isTick = Number.isInteger(tick) && origin + tick * unit === time;
    return isTick ? tick : NaN;
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
