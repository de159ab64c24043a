/**
 * What must come out, worked out the slow way: a calendar is a row of ticks,
 * free or not, and people meet where all rows are free. There are no
 * intervals to merge, sort or compare here, so no mistake is shared with the
 * program.
 */

/** One byte a tick: 1 is free. */
export type Row = Uint8Array;

/** Where a row lies in time: tick `t` is the time from `origin + t * unit`. */
export interface Axis {
  readonly ticks: number;
  readonly origin: number;
  readonly unit: number;
}

/** Free where every one of `rows` is; at least one row. */
export function commonRow(rows: readonly Row[]): Row {
  const common = rows[0]!.slice();
  for (const row of rows) {
    for (let tick = 0; tick < common.length; tick++) {
      common[tick]! &= row[tick]!;
    }
  }
  return common;
}

/** A row read as the answer reads: its longest free stretches. */
export function rowSlots(row: Row, { origin, unit }: Axis): [number, number][] {
  const slots: [number, number][] = [];
  let start = -1;
  for (let tick = 0; tick <= row.length; tick++) {
    const free = row[tick] === 1;
    if (free && start < 0) start = tick;
    if (free || start < 0) continue;
    slots.push([origin + start * unit, origin + tick * unit]);
    start = -1;
  }
  return slots;
}
