/**
 * Questions of one turn share datagrams: one for each link and list, more
 * only when it is full.
 */

import { ByteWriter } from "../base/bytes.ts";
import { DATAGRAM_BYTES_MAX, SEAL_BYTES } from "../base/limits.ts";
import {
  type Id64,
  Kind,
  sameId,
  writeHeader,
  writeId,
} from "../wire/datagram.ts";
import {
  type Question,
  questionBytes,
  writeQuestion,
} from "../wire/questions.ts";
import type { Link } from "./link.ts";

const BYTES_MAX = DATAGRAM_BYTES_MAX - SEAL_BYTES;

interface Batch {
  readonly list: Id64;
  readonly writer: ByteWriter;
}

export class QuestionBatch {
  readonly #send: (bytes: Uint8Array, link: Link) => void;
  readonly #batches = new Map<Link, Batch>();

  constructor(send: (bytes: Uint8Array, link: Link) => void) {
    this.#send = send;
  }

  get isEmpty(): boolean {
    return this.#batches.size === 0;
  }

  add(link: Link, list: Id64, question: Question): void {
    let batch = this.#batches.get(link);
    const isFull = batch &&
      batch.writer.length + questionBytes(question.body) > BYTES_MAX;
    if (!batch || isFull || !sameId(batch.list, list)) {
      if (batch) this.#send(batch.writer.view(), link);
      batch = this.#begin(link, list);
    }
    writeQuestion(batch.writer, question);
  }

  /** Sends what this turn has brought. */
  flush(): void {
    for (const [link, { writer }] of this.#batches) {
      this.#send(writer.view(), link);
    }
    this.#batches.clear();
  }

  #begin(link: Link, list: Id64): Batch {
    const writer = new ByteWriter();
    writeHeader(writer, { kind: Kind.ask, session: link.session });
    writeId(writer, list);
    const batch = { list, writer };
    this.#batches.set(link, batch);
    return batch;
  }
}
