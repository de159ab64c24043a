/**
 * The backend's side of a question: what is common to the people asked, and
 * nothing more, from the calendars as they are now. A repeated question is
 * answered alike.
 */

import { ByteWriter } from "../base/bytes.ts";
import { WireError } from "../base/errors.ts";
import {
  ANSWER_BYTES_MAX,
  DATAGRAM_BYTES_MAX,
  POOL_INTERVALS_MAX,
  SEAL_BYTES,
} from "../base/limits.ts";
import type { AskAlone } from "../calendar/ask_alone.ts";
import type { FreeTime } from "../calendar/free_time.ts";
import {
  type Assembled,
  BLOCK_BYTES,
  INLINE_BYTES_MAX,
} from "../wire/blocks.ts";
import {
  BODY_BYTES_MAX,
  finishDatagram,
  type Id64,
  Kind,
  type OpenDatagram,
  readId,
  sameId,
  writeHeader,
} from "../wire/datagram.ts";
import {
  type AnswerContent,
  type Question,
  readQuestion,
  writeAnswerContent,
  writeAnswerHead,
} from "../wire/questions.ts";
import { listId } from "../wire/registration.ts";
import { boundsIn } from "../wire/report.ts";
import { digestWish, type Wish } from "../wire/wish.ts";
import { readableOf, tell } from "./telling.ts";
import { type LongAnswer, LongAnswers } from "./long_answers.ts";

const BYTES_MAX = DATAGRAM_BYTES_MAX - SEAL_BYTES;

export interface AnswererOptions {
  /** Who may be asked about alone; everybody unless given. */
  readonly askAlone?: AskAlone | undefined;
  /** Whether it may be told who is missing; not unless given. */
  readonly reveals?: boolean | undefined;
}

export class Answerer {
  readonly #time: FreeTime;
  readonly #reveals: boolean;
  #askAlone: AskAlone | null;
  /** Of the free time that the two after it were made from. */
  #version: number;
  #listId: Id64;
  readonly #long = new LongAnswers();
  readonly #answer = new ByteWriter();

  constructor(
    time: FreeTime,
    { askAlone, reveals = false }: AnswererOptions = {},
  ) {
    this.#time = time;
    this.#askAlone = askAlone ?? null;
    this.#reveals = reveals;
    this.#version = time.version;
    this.#listId = listId(time.people.names.digest);
  }

  /** Others may be asked about alone from now on. */
  replaceAskAlone(askAlone: AskAlone): void {
    this.#askAlone = askAlone;
  }

  /**
   * @returns Datagrams to send back to where it came from.
   * @throws {WireError} If a question in it cannot be answered.
   */
  answer({ session, list, questions }: Asking): Uint8Array[] {
    this.#refresh();
    const replies: Uint8Array[] = [];
    let reply = begin(session);
    const empty = reply.length;
    for (const question of questions) {
      const answer = this.#answerOne(question, list);
      if (reply.length > empty && reply.length + answer.length > BYTES_MAX) {
        replies.push(finishDatagram(reply));
        reply = begin(session);
      }
      reply.bytes(answer);
    }
    if (reply.length > empty) replies.push(finishDatagram(reply));
    return replies;
  }

  /** Whether nothing has to be worked out, and it only has to be sent. */
  isAtHand(list: Id64, wish: Wish): boolean {
    this.#refresh();
    return this.#objectionTo(list, wish) !== null ||
      this.#long.find(wish) !== undefined;
  }

  /** Whether somebody in the list may be told of without company. */
  mayBeAlone(person: number): boolean {
    return this.#askAlone?.has(this.#time.people.names.keyAt(person)) ?? true;
  }

  /** Forgets what was made from other free time. */
  #refresh(): void {
    const { version, people } = this.#time;
    if (this.#version === version) return;
    this.#version = version;
    this.#listId = listId(people.names.digest);
    this.#long.clear();
  }

  /** @returns A view, good until the next answer. */
  #answerOne({ token, attempt, wish }: Question, list: Id64): Uint8Array {
    const answer = this.#answer;
    answer.reset();
    writeAnswerHead(answer, { token, attempt, digest: digestWish(list, wish) });
    const objection = this.#objectionTo(list, wish);
    if (objection) {
      writeAnswerContent(answer, objection);
      return answer.view();
    }
    const { size } = this.#time.people.names;
    const last = wish.people.at(-1)!;
    if (last >= size) {
      throw new WireError(
        `Cannot answer for person ${last} as the list has ${size}`,
      );
    }
    const readable = readableOf(this.#time, wish);
    const notAlone = readable.length === 1 && !this.mayBeAlone(readable[0]!);
    if (wish.alone && notAlone) {
      writeAnswerContent(answer, { kind: "not_alone" });
      return answer.view();
    }
    const asked = { ...wish, notAlone };
    const known = this.#long.find(wish);
    if (known) {
      writeAnswerContent(answer, blockOf(known, asked));
    } else {
      const how = { readable, reveals: this.#reveals };
      this.#writeWhole(tell(this.#time, wish, how), asked);
    }
    return answer.view();
  }

  /** Why nobody's time is looked at; null if it is. */
  #objectionTo(list: Id64, { aspect }: Wish): AnswerContent | null {
    if (!sameId(list, this.#listId)) {
      return { kind: "stale", list: this.#listId };
    }
    const { times } = this.#time.people;
    const isOther = times !== null && times !== (aspect?.times ?? "numbers");
    return isOther ? { kind: "other_times", times } : null;
  }

  /** Whole if it fits, or by the block that was asked for. */
  #writeWhole(told: Assembled | null, asked: Asked): void {
    const answer = this.#answer;
    if (told === null) {
      const total = POOL_INTERVALS_MAX;
      return writeAnswerContent(answer, { kind: "too_large", total });
    }
    const bounds = boundsIn(told.kind === "report" ? told.report.told : told);
    if (bounds <= INLINE_BYTES_MAX) {
      const from = answer.length;
      const { notAlone } = asked;
      writeAnswerContent(answer, { ...told, notAlone });
      if (answer.length <= BODY_BYTES_MAX) return;
      answer.reset(from);
    }
    const kept = this.#long.keep(asked, told);
    writeAnswerContent(answer, blockOf(kept, asked));
  }
}

/** What a datagram asks. */
export interface Asking {
  readonly session: Id64;
  /** In which people are counted. */
  readonly list: Id64;
  readonly questions: readonly Question[];
}

/** @throws {WireError} If a question in it cannot be read. */
export function readAsking({ message, session }: OpenDatagram): Asking {
  const list = readId(message, "list");
  const questions: Question[] = [];
  while (!message.done) questions.push(readQuestion(message));
  return { session, list, questions };
}

/** A wish that is granted. */
interface Asked extends Wish {
  readonly notAlone: boolean;
}

function begin(session: Id64): ByteWriter {
  const writer = new ByteWriter();
  writeHeader(writer, { kind: Kind.answers, session });
  return writer;
}

/** The block asked for; the first if the answer has become shorter. */
function blockOf(
  { bytes, digest, isReport }: LongAnswer,
  { block, notAlone }: Asked,
): AnswerContent {
  const total = bytes.length;
  if (total > ANSWER_BYTES_MAX) return { kind: "too_large", total };
  const number = block * BLOCK_BYTES < total ? block : 0;
  return {
    kind: "block",
    total,
    digest,
    number,
    bytes: bytes.subarray(number * BLOCK_BYTES, (number + 1) * BLOCK_BYTES),
    isReport,
    notAlone,
  };
}
