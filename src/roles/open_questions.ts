/** A client's questions that wait for their answers, oldest first. */

import type { UnavailableError } from "../base/errors.ts";
import type { Answer } from "../wire/client_answers.ts";

export interface OpenQuestion {
  readonly names: readonly string[];
  /** An answer that needs no server and only waits for its turn. */
  readonly refusal: Answer | null;
  readonly resolve: (answer: Answer) => void;
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

  /** @returns The answer, when it is there. */
  add(names: readonly string[], refusal: Answer | null): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#open.set(++this.#lastId, { names, refusal, resolve, reject });
    return promise;
  }

  remove(id: number): void {
    this.#open.delete(id);
  }

  /** Settles the oldest questions, as long as they need no server. */
  settleRefused(): void {
    for (const [id, { refusal, resolve }] of this.#open) {
      if (!refusal) return;
      this.#open.delete(id);
      resolve(refusal);
    }
  }

  rejectAll(error: UnavailableError): void {
    for (const { reject } of this.#open.values()) reject(error);
    this.#open.clear();
  }
}
