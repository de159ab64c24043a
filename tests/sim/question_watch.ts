/**
 * Watches the questions of main servers: how often each is sent, and how long
 * it waits before it is sent again.
 */

import { RTO_MS_MAX, RTO_MS_MIN, SENDS_MAX } from "../../src/base/limits.ts";
import { openDatagram, readId } from "../../src/wire/datagram.ts";
import { readQuestion } from "../../src/wire/questions.ts";
import type { Checks } from "./checks.ts";
import { tokenKey } from "./reply_watch.ts";

/** What timers and turns add to one send and not to the next. */
const LATE_MS_MAX = 8;

/** The sends of one question. */
interface Sends {
  count: number;
  lastMs: number;
  /** Whether the last wait was cut short, as only the very last may be. */
  wasCut: boolean;
}

export class QuestionWatch {
  asked = 0;
  repeats = 0;
  readonly #checks: Checks;
  readonly #byToken = new Map<number, Sends>();

  constructor(checks: Checks) {
    this.#checks = checks;
  }

  /** @param stalledUntilMs When the sender stood still at last. */
  sent(bytes: Uint8Array, nowMs: number, stalledUntilMs: number): void {
    const { message } = openDatagram(bytes);
    readId(message, "list");
    while (!message.done) {
      const { token, attempt } = readQuestion(message);
      const key = tokenKey(token);
      const sends = this.#byToken.get(key);
      if (!sends) {
        this.asked++;
        this.#byToken.set(key, { count: 1, lastMs: nowMs, wasCut: false });
      } else {
        this.repeats++;
        // What was to leave before a stall leaves right before the next.
        const isKnown = stalledUntilMs < sends.lastMs - LATE_MS_MAX;
        if (isKnown) this.#checkWait(sends, nowMs);
        sends.count++;
        sends.lastMs = nowMs;
      }
      const count = Math.max(sends?.count ?? 1, attempt);
      this.#checks.hold(
        "N4",
        count <= SENDS_MAX,
        () => `question ${key} is sent for the ${count}th time`,
      );
    }
  }

  /** Each wait is twice the one before; the last may be what time is left. */
  #checkWait(sends: Sends, nowMs: number): void {
    const waitMs = nowMs - sends.lastMs;
    const leastMs = Math.min(RTO_MS_MIN * 2 ** (sends.count - 1), RTO_MS_MAX);
    const isCut = waitMs < leastMs - LATE_MS_MAX;
    this.#checks.hold(
      "N4",
      !sends.wasCut && waitMs >= RTO_MS_MIN - LATE_MS_MAX,
      () =>
        `a question is sent again after ${waitMs} ms, for the ${sends.count}th time`,
    );
    sends.wasCut = isCut;
  }
}
