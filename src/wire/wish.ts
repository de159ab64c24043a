/**
 * What a main server wants to know of a backend: the common time of some of
 * its people, or something else of it, or one block of that.
 *
 * | Wish      | Bytes                                                        |
 * |-----------|--------------------------------------------------------------|
 * | block     | varint, the block of a long answer that is wanted, 0 at first|
 * | count     | varint, the number of people; 0 is one who is asked alone    |
 * | people    | see positions.ts                                             |
 * | aspect    | see aspect.ts; 1 byte for common time without bounds         |
 */

import type { ByteReader, ByteWriter } from "../base/bytes.ts";
import {
  type Aspect,
  aspectNumbers,
  readAspect,
  sameAspect,
  writeAspect,
} from "./aspect.ts";
import type { Id64 } from "./datagram.ts";
import {
  type Company,
  readCompany,
  samePositions,
  writeCompany,
} from "./positions.ts";

/** Is no position, so that no people have the digest of one who is alone. */
const ALONE_MARK = 0xffff_ffff;

/** What is asked of a backend. */
export interface Wish extends Company {
  /** The block of a long answer that is wanted; 0 at first. */
  readonly block: number;
  /** Null is the common time without bounds, of numbers. */
  readonly aspect: Aspect | null;
}

/**
 * Tells a list and a wish apart from others: FNV-1a over the numbers, begun
 * with the list, and mixed once more. It guards against mix-ups; against
 * forgers there is the token.
 */
export function digestWish(
  list: Id64,
  { block, people, alone, aspect }: Wish,
): number {
  let hash = Math.imul(0x811c9dc5 ^ list.high, 0x01000193);
  hash = Math.imul(hash ^ list.low ^ block, 0x01000193);
  if (alone) hash = Math.imul(hash ^ ALONE_MARK, 0x01000193);
  for (let i = 0; i < people.length; i++) {
    hash = Math.imul(hash ^ people[i]!, 0x01000193);
    // A position has more bits than the byte that FNV was made for.
    hash ^= hash >>> 15;
  }
  if (aspect) hash = digestAspect(hash, aspect);
  return hash >>> 0;
}

/** Each number in halves, as they are too large for integer arithmetic. */
function digestAspect(hash: number, aspect: Aspect): number {
  for (const number of aspectNumbers(aspect)) {
    hash = Math.imul(hash ^ number, 0x01000193);
    hash ^= hash >>> 15;
    hash = Math.imul(hash ^ Math.floor(number / 2 ** 32), 0x01000193);
  }
  return hash;
}

export function sameWish(a: Wish, b: Wish): boolean {
  return a.block === b.block && a.alone === b.alone &&
    samePositions(a.people, b.people) &&
    sameAspect(a.aspect, b.aspect);
}

export function writeWish(writer: ByteWriter, wish: Wish): void {
  writer.varint(wish.block);
  writeCompany(writer, wish);
  writeAspect(writer, wish.aspect);
}

/** @throws {WireError} If people are too many or not ascending, or the like. */
export function readWish(reader: ByteReader): Wish {
  const block = reader.varint("block");
  const { people, alone } = readCompany(reader);
  return { block, people, alone, aspect: readAspect(reader) };
}
