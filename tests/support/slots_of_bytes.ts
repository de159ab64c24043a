/** Sets of slots whose encoding has the very length that a test needs. */

import { assert } from "@std/assert";
import { ByteWriter, varintBytes } from "../../src/base/bytes.ts";
import type { IntervalSet } from "../../src/intervals/interval_set.ts";
import { deflate } from "../../src/wire/deflate.ts";
import { writeSlots } from "../../src/wire/slots.ts";
import { below, seededRandom } from "./seeded_random.ts";

/** The least distance that takes two bytes. */
const LONG_DISTANCE = 128;
const SEEDS_MAX = 100;
const STEPS_MAX = 10;

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

/** Slots that shrink to `bytes` bytes; those of chance shrink by an eighth. */
export function slotsOfDeflatedBytes(bytes: number): IntervalSet {
  for (let seed = 0; seed < SEEDS_MAX; seed++) {
    const drawn = randomSlots(2 * bytes, seed);
    let slots = Math.round(bytes * 4 / 7);
    for (let step = 0; step < STEPS_MAX; step++) {
      const tried = drawn.slice(0, 2 * slots);
      const plain = new ByteWriter();
      writeSlots(plain, tried);
      const missing = bytes - deflate(plain.view()).length;
      if (missing === 0) return tried;
      // A slot takes about two bytes; one byte more needs other chance.
      slots += Math.round(missing / 2);
    }
  }
  assert(false, `no slots shrink to ${bytes} bytes`);
}

function randomSlots(count: number, seed: number): IntervalSet {
  const random = seededRandom(seed);
  let bound = 0;
  return Float64Array.from({ length: count }, () => {
    return bound += 1 + below(random, LONG_DISTANCE - 1);
  });
}
