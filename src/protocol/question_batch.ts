/**
 * Questions of one turn share datagrams: one for each link and list, more
 * only when it is full.
 */

import { ByteWriter } from "../base/bytes.ts";
import { DATAGRAM_BYTES_MAX, SEAL_BYTES } from "../base/limits.ts";
import {
  finishDatagram,
  type Id64,
  Kind,
  sameId,
  writeHeader,
  writeId,
} from "../wire/datagram.ts";
import { type Question, writeQuestion } from "../wire/questions.ts";
import type { Link } from "./link.ts";

const BYTES_MAX = DATAGRAM_BYTES_MAX - SEAL_BYTES;

interface Batch {
  readonly list: Id64;
  readonly writer: ByteWriter;
}

export class QuestionBatch {
  readonly #send: (link: Link, bytes: Uint8Array) => void;
  readonly #batches = new Map<Link, Batch>();

  constructor(send: (link: Link, bytes: Uint8Array) => void) {
    this.#send = send;
  }

  get isEmpty(): boolean {
    return this.#batches.size === 0;
  }

  /** @returns Whether it is the first in its datagram. */
  add(link: Link, list: Id64, question: Question): boolean {
    let batch = this.#batches.get(link);
    const isFirst = !batch || !sameId(batch.list, list);
    if (!batch || isFirst) batch = this.#begin(link, list);
    const from = batch.writer.length;
    writeQuestion(batch.writer, question);
    if (batch.writer.length <= BYTES_MAX) return isFirst;
    batch.writer.reset(from);
    writeQuestion(this.#begin(link, list).writer, question);
    return true;
  }

  /** Sends what this turn has brought. */
  flush(): void {
    for (const link of this.#batches.keys()) this.#end(link);
  }

  /** A new batch; what there was for the link is sent. */
  #begin(link: Link, list: Id64): Batch {
    this.#end(link);
    const writer = new ByteWriter();
    writeHeader(writer, { kind: Kind.ask, session: link.session });
    writeId(writer, list);
    const batch = { list, writer };
    this.#batches.set(link, batch);
    return batch;
  }

  #end(link: Link): void {
    const batch = this.#batches.get(link);
    if (!batch) return;
    this.#batches.delete(link);
    this.#send(link, finishDatagram(batch.writer));
  }
}
