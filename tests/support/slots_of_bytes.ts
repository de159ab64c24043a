/** Sets of slots whose encoding has the very length that a test needs. */

import { assert } from "@std/assert";
import { varintBytes } from "../../src/base/bytes.ts";
import type { IntervalSet } from "../../src/intervals/interval_set.ts";

/** The least distance that takes two bytes. */
const LONG_DISTANCE = 128;

/** Slots that `writeSlots()` writes in `bytes` bytes, from 3 on. */
export function slotsOfBytes(bytes: number): IntervalSet {
  for (let countBytes = 1; countBytes <= 4; countBytes++) {
    const rest = bytes - countBytes;
    // Bounds come in pairs, so where the rest is odd one takes two bytes.
    const count = rest - rest % 2;
    if (varintBytes(count) !== countBytes) continue;
    const slots = new Float64Array(count);
    for (let i = 0; i < count; i++) slots[i] = i + 1;
    if (rest % 2 === 1) slots[count - 1]! += LONG_DISTANCE;
    return slots;
  }
  assert(false, `no slots take ${bytes} bytes`);
}
