/** From free time to slots: less what has to lie around, and in whole steps. */

import { cutBounds } from "../base/slab.ts";

/** Times at which slots may begin and end. */
export interface Grid {
  /** The first of them that is not before the time. */
  up(time: number): number;
  /** The last of them that is not after the time. */
  down(time: number): number;
}

export interface Trim {
  /** Free time that has to lie before a slot, and after it. */
  readonly before: number;
  readonly after: number;
  /** Where slots may lie, of which what is around them need not be part. */
  readonly window: { readonly from: number; readonly to: number };
  /** Null where they may begin and end at any time. */
  readonly grid: Grid | null;
  /** Of a slot at least; 1 or more. */
  readonly duration: number;
}

/**
 * Cuts each interval down to the longest slot that lies within it, and leaves
 * out those that have none.
 *
 * A slot lies within two intervals if it does within what they share. So it
 * makes no difference whether free time is trimmed before it is intersected or
 * after, as long as what is too short is left out at the end once more.
 *
 * @param bounds A set, which stays one; or a pool, of which starts keep their
 * order, but ends of equal starts may lose theirs.
 */
export function trim(bounds: Float64Array, rule: Trim): Float64Array {
  const { before, after, window, grid, duration } = rule;
  const kept = cutBounds(bounds.length);
  let length = 0;
  for (let i = 0; i < bounds.length; i += 2) {
    let start = Math.max(bounds[i]! + before, window.from);
    let end = Math.min(bounds[i + 1]! - after, window.to);
    if (grid && end - start >= duration) {
      start = grid.up(start);
      end = grid.down(end);
    }
    if (end - start < duration) continue;
    kept[length++] = start;
    kept[length++] = end;
  }
  return kept.subarray(0, length);
}

/** Multiples of a step, from 0 on and before. */
export function multiplesOf(step: number): Grid {
  return {
    up: (time) => Math.ceil(time / step) * step + 0,
    down: (time) => Math.floor(time / step) * step + 0,
  };
}
