/** What times count, as one byte: 0 is numbers, 1 is instants. */

import type { ByteReader, ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import type { Times } from "../calendar/times.ts";

const TIMES: readonly Times[] = ["numbers", "instants"];

export function writeTimes(writer: ByteWriter, times: Times): void {
  writer.u8(TIMES.indexOf(times));
}

/** @throws {WireError} If it is cut, or another byte. */
export function readTimes(reader: ByteReader): Times {
  const code = reader.u8("times");
  const times = TIMES[code];
  if (times !== undefined) return times;
  throw new WireError(`Cannot read times as they are 0 or 1: got ${code}`);
}
