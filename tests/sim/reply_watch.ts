/**
 * Holds every reply against a request that its sender was handed: nobody
 * answers what was not asked, and nobody answers an answer.
 */

import { WireError } from "../../src/base/errors.ts";
import { formatAddress } from "../../src/base/address.ts";
import { idKey, Kind, openDatagram, readId } from "../../src/wire/datagram.ts";
import { readAnswer, readQuestion } from "../../src/wire/questions.ts";
import type { Checks } from "./checks.ts";
import type { Route } from "./lossy_network.ts";

/** What each kind of reply is a reply to. */
const REQUEST_OF: Readonly<Partial<Record<number, number>>> = {
  [Kind.challenge]: Kind.hello,
  [Kind.begun]: Kind.begin,
  [Kind.chunkAck]: Kind.chunk,
  [Kind.committed]: Kind.commit,
  [Kind.pong]: Kind.ping,
  [Kind.unknownSession]: Kind.ping,
  [Kind.farewell]: Kind.goodbye,
};
const REQUESTS = new Set(Object.values(REQUEST_OF));

export class ReplyWatch {
  readonly #checks: Checks;
  /** Requests handled less replies sent, by who replies to whom and how. */
  readonly #exempt = new Set<string>();
  readonly #credit = new Map<string, number>();

  constructor(checks: Checks) {
    this.#checks = checks;
  }

  handled(bytes: Uint8Array, { from, to }: Route): void {
    const kind = bytes[3]!;
    const way = `${formatAddress(to)}>${formatAddress(from)}`;
    if (REQUESTS.has(kind)) this.#add(`${way} ${kind}`, 1);
    if (kind !== Kind.ask) return;
    for (const question of sentOnes(bytes)) this.#add(`${way} ${question}`, 1);
  }

  /** Liars may say what they like. */
  exempt(host: string): void {
    this.#exempt.add(host);
  }

  sent(bytes: Uint8Array, { from, to }: Route): void {
    if (this.#exempt.has(from.host)) return;
    const kind = bytes[3]!;
    const way = `${formatAddress(from)}>${formatAddress(to)}`;
    const request = REQUEST_OF[kind];
    if (request !== undefined) this.#spend(`${way} ${request}`, kind);
    if (kind !== Kind.answers) return;
    const { message } = openDatagram(bytes);
    while (!message.done) {
      const { token, attempt } = readAnswer(message);
      this.#spend(`${way} ${idKey(token)} ${attempt}`, kind);
    }
  }

  #add(key: string, more: number): void {
    this.#credit.set(key, (this.#credit.get(key) ?? 0) + more);
  }

  #spend(key: string, kind: number): void {
    const credit = this.#credit.get(key) ?? 0;
    this.#checks.hold(
      "N5",
      credit > 0,
      () => `a reply of kind ${kind} to nothing: ${key}`,
    );
    if (credit === 1) this.#credit.delete(key);
    else this.#credit.set(key, credit - 1);
  }
}

/** The token and attempt of each question, as far as they can be read. */
function* sentOnes(bytes: Uint8Array): Generator<string> {
  try {
    const { message } = openDatagram(bytes);
    readId(message, "list");
    while (!message.done) {
      const { token, attempt } = readQuestion(message);
      yield `${idKey(token)} ${attempt}`;
    }
  } catch (error) {
    // What the network has spoilt is answered by nobody from there on.
    if (!(error instanceof WireError)) throw error;
  }
}
