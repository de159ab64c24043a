/**
 * Answers that fill no single datagram: their blocks, and the whole again.
 *
 * | Block  | Bytes                                                           |
 * |--------|-----------------------------------------------------------------|
 * | total  | varint, bytes of the whole answer                               |
 * | digest | 8, of the whole answer                                          |
 * | number | varint                                                          |
 * | bytes  | varint length · so many: of the whole, deflated                 |
 */

import { ByteReader, type ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import { ANSWER_BYTES_MAX } from "../base/limits.ts";
import type { IntervalSet } from "../intervals/interval_set.ts";
import {
  BODY_BYTES_MAX,
  expectEnd,
  type Id64,
  readId,
  writeId,
} from "./datagram.ts";
import { readReport, type Report } from "./report.ts";
import { readSlots } from "./slots.ts";

/** Token, attempt, digest and status, before what an answer holds. */
const ANSWER_HEAD_BYTES = 14;
/** Total, digest, number and length, before a block's bytes. */
const BLOCK_HEAD_BYTES = 4 + 8 + 3 + 2;
/** Bytes of a long answer in one block; the last one has what is left. */
export const BLOCK_BYTES = BODY_BYTES_MAX - ANSWER_HEAD_BYTES -
  BLOCK_HEAD_BYTES;
/** Slots that take no more than this are answered whole. */
export const INLINE_BYTES_MAX = BODY_BYTES_MAX - ANSWER_HEAD_BYTES;

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
  /** Whether the whole is a report; else it is slots. */
  readonly isReport: boolean;
  /** As of slots. */
  readonly notAlone: boolean;
}

export function writeBlock(writer: ByteWriter, block: Block): void {
  writer.varint(block.total);
  writeId(writer, block.digest);
  writer.varint(block.number);
  writer.varint(block.bytes.length);
  writer.bytes(block.bytes);
}

/**
 * @param form What its answer's status says of it.
 * @throws {WireError} If it is cut, or not as long as it must be.
 */
export function readBlock(
  reader: ByteReader,
  form: Pick<Block, "isReport" | "notAlone">,
): Block {
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
  return { kind: "block", total, digest, number, bytes, ...form };
}

/** What a long answer is, by {@linkcode Block.isReport}. */
export type Assembled =
  | { readonly kind: "slots"; readonly slots: IntervalSet }
  | { readonly kind: "report"; readonly report: Report };

/**
 * A long answer, whole again.
 *
 * @throws {WireError} If the bytes are not one answer and no more.
 */
export function decodeAssembled(
  bytes: Uint8Array,
  isReport: boolean,
): Assembled {
  const reader = new ByteReader(bytes);
  const assembled: Assembled = isReport
    ? { kind: "report", report: readReport(reader) }
    : { kind: "slots", slots: readSlots(reader) };
  expectEnd(reader, "answer");
  return assembled;
}
