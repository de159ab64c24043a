/**
 * Answers that are fetched block by block, kept while they are: without them
 * each block would cost as much as all, and a long answer its square.
 */

import { createHash } from "node:crypto";
import { ByteWriter } from "../base/bytes.ts";
import { ANSWER_BYTES_MAX, LONG_ANSWERS_KEPT } from "../base/limits.ts";
import type { IntervalSet } from "../intervals/interval_set.ts";
import { type Id64, idFrom } from "../wire/datagram.ts";
import { deflate } from "../wire/deflate.ts";
import { writeSlots } from "../wire/slots.ts";

/** A whole answer, as it travels. */
export interface LongAnswer {
  readonly people: readonly number[];
  /** Slots, deflated; plain if they are too many to travel. */
  readonly bytes: Uint8Array;
  readonly digest: Id64;
}

export class LongAnswers {
  /** The newest is first. */
  #kept: readonly LongAnswer[] = [];

  /** Forgets all: the calendars have changed. */
  clear(): void {
    this.#kept = [];
  }

  /** @param people Ascending, as in a question. */
  find(people: readonly number[]): LongAnswer | undefined {
    return this.#kept.find((kept) =>
      kept.people.length === people.length &&
      kept.people.every((person, i) => person === people[i])
    );
  }

  /** Encodes an answer, and keeps it in place of the oldest. */
  keep(people: readonly number[], slots: IntervalSet): LongAnswer {
    const writer = new ByteWriter();
    writeSlots(writer, slots);
    const plain = writer.view();
    const bytes = plain.length > ANSWER_BYTES_MAX ? plain : deflate(plain);
    const digest = idFrom(createHash("sha256").update(bytes).digest());
    const answer = { people, bytes, digest };
    // One that is too large to be fetched is not asked for again.
    if (bytes.length > ANSWER_BYTES_MAX) return answer;
    this.#kept = [answer, ...this.#kept].slice(0, LONG_ANSWERS_KEPT);
    return answer;
  }
}
