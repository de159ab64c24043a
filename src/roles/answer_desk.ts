/**
 * Where a backend answers questions: at once, but for what takes long, of which
 * there is some in each turn of the loop, so that others' questions are
 * answered in between.
 */

import { WireError } from "../base/errors.ts";
import { QUERY_MS_MAX } from "../base/limits.ts";
import type { Cancel, Clock } from "../base/ports.ts";
import type { FreeTime } from "../calendar/free_time.ts";
import { setOf } from "../intervals/columns.ts";
import {
  type Answerer,
  type Asking,
  readAsking,
} from "../protocol/answerer.ts";
import { Turns } from "../protocol/turns.ts";
import type { OpenDatagram } from "../wire/datagram.ts";
import type { Question } from "../wire/questions.ts";
import type { Wish } from "../wire/wish.ts";
import type { MainLine } from "./main_line.ts";

const DAY_S = 86_400;
/** A day of a calendar takes as long as so many intervals. */
const DAY_WEIGHT = 4;
/** Also an answer that is there has to be sent. */
const LEAST = 16;

export interface AnswerDeskOptions {
  readonly answerer: Answerer;
  readonly time: FreeTime;
  readonly clock: Clock;
}

export class AnswerDesk {
  readonly #options: AnswerDeskOptions;
  readonly #turns: Turns;
  /** Tokens of questions that wait: they may be repeated meanwhile. */
  readonly #waiting = new Set<string>();
  #cancel: Cancel = () => {};

  constructor(options: AnswerDeskOptions) {
    this.#options = options;
    const { clock } = options;
    this.#turns = new Turns((nowMs) => {
      const next = () => this.#turns.next(clock.nowMs());
      this.#cancel = clock.schedule(nowMs, next);
    });
  }

  /** @throws {WireError} If a question in it cannot be answered. */
  take(datagram: OpenDatagram, line: MainLine): void {
    const asking = readAsking(datagram);
    const isPlain = ({ wish }: Question) => wish.aspect === null;
    const atOnce = asking.questions.filter(isPlain);
    if (atOnce.length < asking.questions.length) {
      for (const question of asking.questions) {
        if (!isPlain(question)) this.#arrange(question, asking, line, atOnce);
      }
    }
    this.#answer({ ...asking, questions: atOnce }, line);
  }

  stop(): void {
    this.#cancel();
  }

  #arrange(
    question: Question,
    asking: Asking,
    line: MainLine,
    atOnce: Question[],
  ): void {
    const { high, low } = question.token;
    const key = `${high} ${low}`;
    if (this.#waiting.has(key)) return;
    const nowMs = this.#options.clock.nowMs();
    let isNow = true;
    this.#waiting.add(key);
    // Whose question it is only the main server knows: each has its turn.
    this.#turns.add(key, {
      weight: this.#weightOf(question.wish),
      // Nobody waits for it any longer.
      lateMs: nowMs + QUERY_MS_MAX,
      run: () => {
        this.#waiting.delete(key);
        if (isNow) atOnce.push(question);
        else this.#answerLate({ ...asking, questions: [question] }, line);
      },
      refuse: () => this.#waiting.delete(key),
    }, nowMs);
    isNow = false;
  }

  #answer(asking: Asking, line: MainLine): void {
    for (const reply of this.#options.answerer.answer(asking)) line.send(reply);
  }

  #answerLate(asking: Asking, line: MainLine): void {
    try {
      this.#answer(asking, line);
    } catch (error) {
      // Whoever asks for people whom nobody has gets no answer.
      if (!(error instanceof WireError)) throw error;
    }
  }

  #weightOf(wish: Wish): number {
    const { people, aspect } = wish;
    if (this.#options.answerer.isKnown(wish)) return LEAST;
    const { calendars, columns, names } = this.#options.time.people;
    const { from, to } = aspect!.scope.window;
    const days = (to - from) / DAY_S;
    return people.filter((person) => person < names.size).reduce(
      (sum, person) =>
        sum +
        (calendars.has(person)
          ? DAY_WEIGHT * days
          : setOf(columns, person).length / 2),
      LEAST,
    );
  }
}
