/**
 * Notices when a peer is slow rather than lossy: then repeats only add to its
 * work.
 *
 * An answer echoes which send it answers. Sends before that one were lost,
 * sends after it were needless. A peer is healthy as long as next to nothing
 * is lost; only a healthy one's questions have a limit of needless repeats, as
 * on a lossy way nobody can tell in advance which repeat will be needed.
 */

import {
  LOST_SENDS_HEALTHY,
  NEEDLESS_REPEATS_MAX,
  NEEDLESS_WINDOW_MS,
} from "../base/limits.ts";

/** Fewer questions than this tell nothing. */
const QUESTIONS_MIN = 128;

/** An answer: which send it was to, and how many there were. */
export interface AnsweredSend {
  /** 1 for the first. */
  readonly attempt: number;
  readonly sends: number;
}

export class RepeatBudget {
  #windowMs = -Infinity;
  #questions = 0;
  #lost = 0;
  #needless = 0;
  #spent = false;

  asked(nowMs: number): void {
    this.#roll(nowMs);
    this.#questions++;
  }

  answered({ attempt, sends }: AnsweredSend, nowMs: number): void {
    this.#roll(nowMs);
    this.#lost += attempt - 1;
    this.#needless += sends - attempt;
  }

  /** Whether one repeat a question has to do. */
  isSpent(nowMs: number): boolean {
    this.#roll(nowMs);
    return this.#spent || this.#isOver;
  }

  get #isOver(): boolean {
    const questions = this.#questions;
    return questions >= QUESTIONS_MIN &&
      this.#lost <= LOST_SENDS_HEALTHY * questions &&
      this.#needless > NEEDLESS_REPEATS_MAX * questions;
  }

  /** What one window found holds through the next. */
  #roll(nowMs: number): void {
    if (nowMs - this.#windowMs < NEEDLESS_WINDOW_MS) return;
    this.#spent = this.#isOver;
    this.#windowMs = nowMs;
    this.#questions = 0;
    this.#lost = 0;
    this.#needless = 0;
  }
}
