/**
 * Where a backend answers questions: at once, but for what takes long, of which
 * there is some in each turn of the loop, so that others' questions are
 * answered in between.
 */

import { CALENDAR_TURN_MS } from "../base/calendar_limits.ts";
import { WireError } from "../base/errors.ts";
import { QUERY_MS_MAX, TURN_WEIGHT_MAX } from "../base/limits.ts";
import type { Cancel, Clock } from "../base/ports.ts";
import type { FreeTime } from "../calendar/free_time.ts";
import { workAhead } from "../calendar/work_ahead.ts";
import {
  type Answerer,
  type Asking,
  readAsking,
} from "../protocol/answerer.ts";
import { Turns, type Work } from "../protocol/turns.ts";
import { LEAST_WEIGHT, weightOfTelling } from "../protocol/weight.ts";
import type { Aspect } from "../wire/aspect.ts";
import { idKey, type OpenDatagram } from "../wire/datagram.ts";
import type { Question } from "../wire/questions.ts";
import type { MainLine } from "./main_line.ts";

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
    const atOnce: Question[] = [];
    for (const question of asking.questions) {
      const { aspect } = question.wish;
      if (aspect === null) atOnce.push(question);
      else this.#arrange({ question, aspect, asking, line, atOnce });
    }
    this.#answer({ ...asking, questions: atOnce }, line);
  }

  stop(): void {
    this.#cancel();
  }

  /** Has a question answered in its turn; if that is now, with the others. */
  #arrange({ question, aspect, asking, line, atOnce }: {
    readonly question: Question;
    readonly aspect: Aspect;
    readonly asking: Asking;
    readonly line: MainLine;
    readonly atOnce: Question[];
  }): void {
    const key = idKey(question.token);
    if (this.#waiting.has(key)) return;
    const nowMs = this.#options.clock.nowMs();
    let isNow = true;
    this.#waiting.add(key);
    const weight = this.#weightOf(question, aspect, asking);
    // What could not be done at once has turns of its own.
    const ofTurn = Math.max(weight, TURN_WEIGHT_MAX);
    const pieces = this.#piecesOf(question, aspect, weight);
    const work: Work = {
      weight,
      // Nobody waits for it any longer.
      lateMs: nowMs + QUERY_MS_MAX,
      run: (nowMs) => {
        if (!this.#isThrough(pieces)) {
          return this.#turns.add(key, { ...work, weight: ofTurn }, nowMs);
        }
        this.#waiting.delete(key);
        if (isNow) atOnce.push(question);
        else this.#answerLate({ ...asking, questions: [question] }, line);
      },
      refuse: () => this.#waiting.delete(key),
    };
    // Whose question it is only the main server knows: each has its turn.
    this.#turns.add(key, work, nowMs);
    isNow = false;
  }

  /** What may take more than a turn of the loop. */
  #piecesOf(
    { wish: { people } }: Question,
    { scope }: Aspect,
    weight: number,
  ): Iterator<void> {
    return weight > LEAST_WEIGHT
      ? workAhead(people, this.#options.time.people, scope)
      : [].values();
  }

  /** Goes through some of the pieces, and tells whether these were all. */
  #isThrough(pieces: Iterator<void>): boolean {
    const { clock } = this.#options;
    const endMs = clock.nowMs() + CALENDAR_TURN_MS;
    while (!pieces.next().done) if (clock.nowMs() >= endMs) return false;
    return true;
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

  #weightOf({ wish }: Question, aspect: Aspect, { list }: Asking): number {
    const { answerer, time } = this.#options;
    return answerer.isAtHand(list, wish)
      ? LEAST_WEIGHT
      : weightOfTelling(wish.people, aspect, time.people);
  }
}
