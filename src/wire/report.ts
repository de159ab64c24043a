/**
 * What a backend tells of its people's time, where it is more than what is
 * common to them.
 *
 * | Report     | Bytes                                                       |
 * |------------|-------------------------------------------------------------|
 * | unreadable | count varint · positions, see positions.ts: those asked who |
 * |            | cannot be checked; the rest is about the others             |
 * | form       | 1: 0 slots, 1 pool, 2 labelled                              |
 * | slots      | see slots.ts: common free time, or common working hours     |
 * | pool       | see pools.ts: free time, without saying whose               |
 * | labelled   | slots of each of the others, in the order asked             |
 */

import type { ByteReader, ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import { POOL_INTERVALS_MAX } from "../base/limits.ts";
import { coverage, mostFree } from "../intervals/coverage.ts";
import type { IntervalSet } from "../intervals/interval_set.ts";
import type { Pool } from "../intervals/pool.ts";
import type { Measure } from "./aspect.ts";
import { readPool, writePool } from "./pools.ts";
import { readPositions, writePositions } from "./positions.ts";
import { readSlots, writeSlots } from "./slots.ts";
import type { Wish } from "./wish.ts";

/** People's time, in one of the forms that it is told in. */
export type Told =
  | { readonly kind: "slots"; readonly slots: IntervalSet }
  | { readonly kind: "pool"; readonly pool: Pool }
  /** By servers that may tell who is free. */
  | { readonly kind: "labelled"; readonly sets: readonly IntervalSet[] };

export interface Report {
  /** Positions of those asked who cannot be checked, ascending. */
  readonly unreadable: readonly number[];
  /** About the others. */
  readonly told: Told;
}

const FORMS: readonly Told["kind"][] = ["slots", "pool", "labelled"];

/** Bounds in it: each takes a byte or more. */
export function boundsIn(told: Told): number {
  switch (told.kind) {
    case "slots":
      return told.slots.length;
    case "pool":
      return told.pool.length;
    case "labelled":
      return told.sets.reduce((sum, { length }) => sum + length, 0);
  }
}

/** Whether it has the form and the people that the wish asked for. */
export function answersWish(
  { unreadable, told }: Report,
  { people, aspect }: Wish,
): boolean {
  if (unreadable.some((person) => !people.includes(person))) return false;
  const measure: Measure = aspect?.measure ?? "common";
  const readable = people.length - unreadable.length;
  switch (told.kind) {
    case "slots":
      return measure !== "spread";
    case "pool":
      return measure === "spread" && isPoolOf(told.pool, readable);
    case "labelled":
      return measure === "spread" && told.sets.length === readable;
  }
}

/** Nobody counts twice: a server that lies would outvote others' people. */
function isPoolOf(pool: Pool, people: number): boolean {
  return pool.length / 2 <= POOL_INTERVALS_MAX &&
    mostFree(coverage([pool])) <= people;
}

export function writeReport(
  writer: ByteWriter,
  { unreadable, told }: Report,
): void {
  writer.varint(unreadable.length);
  writePositions(writer, unreadable);
  writer.u8(FORMS.indexOf(told.kind));
  switch (told.kind) {
    case "slots":
      return writeSlots(writer, told.slots);
    case "pool":
      return writePool(writer, told.pool);
    case "labelled":
      writer.varint(told.sets.length);
      for (const set of told.sets) writeSlots(writer, set);
  }
}

/** @throws {WireError} If it is cut, or is none. */
export function readReport(reader: ByteReader): Report {
  const count = reader.varint("count of unreadable people");
  const unreadable = readPositions(reader, count);
  return { unreadable, told: readTold(reader) };
}

function readTold(reader: ByteReader): Told {
  const form = reader.u8("form");
  switch (FORMS[form]) {
    case "slots":
      return { kind: "slots", slots: readSlots(reader) };
    case "pool":
      return { kind: "pool", pool: readPool(reader) };
    case "labelled":
      return { kind: "labelled", sets: readSets(reader) };
    default:
      throw new WireError(
        `Cannot read report as its form is 0 to 2: got ${form}`,
      );
  }
}

function readSets(reader: ByteReader): IntervalSet[] {
  const count = reader.varint("count of sets");
  // A set takes a byte or more, so a lie cannot make us reserve much.
  if (count > reader.bytesLeft) {
    throw new WireError(
      `Cannot read report as ${reader.bytesLeft} bytes hold its sets: got ${count}`,
    );
  }
  return Array.from({ length: count }, () => readSlots(reader));
}
