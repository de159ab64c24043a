/**
 * People, by where they stand in a list: each is a varint, the distance to the
 * one before, the first from 0. Before them goes their count, a varint, unless
 * somebody else tells it.
 */

import type { ByteReader, ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import { NAMES_PER_QUERY_MAX, PEOPLE_MAX } from "../base/limits.ts";

/** @param positions Strictly ascending. */
export function writePositions(
  writer: ByteWriter,
  positions: readonly number[],
): void {
  let previous = 0;
  for (const position of positions) {
    writer.varint(position - previous);
    previous = position;
  }
}

/**
 * @param count As told by the peer.
 * @throws {WireError} If they are too many or do not ascend.
 */
export function readPositions(reader: ByteReader, count: number): number[] {
  if (count > NAMES_PER_QUERY_MAX) {
    throw new WireError(
      `Cannot read people as there are at most ${NAMES_PER_QUERY_MAX}: got ${count}`,
    );
  }
  const positions = new Array<number>(count);
  let position = 0;
  for (let i = 0; i < count; i++) {
    const distance = reader.varint("person");
    position += distance;
    if ((i > 0 && distance === 0) || position >= PEOPLE_MAX) {
      throw new WireError(
        `Cannot read people before byte ${reader.offset} as they ascend below ${PEOPLE_MAX}: got ${position}`,
      );
    }
    positions[i] = position;
  }
  return positions;
}

/** The positions from the first of the list on. */
export function inOrder(positions: readonly number[]): readonly number[] {
  for (let i = 1; i < positions.length; i++) {
    // Mostly it is one or two, whom to sort takes longer than to look at.
    if (positions[i - 1]! > positions[i]!) {
      return positions.toSorted((a, b) => a - b);
    }
  }
  return positions;
}

/** Whether both are the same people. */
export function samePositions(
  a: readonly number[],
  b: readonly number[],
): boolean {
  return a.length === b.length && a.every((person, i) => person === b[i]);
}

/** Who is asked for. */
export interface Company {
  /** Positions in a list, strictly ascending, 1 to 256 of them. */
  readonly people: readonly number[];
  /** Whether one person is all that the client has asked for. */
  readonly alone: boolean;
}

/** What travels as the count of one person who is alone. */
const ALONE = 0;

/** Their count, or 0 for one who is alone, and their positions. */
export function writeCompany(
  writer: ByteWriter,
  { people, alone }: Company,
): void {
  writer.varint(alone ? ALONE : people.length);
  writePositions(writer, people);
}

/** @throws {WireError} If people are too many or not ascending. */
export function readCompany(reader: ByteReader): Company {
  const told = reader.varint("count of people");
  const alone = told === ALONE;
  return { people: readPositions(reader, alone ? 1 : told), alone };
}

/** @param people Positions, strictly ascending, one or more. */
export function writePeople(
  writer: ByteWriter,
  people: readonly number[],
): void {
  writer.varint(people.length);
  writePositions(writer, people);
}

/** @throws {WireError} If they are none or too many, or do not ascend. */
export function readPeople(reader: ByteReader): number[] {
  const count = reader.varint("count of people");
  if (count > 0) return readPositions(reader, count);
  throw new WireError("Cannot read people as there is one or more: got 0");
}
