/**
 * Holds every reply against a request that its sender was handed: nobody
 * answers what was not asked, and nobody answers an answer.
 */

import { type Address, formatAddress } from "../../src/base/address.ts";
import {
  type Id64,
  Kind,
  openDatagram,
  readId,
} from "../../src/wire/datagram.ts";
import { readAnswer, readQuestion } from "../../src/wire/questions.ts";
import type { Checks } from "./checks.ts";
import type { Route } from "./lossy_network.ts";
import { readSaid, readSpoilt } from "./readable.ts";

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
/** Attempts are counted in a byte. */
const ATTEMPTS = 256;
const REQUESTS = new Set(Object.values(REQUEST_OF));

export class ReplyWatch {
  readonly #checks: Checks;
  /** Requests handled less replies sent, by who replies to whom and how. */
  readonly #exempt = new Set<string>();
  readonly #credit = new Map<string, number>();
  /** The same for questions: by token, of each attempt. */
  readonly #questions = Array.from(
    { length: ATTEMPTS },
    () => new Map<number, number>(),
  );

  constructor(checks: Checks) {
    this.#checks = checks;
  }

  handled(bytes: Uint8Array, { from, to }: Route): void {
    const kind = bytes[3]!;
    if (REQUESTS.has(kind)) add(this.#credit, requestKey(kind, to, from));
    if (kind !== Kind.ask) return;
    readSpoilt(() => this.#countQuestions(bytes));
  }

  #countQuestions(bytes: Uint8Array): void {
    const { message } = openDatagram(bytes);
    readId(message, "list");
    while (!message.done) {
      const { token, attempt } = readQuestion(message);
      const counts = this.#questions[attempt];
      if (counts) add(counts, tokenKey(token));
    }
  }

  /** Liars may say what they like. */
  exempt(host: string): void {
    this.#exempt.add(host);
  }

  sent(bytes: Uint8Array, route: Route): void {
    if (this.#exempt.has(route.from.host)) return;
    readSaid(this.#checks, () => this.#countReply(bytes, route));
  }

  #countReply(bytes: Uint8Array, { from, to }: Route): void {
    const kind = bytes[3]!;
    const request = REQUEST_OF[kind];
    if (request !== undefined) {
      this.#spend(this.#credit, requestKey(request, from, to), kind);
    }
    if (kind !== Kind.answers) return;
    const { message } = openDatagram(bytes);
    while (!message.done) {
      const { token, attempt } = readAnswer(message);
      this.#spend(this.#questions[attempt]!, tokenKey(token), kind);
    }
  }

  #spend<Key>(credits: Map<Key, number>, key: Key, kind: number): void {
    const credit = credits.get(key) ?? 0;
    this.#checks.hold(
      "N5",
      credit > 0,
      () => `a reply of kind ${kind} to nothing: ${key}`,
    );
    if (credit === 1) credits.delete(key);
    else credits.set(key, credit - 1);
  }
}

function add<Key>(credits: Map<Key, number>, key: Key): void {
  credits.set(key, (credits.get(key) ?? 0) + 1);
}

function requestKey(kind: number, replier: Address, asker: Address): string {
  return `${formatAddress(replier)}>${formatAddress(asker)} ${kind}`;
}

/** 53 bits of it, as a number is looked up faster than a text. */
export function tokenKey({ high, low }: Id64): number {
  return high * 2 ** 21 + (low >>> 11);
}
