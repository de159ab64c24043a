/** Sets of eight ticks as bits, for oracles that count instead of compare. */

import type { IntervalSet } from "../../src/intervals/interval_set.ts";

export const TICKS = 8;
export const MASKS = 2 ** TICKS;

/** The canonical set of the ticks whose bits are 1. */
export function fromMask(mask: number): IntervalSet {
  const bounds = [];
  for (let tick = 0; tick <= TICKS; tick++) {
    const flips = (mask >> tick & 1) !== (mask << 1 >> tick & 1);
    if (flips) bounds.push(tick);
  }
  return Float64Array.from(bounds);
}
