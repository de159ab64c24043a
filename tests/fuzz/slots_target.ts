/**
 * Slots in bytes: what is read is a canonical set and has no other bytes, and
 * a plain reader of big integers takes and refuses the same.
 */

import { ByteReader, ByteWriter } from "../../src/base/bytes.ts";
import { WireError } from "../../src/base/errors.ts";
import type { Random } from "../../src/base/ports.ts";
import {
  type IntervalSet,
  isCanonical,
  sameSet,
} from "../../src/intervals/interval_set.ts";
import { readSlots, writeSlots } from "../../src/wire/slots.ts";
import { toHex } from "../support/hex.ts";
import { below, pick } from "../support/seeded_random.ts";
import { damageBytes, noise } from "./damage.ts";
import { BYTES, equalBytes } from "./forms.ts";
import { readSlotsPlainly } from "./reference_slots.ts";
import { promise, type Target, unlessRefused } from "./target.ts";

const { MIN_SAFE_INTEGER, MAX_SAFE_INTEGER } = Number;

export const SLOTS: Target<Uint8Array> = {
  name: "slots",
  share: 20,
  form: BYTES,
  generate(random) {
    if (below(random, 8) === 0) return noise(random, below(random, 40));
    const make = () => encode(randomSlots(random));
    return damageBytes(random, make(), make);
  },
  run(bytes) {
    const reader = new ByteReader(bytes);
    const slots = unlessRefused(WireError, () => readSlots(reader));
    const expected = readSlotsPlainly(bytes);
    const isSame = slots === undefined || expected === undefined
      ? slots === expected
      : sameSet(slots, expected);
    promise(isSame, () => `${slots}, not ${expected}`);
    if (slots !== undefined) {
      promise(isCanonical(slots), () => `read ${slots}`);
      const read = bytes.subarray(0, reader.offset);
      const again = encode(slots);
      const isSame = equalBytes(read, again);
      promise(isSame, () => `written again it is ${toHex(again)}`);
    }
    checkRoundTrip(boundsIn(bytes));
  },
};

/** Any set is read as it was written. */
function checkRoundTrip(slots: IntervalSet): void {
  const reader = new ByteReader(encode(slots));
  const read = readSlots(reader);
  promise(reader.done && sameSet(read, slots), () => `${slots}: ${read}`);
}

/** A set that has nothing to do with what the bytes mean. */
function boundsIn(bytes: Uint8Array): IntervalSet {
  const bounds = new Set<number>();
  for (let at = 0; at + 7 <= bytes.length; at += 7) {
    let bound = 0;
    for (let i = 0; i < 7; i++) bound = bound * 256 + bytes[at + i]!;
    bounds.add(MAX_SAFE_INTEGER - 2 * (bound % 2 ** 53));
  }
  const slots = Float64Array.from(bounds).sort();
  return slots.subarray(0, slots.length - slots.length % 2);
}

export function encode(slots: IntervalSet): Uint8Array {
  const writer = new ByteWriter();
  writeSlots(writer, slots);
  return writer.view();
}

/** A canonical set, its bounds near each other or at the ends of time. */
export function randomSlots(random: Random): IntervalSet {
  const count = 2 * below(random, 6);
  const bounds: number[] = [];
  let bound = pick(random, [0, -5, 1, MIN_SAFE_INTEGER, -(2 ** 40)]);
  while (bounds.length < count && bound <= MAX_SAFE_INTEGER) {
    bounds.push(bound);
    const far = random() < 0.05 ? 53 : random() < 0.3 ? 20 : 3;
    bound += 1 + Math.floor(2 ** (far * random()));
  }
  if (bounds.length % 2 === 1) bounds.pop();
  if (random() < 0.1 && bounds.length > 0) {
    bounds[bounds.length - 1] = MAX_SAFE_INTEGER;
  }
  return Float64Array.from(bounds);
}
