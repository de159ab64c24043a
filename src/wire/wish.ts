/**
 * What a main server wants to know of a backend: the common time of some of
 * its people, or one block of it.
 *
 * | Wish      | Bytes                                                        |
 * |-----------|--------------------------------------------------------------|
 * | block     | varint, the block of a long answer that is wanted, 0 at first|
 * | count     | varint, the number of people; 0 is one who is asked alone    |
 * | people    | see positions.ts                                             |
 */

import type { ByteReader, ByteWriter } from "../base/bytes.ts";
import type { Id64 } from "./datagram.ts";
import { type Company, readCompany, writeCompany } from "./positions.ts";

/** Is no position, so that no people have the digest of one who is alone. */
const ALONE_MARK = 0xffff_ffff;

/** What is asked of a backend. */
export interface Wish extends Company {
  /** The block of a long answer that is wanted; 0 at first. */
  readonly block: number;
}

/**
 * Tells a list and a wish apart from others: FNV-1a over the numbers, begun
 * with the list, and mixed once more. It guards against mix-ups; against
 * forgers there is the token.
 */
export function digestWish(
  list: Id64,
  { block, people, alone }: Wish,
): number {
  let hash = Math.imul(0x811c9dc5 ^ list.high, 0x01000193);
  hash = Math.imul(hash ^ list.low ^ block, 0x01000193);
  if (alone) hash = Math.imul(hash ^ ALONE_MARK, 0x01000193);
  for (let i = 0; i < people.length; i++) {
    hash = Math.imul(hash ^ people[i]!, 0x01000193);
    // A position has more bits than the byte that FNV was made for.
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

export function sameWish(a: Wish, b: Wish): boolean {
  return a.block === b.block && a.alone === b.alone &&
    a.people.length === b.people.length &&
    a.people.every((person, i) => person === b.people[i]);
}

export function writeWish(writer: ByteWriter, wish: Wish): void {
  writer.varint(wish.block);
  writeCompany(writer, wish);
}

/** @throws {WireError} If people are too many or not ascending. */
export function readWish(reader: ByteReader): Wish {
  const block = reader.varint("block");
  return { block, ...readCompany(reader) };
}
