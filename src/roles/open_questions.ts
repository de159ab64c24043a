/** A client's questions that wait for their answers, oldest first. */

import { type UnavailableError, WireError } from "../base/errors.ts";
import { ANSWER_LINE_BYTES_MAX } from "../base/limits.ts";
import {
  type Answered,
  isRefused,
  parseUnasked,
  type Refused,
} from "../wire/client_answers.ts";

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

  /**
   * Reads what was said to the oldest question, or to nobody.
   *
   * @param line Null was too long.
   * @returns The answer, and how to give it to whom it is for.
   * @throws {WireError} If the line is no answer, and if it is settled, but
   * was to another question.
   */
  read(
    line: string | null,
  ): { readonly answer: Reply; readonly settle: () => void } {
    if (line === null) {
      throw new WireError(
        `Cannot read answer as it has at most ${ANSWER_LINE_BYTES_MAX} bytes`,
      );
    }
    const [oldest] = this.#open;
    if (!oldest) return { answer: parseUnasked(line), settle: nothingAsked };
    const [id, question] = oldest;
    const { answer, settle } = question.read(line);
    return {
      answer,
      settle: () => {
        // Before it has read an id, the server cannot repeat it.
        const isUnread = isRefused(answer) && answer.id === undefined;
        if (answer.id !== id && !isUnread) {
          throw new WireError(`Cannot match answer as its id is not ${id}`);
        }
        settle();
        this.#open.delete(id);
      },
    };
  }

  /** Takes the oldest for answered. */
  skip(): void {
    const [id] = this.#open.keys();
    if (id !== undefined) this.#open.delete(id);
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

function nothingAsked(): never {
  throw new WireError("Cannot read answer as nothing was asked");
}
