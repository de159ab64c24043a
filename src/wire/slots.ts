/**
 * A set of intervals in few bytes.
 *
 * | Field  | Bytes                                                           |
 * |--------|-----------------------------------------------------------------|
 * | count  | varint, the number of bounds, even                              |
 * | bounds | for each a varint, the distance to the one before (first: to 0);|
 * |        | or 0 and then the bound itself as f64, where the distance is not|
 * |        | from 1 to 2^53-1                                                |
 *
 * Bounds only grow, so a distance is never 0 and an equal set is equal bytes.
 */

import type { ByteReader, ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import { TIME_MAX } from "../base/limits.ts";
import { cutBounds } from "../base/slab.ts";
import type { IntervalSet } from "../intervals/interval_set.ts";

const ESCAPE = 0;

export function writeSlots(writer: ByteWriter, slots: IntervalSet): void {
  writer.varint(slots.length);
  let previous = 0;
  for (let i = 0; i < slots.length; i++) {
    const bound = slots[i]!;
    const distance = bound - previous;
    if (distance >= 1 && distance <= TIME_MAX) {
      writer.varint(distance);
    } else {
      writer.varint(ESCAPE);
      writer.f64(bound);
    }
    previous = bound;
  }
}

/**
 * @throws {WireError} If the bytes are not a canonical set in its one
 * encoding.
 */
export function readSlots(reader: ByteReader): IntervalSet {
  const count = reader.varint("count of bounds");
  // A bound takes a byte or more, so a lie cannot make us reserve much.
  if (count % 2 !== 0 || count > reader.bytesLeft) {
    throw new WireError(
      `Cannot read slots as ${reader.bytesLeft} bytes hold an even count of bounds: got ${count}`,
    );
  }
  const slots = cutBounds(count);
  let previous = -Infinity;
  for (let i = 0; i < count; i++) {
    const bound = readBound(reader, i === 0 ? 0 : previous);
    if (!(bound > previous)) throw refusedBound(reader, bound);
    slots[i] = bound;
    previous = bound;
  }
  return slots;
}

function readBound(reader: ByteReader, previous: number): number {
  const distance = reader.varint("bound");
  if (distance !== ESCAPE) {
    const bound = previous + distance;
    if (bound > TIME_MAX) throw refusedBound(reader, bound);
    return bound;
  }
  const bound = reader.f64("bound");
  const isNear = bound - previous >= 1 && bound - previous <= TIME_MAX;
  if (!Number.isSafeInteger(bound) || Object.is(bound, -0) || isNear) {
    throw refusedBound(reader, bound);
  }
  return bound;
}

/** @throws {WireError} If the f64 is no time. */
export function readTime(reader: ByteReader): number {
  const time = reader.f64("time");
  if (Number.isSafeInteger(time) && !Object.is(time, -0)) return time;
  throw new WireError(
    `Cannot read time before byte ${reader.offset} as it is a whole number within 2^53-1: got ${time}`,
  );
}

function refusedBound(reader: ByteReader, bound: number): WireError {
  return new WireError(
    `Cannot read slots before byte ${reader.offset} as bounds are growing whole numbers in their shortest form: got ${bound}`,
  );
}
