/** An answer's slots as a row of ticks. */

import { type Axis, type Row, rowSlots } from "../support/oracle.ts";

/** @returns Null if they are not the one way to write a row of the axis. */
export function readRow(
  slots: readonly (readonly [number, number])[],
  axis: Axis,
): Row | null {
  const row = new Uint8Array(axis.ticks);
  for (const [start, end] of slots) {
    const from = (start - axis.origin) / axis.unit;
    const to = (end - axis.origin) / axis.unit;
    if (!(from >= 0 && from < to && to <= axis.ticks)) return null;
    row.fill(1, from, to);
  }
  const written = JSON.stringify(rowSlots(row, axis));
  return written === JSON.stringify(slots) ? row : null;
}
