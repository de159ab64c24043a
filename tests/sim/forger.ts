/**
 * Somebody who hears the questions of main servers and is quicker to answer
 * them than whom they are for: from an address of its own, or with half of a
 * question's token. It must be believed neither.
 */

import { ByteWriter } from "../../src/base/bytes.ts";
import type { Random } from "../../src/base/ports.ts";
import { EMPTY_SET } from "../../src/intervals/interval_set.ts";
import {
  finishDatagram,
  type Id64,
  Kind,
  type OpenDatagram,
  openDatagram,
  readId,
  writeHeader,
} from "../../src/wire/datagram.ts";
import {
  digestWish,
  type Question,
  readQuestion,
  writeAnswerContent,
  writeAnswerHead,
} from "../../src/wire/questions.ts";
import { readSpoilt } from "./readable.ts";
import type { Route } from "./lossy_network.ts";
import { type Scene, STRANGER_HOSTS } from "./scene.ts";

/** Of the questions overheard so many are answered. */
const SHARE = 0.05;

export class Forger {
  readonly #scene: Scene;
  readonly #random: Random;
  #untilMs = -Infinity;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#random = scene.stream("forger");
  }

  /** Is at it for a while. */
  listen(ms: number): void {
    this.#untilMs = this.#scene.queue.nowMs + ms;
  }

  stop(): void {
    this.#untilMs = -Infinity;
  }

  overheard(bytes: Uint8Array, route: Route): void {
    if (bytes[3] !== Kind.ask || this.#scene.queue.nowMs >= this.#untilMs) {
      return;
    }
    if (this.#random() >= SHARE) return;
    readSpoilt(() => this.#answer(openDatagram(bytes), route));
  }

  #answer({ session, message }: OpenDatagram, { from, to }: Route): void {
    const { network, faults } = this.#scene;
    const list = readId(message, "list");
    const question = readQuestion(message);
    const isHalf = this.#random() < 0.5;
    const { token } = question;
    const half = { high: (token.high ^ 1) >>> 0, low: token.low };
    const answer = answerTo(isHalf ? { ...question, token: half } : question, {
      session,
      list,
    });
    faults.add("forgery");
    const own = { host: `${STRANGER_HOSTS}9`, port: to.port };
    network.inject(answer, { from: isHalf ? to : own, to: from });
  }
}

/** That nobody is ever free. */
function answerTo(
  { token, attempt, wish }: Question,
  { session, list }: { readonly session: Id64; readonly list: Id64 },
): Uint8Array {
  const writer = new ByteWriter();
  writeHeader(writer, { kind: Kind.answers, session });
  writeAnswerHead(writer, { token, attempt, digest: digestWish(list, wish) });
  writeAnswerContent(writer, { kind: "slots", slots: EMPTY_SET });
  return finishDatagram(writer).slice();
}
