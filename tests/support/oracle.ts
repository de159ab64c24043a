/**
 * What must come out, worked out the slow way: a calendar is a row of ticks,
 * free or not, and people meet where all rows are free. There are no
 * intervals to merge, sort or compare here, so no mistake is shared with the
 * program.
 */

/** One byte a tick: 1 is free. */
export type Row = Uint8Array;

/** Where a row lies in time: tick `t` is the time from {@linkcode timeAt}. */
export interface Axis {
  readonly ticks: number;
  readonly origin: number;
  /** How long a tick is. */
  readonly unit: number;
  /**
   * Whether each tick begins later than that, by less than a unit. Such times
   * hardly deflate: a short row says as much as a long even one.
   */
  readonly isUneven?: boolean;
}

/** When a tick begins. */
export function timeAt(
  { origin, unit, isUneven = false }: Axis,
  tick: number,
): number {
  return origin + tick * unit + (isUneven ? scattered(tick) % unit : 0);
}

/** The tick that begins at a time, with a fraction if it began before. */
export function tickAt(axis: Axis, time: number): number {
  const { origin, unit, isUneven } = axis;
  const even = (time - origin) / unit;
  if (!isUneven || !Number.isFinite(even)) return even;
  const floor = Math.floor(even);
  const tick = timeAt(axis, floor) <= time ? floor : floor - 1;
  const start = timeAt(axis, tick);
  return tick + (time - start) / (timeAt(axis, tick + 1) - start);
}

/** Murmur3's last step: of whole numbers in a row, 32 bits without a pattern. */
function scattered(number: number): number {
  let bits = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** Free where every one of `rows` is; at least one row. */
export function commonRow(rows: readonly Row[]): Row {
  const [first, ...others] = rows;
  const common = first!.slice();
  for (const row of others) {
    for (let tick = 0; tick < common.length; tick++) {
      common[tick]! &= row[tick]!;
    }
  }
  return common;
}

/** A row read as the answer reads: its longest free stretches. */
export function rowSlots(row: Row, axis: Axis): [number, number][] {
  const slots: [number, number][] = [];
  let start = -1;
  for (let tick = 0; tick <= row.length; tick++) {
    const free = row[tick] === 1;
    if (free && start < 0) start = tick;
    if (free || start < 0) continue;
    slots.push([timeAt(axis, start), timeAt(axis, tick)]);
    start = -1;
  }
  return slots;
}
