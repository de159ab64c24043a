/**
 * Somebody who hears what is asked and is quicker to answer than whom it is
 * for: questions from an address of its own, or with half of their token, and
 * begins and commits with what was said to earlier ones. It must be believed
 * nothing.
 */

import { type Address, formatAddress } from "../../src/base/address.ts";
import type { Random } from "../../src/base/ports.ts";
import { EMPTY_SET } from "../../src/intervals/interval_set.ts";
import {
  type Id64,
  Kind,
  type OpenDatagram,
  openDatagram,
  readId,
} from "../../src/wire/datagram.ts";
import { type Question, readQuestion } from "../../src/wire/questions.ts";
import { digestWish } from "../../src/wire/wish.ts";
import { encodeAnswer } from "../support/answer_datagram.ts";
import { readSpoilt } from "./readable.ts";
import type { Route } from "./lossy_network.ts";
import { type Scene, STRANGER_HOSTS } from "./scene.ts";

/** Of the questions overheard so many are answered. */
const SHARE = 0.05;

export class Forger {
  readonly #scene: Scene;
  readonly #random: Random;
  #untilMs = -Infinity;
  /** The last verdicts of each kind, by whom they were for. */
  readonly #verdicts = new Map<string, { bytes: Uint8Array; route: Route }>();

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
    const kind = bytes[3];
    if (kind === Kind.begun || kind === Kind.committed) {
      this.#verdicts.set(wayKey(kind, route.from, route.to), { bytes, route });
    }
    if (this.#scene.queue.nowMs >= this.#untilMs) return;
    if (kind === Kind.begin) this.#repeat(Kind.begun, route);
    if (kind === Kind.commit) this.#repeat(Kind.committed, route);
    if (kind !== Kind.ask || this.#random() >= SHARE) return;
    readSpoilt(() => this.#answer(openDatagram(bytes), route));
  }

  /** What was said to the last of its requests is no answer to this one. */
  #repeat(kind: Kind, { from, to }: Route): void {
    const said = this.#verdicts.get(wayKey(kind, to, from));
    if (!said) return;
    this.#scene.faults.add("forgery");
    this.#scene.network.inject(said.bytes, said.route);
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

function wayKey(kind: Kind, from: Address, to: Address): string {
  return `${kind} ${formatAddress(from)}>${formatAddress(to)}`;
}

/** That nobody is ever free. */
function answerTo(
  { token, attempt, wish }: Question,
  { session, list }: { readonly session: Id64; readonly list: Id64 },
): Uint8Array {
  const content = { kind: "slots", slots: EMPTY_SET, notAlone: false } as const;
  const digest = digestWish(list, wish);
  return encodeAnswer(session, { token, attempt, digest, content });
}
