/**
 * A server of the cluster that lies for a while: absurd counts, blocks
 * without end, answers that do not fit together. It speaks for its own people
 * only, so whatever it says must harm nobody else's answers.
 */

import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import {
  ANSWER_BYTES_MAX,
  PEOPLE_MAX,
  TIME_MAX,
} from "../../src/base/limits.ts";
import type { Random } from "../../src/base/ports.ts";
import { EMPTY_SET } from "../../src/intervals/interval_set.ts";
import { pool } from "../../src/intervals/pool.ts";
import {
  idFrom,
  Kind,
  type OpenDatagram,
  openDatagram,
} from "../../src/wire/datagram.ts";
import { BLOCK_BYTES } from "../../src/wire/blocks.ts";
import {
  type AnswerContent,
  type BackendAnswer,
  readAnswer,
} from "../../src/wire/questions.ts";
import { encodeBegin, readBegin } from "../../src/wire/registration.ts";
import type { Told } from "../../src/wire/report.ts";
import { encodeAnswer } from "../support/answer_datagram.ts";
import { below, pick } from "../support/seeded_random.ts";
import type { Scene } from "./scene.ts";
import { logBetween } from "./seed_streams.ts";

export const LIAR = "Liar";
export const LIAR_NAMES: readonly string[] = ["liar0", "liar1", "liar2"];

export function isLiar(key: string): boolean {
  return LIAR_NAMES.includes(key);
}
const LYING_MS_MAX = 10_000;
const REPETITIONS = 20;

export class Liar {
  readonly #scene: Scene;
  readonly #random: Random;
  #untilMs = -Infinity;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#random = scene.stream("liar");
  }

  lie(random: Random): void {
    const ms = logBetween(random, 100, LYING_MS_MAX);
    this.#untilMs = this.#scene.queue.nowMs + ms;
    this.#scene.tell(`the liar lies for ${ms} ms`);
  }

  beHonest(): void {
    this.#untilMs = -Infinity;
  }

  /** What it says in place of what it should. */
  readonly say = (bytes: Uint8Array): readonly Uint8Array[] => {
    if (this.#scene.queue.nowMs >= this.#untilMs) return [bytes];
    const datagram = openDatagram(bytes);
    const { kind } = datagram;
    if (kind !== Kind.begin && kind !== Kind.answers) return [bytes];
    this.#scene.faults.add("lie");
    if (kind === Kind.begin) return [this.#begin(datagram)];
    const lies = this.#answers(datagram);
    const again = this.#random() < 0.05 ? REPETITIONS : 1;
    return Array.from({ length: again }, () => lies).flat();
  };

  #begin({ message }: OpenDatagram): Uint8Array {
    const begin = readBegin(message);
    const counts = [0, begin.list.count, begin.list.count + 1, PEOPLE_MAX];
    const digest = begin.list.digest.slice();
    // Another list altogether, or one whose name alone is right.
    digest[pick(this.#random, [0, digest.length - 1])]! ^= below(
      this.#random,
      2,
    );
    const list = { digest, count: pick(this.#random, counts) };
    return encodeBegin({ ...begin, list });
  }

  #answers({ message, session }: OpenDatagram): Uint8Array[] {
    const lies: Uint8Array[] = [];
    while (!message.done) {
      const answer = readAnswer(message);
      const content = this.#content(answer);
      lies.push(encodeAnswer(session, { ...answer, content }));
    }
    return lies;
  }

  #content({ content }: BackendAnswer): AnswerContent {
    const random = this.#random;
    const number = (most: number) => below(random, most);
    switch (number(7)) {
      case 0:
        return content;
      case 1:
        return { kind: "slots", slots: EMPTY_SET, notAlone: number(2) === 0 };
      case 2:
        return { kind: "stale", list: { high: number(9), low: number(9) } };
      case 3:
        return { kind: "too_large", total: ANSWER_BYTES_MAX + number(1e6) };
      case 4:
        return this.#bomb();
      case 5:
        return this.#report();
      default:
        return this.#block();
    }
  }

  /** More of its people are free than it has, or some cannot be read. */
  #report(): AnswerContent {
    const random = this.#random;
    const unreadable = random() < 0.3 ? [below(random, LIAR_NAMES.length)] : [];
    const always = Float64Array.of(-TIME_MAX, TIME_MAX);
    const sets = Array.from({ length: below(random, 5) }, () => always);
    const told = pick<Told>(random, [
      { kind: "pool", pool: pool(sets) },
      { kind: "labelled", sets },
      { kind: "slots", slots: always },
    ]);
    const report = { unreadable, told };
    return { kind: "report", report, notAlone: random() < 0.5 };
  }

  /** A long answer of one block, whose digest is right and which is a bomb. */
  #bomb(): AnswerContent {
    const bytes = deflateRawSync(new Uint8Array(ANSWER_BYTES_MAX / 4));
    const digest = idFrom(createHash("sha256").update(bytes).digest());
    const answer = { total: bytes.length, digest, number: 0, bytes };
    return { kind: "block", ...answer, isReport: false, notAlone: false };
  }

  /** One of a long answer that never fits together. */
  #block(): AnswerContent {
    const random = this.#random;
    const total = pick(random, [1, BLOCK_BYTES + 1, ANSWER_BYTES_MAX]);
    const blocks = Math.ceil(total / BLOCK_BYTES);
    const number = random() < 0.5 ? 0 : below(random, blocks);
    const length = Math.min(BLOCK_BYTES, total - number * BLOCK_BYTES);
    const bytes = Uint8Array.from({ length }, () => below(random, 256));
    const digest = { high: below(random, 3), low: 1 };
    const [isReport, notAlone] = [random() < 0.5, random() < 0.5];
    const form = { isReport, notAlone };
    return { kind: "block", total, digest, number, bytes, ...form };
  }
}
