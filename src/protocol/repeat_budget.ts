/**
 * Notices when a peer is slow rather than lossy: then repeats only add to its
 * work. A repeat was needless when an earlier send got the answer, which the
 * answer tells, as it echoes the attempt. Repeats that loss made necessary
 * are none of them, however many.
 */

import { NEEDLESS_REPEATS_MAX, NEEDLESS_WINDOW_MS } from "../base/limits.ts";

/** Fewer questions than this tell nothing. */
const QUESTIONS_MIN = 16;

export class RepeatBudget {
  #windowMs = -Infinity;
  #questions = 0;
  #needless = 0;
  #spent = false;

  asked(nowMs: number): void {
    this.#roll(nowMs);
    this.#questions++;
  }

  /** @param repeats Sends after the one that was answered. */
  answered(repeats: number, nowMs: number): void {
    this.#roll(nowMs);
    this.#needless += repeats;
    this.#spent ||= this.#isOver;
  }

  /** Whether one repeat a question has to do. */
  isSpent(nowMs: number): boolean {
    this.#roll(nowMs);
    return this.#spent;
  }

  get #isOver(): boolean {
    return this.#questions >= QUESTIONS_MIN &&
      this.#needless > NEEDLESS_REPEATS_MAX * this.#questions;
  }

  /** What one window found holds through the next. */
  #roll(nowMs: number): void {
    if (nowMs - this.#windowMs < NEEDLESS_WINDOW_MS) return;
    this.#spent = this.#isOver;
    this.#windowMs = nowMs;
    this.#questions = 0;
    this.#needless = 0;
  }
}
