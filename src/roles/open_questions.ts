/** A client's questions that wait for their answers, oldest first. */

import type { UnavailableError } from "../base/errors.ts";
import type { Answered, Refused } from "../wire/client_answers.ts";

/** An answer, or why there is none. */
export type Reply<Kind extends Answered = Answered> = Kind | Refused;

/** What a client asks, and how it reads what comes back. */
export interface ClientQuestion<Kind extends Answered> {
  readonly names: readonly string[];
  /** The line without its end. */
  readonly format: (id: number) => string;
  /** @throws {WireError} If the line is no answer to it. */
  readonly parse: (line: string) => Reply<Kind>;
}

interface OpenQuestion {
  /** @throws {WireError} If the line is no answer to it. */
  readonly read: (line: string) => {
    readonly answer: Reply;
    readonly settle: () => void;
  };
  /** Gives an answer that needs no server; null if it needs one. */
  readonly settle: (() => void) | null;
  readonly reject: (error: UnavailableError) => void;
}

export class OpenQuestions {
  readonly #open = new Map<number, OpenQuestion>();
  #lastId = 0;

  get size(): number {
    return this.#open.size;
  }

  /** The id of the question that is added next. */
  get nextId(): number {
    return this.#lastId + 1;
  }

  get oldest(): readonly [id: number, question: OpenQuestion] | undefined {
    const [oldest] = this.#open;
    return oldest;
  }

  /**
   * @param refusal An answer that needs no server and only waits for its turn.
   * @returns The answer, when it is there.
   */
  add<Kind extends Answered>(
    parse: ClientQuestion<Kind>["parse"],
    refusal: Refused | null,
  ): Promise<Reply<Kind>> {
    const { promise, resolve, reject } = Promise.withResolvers<Reply<Kind>>();
    const read = (line: string) => {
      const answer = parse(line);
      return { answer, settle: () => resolve(answer) };
    };
    const settle = refusal && (() => resolve(refusal));
    this.#open.set(++this.#lastId, { read, settle, reject });
    return promise;
  }

  remove(id: number): void {
    this.#open.delete(id);
  }

  /** Settles the oldest questions, as long as they need no server. */
  settleRefused(): void {
    for (const [id, { settle }] of this.#open) {
      if (!settle) return;
      this.#open.delete(id);
      settle();
    }
  }

  rejectAll(error: UnavailableError): void {
    for (const { reject } of this.#open.values()) reject(error);
    this.#open.clear();
  }
}
