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
 * |           | 5 and 6 as 0 and 1, but not to be told alone, 7 other times, |
 * |           | 8 report, 9 block of a report, 10 and 11 as 8 and 9, but not |
 * |           | to be told alone                                             |
 * | slots     | see slots.ts                                                 |
 * | block     | see blocks.ts                                                |
 * | stale     | list 8, the one that the backend has now                     |
 * | too large | total varint                                                 |
 * | not alone | nothing                                                      |
 * | other     | 1: 0 numbers, 1 instants, what the backend's times count     |
 * | report    | see report.ts                                                |
 */

import type { ByteReader, ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import type { Times } from "../calendar/times.ts";
import type { IntervalSet } from "../intervals/interval_set.ts";
import { type Block, readBlock, writeBlock } from "./blocks.ts";
import { type Id64, readId, writeId } from "./datagram.ts";
import { readReport, type Report, writeReport } from "./report.ts";
import { readSlots, writeSlots } from "./slots.ts";
import { readTimes, writeTimes } from "./times_byte.ts";
import { readWish, type Wish, writeWish } from "./wish.ts";

const Status = {
  slots: 0,
  block: 1,
  stale: 2,
  tooLarge: 3,
  notAlone: 4,
  guardedSlots: 5,
  guardedBlock: 6,
  otherTimes: 7,
  report: 8,
  reportBlock: 9,
  guardedReport: 10,
  guardedReportBlock: 11,
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

/** What a backend says to a question. */
export type AnswerContent =
  | {
    readonly kind: "slots";
    readonly slots: IntervalSet;
    /** They are of one person, and to be told only with others' time. */
    readonly notAlone: boolean;
  }
  | {
    readonly kind: "report";
    readonly report: Report;
    /** As of slots. */
    readonly notAlone: boolean;
  }
  | Block
  | { readonly kind: "stale"; readonly list: Id64 }
  /** Nobody's time can be compared with what the question is about. */
  | { readonly kind: "other_times"; readonly times: Times }
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
    case "report":
      writer.u8(content.notAlone ? Status.guardedReport : Status.report);
      return writeReport(writer, content.report);
    case "block":
      writer.u8(blockStatus(content));
      return writeBlock(writer, content);
    case "stale":
      writer.u8(Status.stale);
      return writeId(writer, content.list);
    case "too_large":
      writer.u8(Status.tooLarge);
      return writer.varint(content.total);
    case "not_alone":
      return writer.u8(Status.notAlone);
    case "other_times":
      writer.u8(Status.otherTimes);
      return writeTimes(writer, content.times);
  }
}

function blockStatus({ isReport, notAlone }: Block): number {
  if (isReport) {
    return notAlone ? Status.guardedReportBlock : Status.reportBlock;
  }
  return notAlone ? Status.guardedBlock : Status.block;
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
    case Status.report:
    case Status.guardedReport: {
      const notAlone = status === Status.guardedReport;
      return { kind: "report", report: readReport(reader), notAlone };
    }
    case Status.block:
      return readBlock(reader, { isReport: false, notAlone: false });
    case Status.guardedBlock:
      return readBlock(reader, { isReport: false, notAlone: true });
    case Status.reportBlock:
      return readBlock(reader, { isReport: true, notAlone: false });
    case Status.guardedReportBlock:
      return readBlock(reader, { isReport: true, notAlone: true });
    case Status.stale:
      return { kind: "stale", list: readId(reader, "list") };
    case Status.tooLarge:
      return { kind: "too_large", total: reader.varint("total") };
    case Status.notAlone:
      return { kind: "not_alone" };
    case Status.otherTimes:
      return { kind: "other_times", times: readTimes(reader) };
    default:
      throw new WireError(
        `Cannot read answer as its status is 0 to 11: got ${status}`,
      );
  }
}
