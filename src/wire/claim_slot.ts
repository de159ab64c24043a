/**
 * The slot of a claim.
 *
 * | Part       | Bytes                                  |
 * |------------|----------------------------------------|
 * | times      | 1: 0 numbers, 1 instants               |
 * | start, end | f64 each; instants are in s since 1970 |
 */

import type { ByteReader, ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import { timedSlot } from "../calendar/booking_rules.ts";
import type { TimedSlot } from "../calendar/bookings.ts";
import { readTimes, writeTimes } from "./times_byte.ts";

export function writeSlot(
  writer: ByteWriter,
  { start, end, times }: TimedSlot,
): void {
  writeTimes(writer, times);
  writer.f64(start);
  writer.f64(end);
}

/** @throws {WireError} If it is cut, or could not be booked. */
export function readSlot(reader: ByteReader): TimedSlot {
  const times = readTimes(reader);
  const start = reader.f64("start");
  const end = reader.f64("end");
  const slot = timedSlot(start, end, times);
  const hasMinusZero = Object.is(start, -0) || Object.is(end, -0);
  if (slot && !hasMinusZero) return slot;
  throw new WireError(
    `Cannot read slot as it goes from one of ${times} to a later one: got [${start},${end}]`,
  );
}
