/**
 * What a main server asks backends and what they answer: many questions share
 * a datagram, and so do their answers.
 *
 * | Ask       | Bytes                                                        |
 * |-----------|--------------------------------------------------------------|
 * | list      | 8, the list in which people are counted                      |
 * | questions | token 8 · attempt 1 · wish, each                             |
 *
 * | Wish      | Bytes                                                        |
 * |-----------|--------------------------------------------------------------|
 * | block     | varint, the block of a long answer that is wanted, 0 at first|
 * | count     | varint, the number of people                                 |
 * | people    | varint each, the distance to the person before, first from 0 |
 *
 * | Answers   | Bytes, each                                                  |
 * |-----------|--------------------------------------------------------------|
 * | token     | 8, of its question                                           |
 * | attempt   | 1, of its question                                           |
 * | digest    | 4, of its question's list and wish                           |
 * | status    | 1: 0 slots, 1 block, 2 stale list, 3 too large               |
 * | slots     | see slots.ts                                                 |
 * | block     | total varint · digest 8 · number varint · length varint · bytes|
 * | stale     | list 8, the one that the backend has now                     |
 * | too large | total varint                                                 |
 */

import { ByteReader, type ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import {
  ANSWER_BYTES_MAX,
  NAMES_PER_QUERY_MAX,
  PEOPLE_MAX,
} from "../base/limits.ts";
import type { IntervalSet } from "../intervals/interval_set.ts";
import { BODY_BYTES_MAX, type Id64, readId, writeId } from "./datagram.ts";
import { readSlots, writeSlots } from "./slots.ts";

/** Token, attempt, digest and status, before what an answer holds. */
const ANSWER_HEAD_BYTES = 14;
/** Total, digest, number and length, before a block's bytes. */
const BLOCK_HEAD_BYTES = 4 + 8 + 3 + 2;
/** Bytes of a long answer in one block; the last one has what is left. */
export const BLOCK_BYTES = BODY_BYTES_MAX - ANSWER_HEAD_BYTES -
  BLOCK_HEAD_BYTES;
/** Slots that take no more than this are answered whole. */
export const INLINE_BYTES_MAX = BODY_BYTES_MAX - ANSWER_HEAD_BYTES;

const Status = { slots: 0, block: 1, stale: 2, tooLarge: 3 } as const;

/** What is asked of a backend. */
export interface Wish {
  /** The block of a long answer that is wanted; 0 at first. */
  readonly block: number;
  /** Positions in the list, strictly ascending, 1 to 256 of them. */
  readonly people: readonly number[];
}

/** A question as it travels. */
export interface Question {
  readonly token: Id64;
  /** 1 for the first send. */
  readonly attempt: number;
  readonly wish: Wish;
}

/**
 * Tells a list and a wish apart from others: FNV-1a over the numbers, begun
 * with the list, and mixed once more. It guards against mix-ups; against
 * forgers there is the token.
 */
export function digestWish(list: Id64, { block, people }: Wish): number {
  let hash = Math.imul(0x811c9dc5 ^ list.high, 0x01000193);
  hash = Math.imul(hash ^ list.low ^ block, 0x01000193);
  for (let i = 0; i < people.length; i++) {
    hash = Math.imul(hash ^ people[i]!, 0x01000193);
    // A position has more bits than the byte that FNV was made for.
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

export function sameWish(a: Wish, b: Wish): boolean {
  return a.block === b.block && a.people.length === b.people.length &&
    a.people.every((person, i) => person === b.people[i]);
}

export function writeQuestion(
  writer: ByteWriter,
  { token, attempt, wish }: Question,
): void {
  writeId(writer, token);
  writer.u8(attempt);
  writer.varint(wish.block);
  writer.varint(wish.people.length);
  let previous = 0;
  for (const person of wish.people) {
    writer.varint(person - previous);
    previous = person;
  }
}

/**
 * @throws {WireError} If people are none, too many or not ascending.
 */
export function readQuestion(reader: ByteReader): Question {
  const token = readId(reader, "token");
  const attempt = reader.u8("attempt");
  const block = reader.varint("block");
  const count = reader.varint("count of people");
  if (count < 1 || count > NAMES_PER_QUERY_MAX) {
    throw new WireError(
      `Cannot read question as it has 1 to ${NAMES_PER_QUERY_MAX} people: got ${count}`,
    );
  }
  const people = new Array<number>(count);
  let person = 0;
  for (let i = 0; i < count; i++) {
    const distance = reader.varint("person");
    person += distance;
    if ((i > 0 && distance === 0) || person >= PEOPLE_MAX) {
      throw new WireError(
        `Cannot read question before byte ${reader.offset} as people ascend below ${PEOPLE_MAX}: got ${person}`,
      );
    }
    people[i] = person;
  }
  return { token, attempt, wish: { block, people } };
}

/** One block of an answer that fills no single datagram. */
export interface Block {
  readonly kind: "block";
  /** Bytes of the whole answer. */
  readonly total: number;
  /** Of the whole answer: blocks of two answers never mix. */
  readonly digest: Id64;
  readonly number: number;
  /** A view: `slice()` what is kept. */
  readonly bytes: Uint8Array;
}

/** What a backend says to a question. */
export type AnswerContent =
  | { readonly kind: "slots"; readonly slots: IntervalSet }
  | Block
  | { readonly kind: "stale"; readonly list: Id64 }
  | { readonly kind: "too_large"; readonly total: number };

export interface BackendAnswer {
  readonly token: Id64;
  readonly attempt: number;
  readonly digest: number;
  readonly content: AnswerContent;
}

/** Everything of an answer but its content, from its question. */
export function writeAnswerHead(
  writer: ByteWriter,
  { token, attempt, digest }: Omit<BackendAnswer, "content">,
): void {
  writeId(writer, token);
  writer.u8(attempt);
  writer.u32(digest);
}

export function writeAnswerContent(
  writer: ByteWriter,
  content: AnswerContent,
): void {
  switch (content.kind) {
    case "slots":
      writer.u8(Status.slots);
      return writeSlots(writer, content.slots);
    case "block":
      writer.u8(Status.block);
      writer.varint(content.total);
      writeId(writer, content.digest);
      writer.varint(content.number);
      writer.varint(content.bytes.length);
      return writer.bytes(content.bytes);
    case "stale":
      writer.u8(Status.stale);
      return writeId(writer, content.list);
    case "too_large":
      writer.u8(Status.tooLarge);
      return writer.varint(content.total);
  }
}

/**
 * @throws {WireError} If it is cut, or its content cannot be.
 */
export function readAnswer(reader: ByteReader): BackendAnswer {
  const token = readId(reader, "token");
  const attempt = reader.u8("attempt");
  const digest = reader.u32("digest");
  return { token, attempt, digest, content: readContent(reader) };
}

function readContent(reader: ByteReader): AnswerContent {
  const status = reader.u8("status");
  switch (status) {
    case Status.slots:
      return { kind: "slots", slots: readSlots(reader) };
    case Status.block:
      return readBlock(reader);
    case Status.stale:
      return { kind: "stale", list: readId(reader, "list") };
    case Status.tooLarge:
      return { kind: "too_large", total: reader.varint("total") };
    default:
      throw new WireError(
        `Cannot read answer as its status is 0 to 3: got ${status}`,
      );
  }
}

function readBlock(reader: ByteReader): Block {
  const total = reader.varint("total");
  const digest = readId(reader, "digest of the answer");
  const number = reader.varint("number of the block");
  const length = reader.varint("length of the block");
  // The only block that may be short is the last.
  const expected = Math.min(BLOCK_BYTES, total - number * BLOCK_BYTES);
  if (total > ANSWER_BYTES_MAX || length < 1 || length !== expected) {
    throw new WireError(
      `Cannot read block ${number} as it has ${expected} of ${total} bytes: got ${length}`,
    );
  }
  const bytes = reader.bytes(length, "block");
  return { kind: "block", total, digest, number, bytes };
}

/**
 * A long answer, whole again.
 *
 * @throws {WireError} If the bytes are not one set of slots and no more.
 */
export function decodeAssembled(bytes: Uint8Array): IntervalSet {
  const reader = new ByteReader(bytes);
  const slots = readSlots(reader);
  if (reader.done) return slots;
  throw new WireError(
    `Cannot read answer as it ends at byte ${reader.offset}: got ${reader.bytesLeft} more`,
  );
}
