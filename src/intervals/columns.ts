/**
 * The free time of many people without an object for any: all intervals lie in
 * one array, and each person is a range of it.
 */

import { assert } from "@std/assert";
import { cutBounds } from "../base/slab.ts";
import { intersectInto, type IntervalSet } from "./interval_set.ts";

/**
 * Arrays kept from question to question, as to make one takes as long as to
 * intersect ten people.
 */
export class Scratch {
  from = new Float64Array(64);
  to = new Float64Array(64);

  /** Makes room for `count` bounds in `to`, of which nothing is kept. */
  reserve(count: number): void {
    if (this.to.length >= count) return;
    this.to = new Float64Array(Math.max(count, 2 * this.to.length));
  }

  /** What was written becomes what is read. */
  swap(): void {
    [this.from, this.to] = [this.to, this.from];
  }

  /** The first `length` bounds of `from`, where nobody writes any more. */
  answer(length: number): IntervalSet {
    const answer = cutBounds(length);
    for (let i = 0; i < length; i++) answer[i] = this.from[i]!;
    return answer;
  }
}

/**
 * Person `i` is free in the canonical set of bounds from `starts[i]` to
 * `ends[i]`. People may lie in the bounds in any order, so that a file is
 * stored as it is read, and listed as it is searched.
 */
export class Columns {
  readonly bounds: Float64Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Spares {@linkcode intersectPeople} all arrays but its answer. */
  readonly scratch: Scratch = new Scratch();

  constructor(
    { bounds, starts, ends }: {
      readonly bounds: Float64Array;
      readonly starts: Uint32Array;
      readonly ends: Uint32Array;
    },
  ) {
    assert(starts.length === ends.length, "each person has a start and an end");
    this.bounds = bounds;
    this.starts = starts;
    this.ends = ends;
  }

  /** How many people there are. */
  get size(): number {
    return this.starts.length;
  }
}

/** When `person` is free: a view into the columns. */
export function setOf(columns: Columns, person: number): IntervalSet {
  checkPerson(columns, person);
  return columns.bounds.subarray(columns.starts[person], columns.ends[person]);
}

/**
 * When all of `people` are free.
 *
 * @param people At least one, as nobody would be free at all times.
 */
export function intersectPeople(
  columns: Columns,
  people: Uint32Array | readonly number[],
): IntervalSet {
  const { bounds, starts, ends, scratch } = columns;
  const smallest = smallestOf(columns, people);
  const start = starts[smallest]!;
  let length = ends[smallest]! - start;
  scratch.reserve(length);
  for (let i = 0; i < length; i++) scratch.to[i] = bounds[start + i]!;
  scratch.swap();
  for (let i = 0; i < people.length && length > 0; i++) {
    const person = people[i]!;
    if (person === smallest) continue;
    const at = starts[person]!;
    const end = ends[person]!;
    scratch.reserve(length + end - at);
    const { from, to } = scratch;
    length = intersectInto(to, from, bounds, at, end, length);
    scratch.swap();
  }
  return scratch.answer(length);
}

/** Whoever has the fewest intervals leaves the least to compare. */
function smallestOf(
  columns: Columns,
  people: Uint32Array | readonly number[],
): number {
  if (people.length === 0) {
    throw new RangeError("Cannot intersect people as there must be one: got 0");
  }
  const { starts, ends } = columns;
  let smallest = people[0]!;
  let fewest = Infinity;
  for (let i = 0; i < people.length; i++) {
    const person = people[i]!;
    checkPerson(columns, person);
    const count = ends[person]! - starts[person]!;
    if (count >= fewest) continue;
    smallest = person;
    fewest = count;
  }
  return smallest;
}

function checkPerson({ starts }: Columns, person: number): void {
  if (starts[person] === undefined) {
    throw new RangeError(
      `Cannot find person as there are ${starts.length}: got ${person}`,
    );
  }
}
