/**
 * Answers that are fetched block by block, kept while they are: without them
 * each block would cost as much as all, and a long answer its square.
 */

import { createHash } from "node:crypto";
import { ByteWriter } from "../base/bytes.ts";
import { ANSWER_BYTES_MAX, LONG_ANSWERS_KEPT } from "../base/limits.ts";
import { sameAspect } from "../wire/aspect.ts";
import type { Assembled } from "../wire/blocks.ts";
import { type Id64, idFrom } from "../wire/datagram.ts";
import { deflate } from "../wire/deflate.ts";
import { samePositions } from "../wire/positions.ts";
import { writeReport } from "../wire/report.ts";
import { writeSlots } from "../wire/slots.ts";
import type { Wish } from "../wire/wish.ts";

/** What an answer is about. */
export type Subject = Pick<Wish, "people" | "aspect">;

/** A whole answer, as it travels. */
export interface LongAnswer extends Subject {
  /** Deflated; plain if it is too long to travel. */
  readonly bytes: Uint8Array;
  readonly digest: Id64;
  readonly isReport: boolean;
}

export class LongAnswers {
  /** The newest is first. */
  #kept: readonly LongAnswer[] = [];

  /** Forgets all: the calendars have changed. */
  clear(): void {
    this.#kept = [];
  }

  find({ people, aspect }: Subject): LongAnswer | undefined {
    return this.#kept.find((kept) =>
      samePositions(kept.people, people) &&
      sameAspect(kept.aspect, aspect)
    );
  }

  /** Encodes an answer, and keeps it in place of the oldest. */
  keep({ people, aspect }: Subject, content: Assembled): LongAnswer {
    const writer = new ByteWriter();
    const isReport = content.kind === "report";
    if (isReport) writeReport(writer, content.report);
    else writeSlots(writer, content.slots);
    const plain = writer.view();
    const bytes = plain.length > ANSWER_BYTES_MAX ? plain : deflate(plain);
    const digest = idFrom(createHash("sha256").update(bytes).digest());
    const answer = { people, aspect, bytes, digest, isReport };
    // One that is too large to be fetched is not asked for again.
    if (bytes.length > ANSWER_BYTES_MAX) return answer;
    this.#kept = [answer, ...this.#kept].slice(0, LONG_ANSWERS_KEPT);
    return answer;
  }
}
