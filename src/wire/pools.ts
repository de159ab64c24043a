/**
 * A pool of intervals in few bytes: they may overlap and repeat, so that each
 * is a start and a length.
 *
 * | Field     | Bytes                                                        |
 * |-----------|--------------------------------------------------------------|
 * | count     | varint, the number of intervals                              |
 * | intervals | for each its start, as 1 + the distance to the start before  |
 * |           | (first: to 0), a varint; or 0 and then f64, where that is not|
 * |           | from 1 to 2^53-1; and its length as a varint, or 0 and then  |
 * |           | its end as f64, by the same rule                             |
 *
 * Starts do not fall, nor ends of equal starts: equal pools are equal bytes.
 */

import type { ByteReader, ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import { TIME_MAX } from "../base/limits.ts";
import { cutBounds } from "../base/slab.ts";
import type { Pool } from "../intervals/pool.ts";
import { readTime } from "./slots.ts";

const ESCAPE = 0;
/** A start takes a byte or more, and so does a length. */
const INTERVAL_BYTES_MIN = 2;

export function writePool(writer: ByteWriter, pool: Pool): void {
  writer.varint(pool.length / 2);
  let previous = 0;
  for (let i = 0; i < pool.length; i += 2) {
    const start = pool[i]!;
    const end = pool[i + 1]!;
    writeStep(writer, 1 + start - previous, start);
    writeStep(writer, end - start, end);
    previous = start;
  }
}

/** Writes a step if it can, or else where it leads. */
function writeStep(writer: ByteWriter, step: number, to: number): void {
  if (isStep(step)) return writer.varint(step);
  writer.varint(ESCAPE);
  writer.f64(to);
}

function isStep(step: number): boolean {
  return step >= 1 && step <= TIME_MAX;
}

/** @throws {WireError} If the bytes are not a pool in its one encoding. */
export function readPool(reader: ByteReader): Pool {
  const count = reader.varint("count of intervals");
  // A lie cannot make us reserve much.
  if (count * INTERVAL_BYTES_MIN > reader.bytesLeft) {
    throw new WireError(
      `Cannot read pool as ${reader.bytesLeft} bytes hold its intervals: got ${count}`,
    );
  }
  const pool = cutBounds(2 * count);
  let previous = 0;
  for (let i = 0; i < pool.length; i += 2) {
    const start = readStep(reader, previous - 1);
    const end = readStep(reader, start);
    const isNext = i === 0 || start > previous ||
      (start === previous && end >= pool[i - 1]!);
    if (!isNext || end <= start) throw refusedStep(reader, end);
    pool[i] = start;
    pool[i + 1] = end;
    previous = start;
  }
  return pool;
}

/** @returns Where it leads from a time. */
function readStep(reader: ByteReader, from: number): number {
  const step = reader.varint("interval");
  const to = step === ESCAPE ? readTime(reader) : from + step;
  const isShortest = isStep(to - from) === (step !== ESCAPE);
  if (!isShortest || to > TIME_MAX) throw refusedStep(reader, to);
  return to;
}

function refusedStep(reader: ByteReader, time: number): WireError {
  return new WireError(
    `Cannot read pool before byte ${reader.offset} as its intervals are sorted and in their shortest form: got ${time}`,
  );
}
