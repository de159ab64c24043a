/**
 * What a main server asks backends and what they answer: many questions share
 * a datagram, and so do their answers.
 *
 * | Ask       | Bytes                                                        |
 * |-----------|--------------------------------------------------------------|
 * | list      | 8, the list in which people are counted                      |
 * | questions | token 8 · attempt 1 · wish, each; see wish.ts                |
 *
 * | Answers   | Bytes, each                                                  |
 * |-----------|--------------------------------------------------------------|
 * | token     | 8, of its question                                           |
 * | attempt   | 1, of its question                                           |
 * | digest    | 4, of its question's list and wish                           |
 * | status    | 1: 0 slots, 1 block, 2 stale list, 3 too large, 4 not alone, |
 * |           | 5 and 6 as 0 and 1, but not to be told alone                 |
 * | slots     | see slots.ts                                                 |
 * | block     | total varint · digest 8 · number varint · length varint · bytes|
 * | stale     | list 8, the one that the backend has now                     |
 * | too large | total varint                                                 |
 * | not alone | nothing                                                      |
 */

import { ByteReader, type ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import { ANSWER_BYTES_MAX } from "../base/limits.ts";
import type { IntervalSet } from "../intervals/interval_set.ts";
import { BODY_BYTES_MAX, type Id64, readId, writeId } from "./datagram.ts";
import { readSlots, writeSlots } from "./slots.ts";
import { readWish, type Wish, writeWish } from "./wish.ts";

/** Token, attempt, digest and status, before what an answer holds. */
const ANSWER_HEAD_BYTES = 14;
/** Total, digest, number and length, before a block's bytes. */
const BLOCK_HEAD_BYTES = 4 + 8 + 3 + 2;
/** Bytes of a long answer in one block; the last one has what is left. */
export const BLOCK_BYTES = BODY_BYTES_MAX - ANSWER_HEAD_BYTES -
  BLOCK_HEAD_BYTES;
/** Slots that take no more than this are answered whole. */
export const INLINE_BYTES_MAX = BODY_BYTES_MAX - ANSWER_HEAD_BYTES;

const Status = {
  slots: 0,
  block: 1,
  stale: 2,
  tooLarge: 3,
  notAlone: 4,
  guardedSlots: 5,
  guardedBlock: 6,
} as const;

/** A question as it travels. */
export interface Question {
  readonly token: Id64;
  /** 1 for the first send. */
  readonly attempt: number;
  readonly wish: Wish;
}

export function writeQuestion(
  writer: ByteWriter,
  { token, attempt, wish }: Question,
): void {
  writeId(writer, token);
  writer.u8(attempt);
  writeWish(writer, wish);
}

/**
 * @throws {WireError} If it is cut, or its wish cannot be.
 */
export function readQuestion(reader: ByteReader): Question {
  const token = readId(reader, "token");
  const attempt = reader.u8("attempt");
  return { token, attempt, wish: readWish(reader) };
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
  /** As of slots. */
  readonly notAlone: boolean;
}

/** What a backend says to a question. */
export type AnswerContent =
  | {
    readonly kind: "slots";
    readonly slots: IntervalSet;
    /** They are of one person, and to be told only with others' time. */
    readonly notAlone: boolean;
  }
  | Block
  | { readonly kind: "stale"; readonly list: Id64 }
  | { readonly kind: "too_large"; readonly total: number }
  /** Whoever was asked about alone may not be. */
  | { readonly kind: "not_alone" };

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
      writer.u8(content.notAlone ? Status.guardedSlots : Status.slots);
      return writeSlots(writer, content.slots);
    case "block":
      writer.u8(content.notAlone ? Status.guardedBlock : Status.block);
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
    case "not_alone":
      return writer.u8(Status.notAlone);
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
    case Status.guardedSlots: {
      const notAlone = status === Status.guardedSlots;
      return { kind: "slots", slots: readSlots(reader), notAlone };
    }
    case Status.block:
    case Status.guardedBlock:
      return readBlock(reader, status === Status.guardedBlock);
    case Status.stale:
      return { kind: "stale", list: readId(reader, "list") };
    case Status.tooLarge:
      return { kind: "too_large", total: reader.varint("total") };
    case Status.notAlone:
      return { kind: "not_alone" };
    default:
      throw new WireError(
        `Cannot read answer as its status is 0 to 6: got ${status}`,
      );
  }
}

function readBlock(reader: ByteReader, notAlone: boolean): Block {
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
  return { kind: "block", total, digest, number, bytes, notAlone };
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
