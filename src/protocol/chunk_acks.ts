/**
 * Chunks of lists on their way in: each goes to its session's shadow list,
 * and those of one turn are acknowledged together, once for each session.
 */

import { idKey, type OpenDatagram, sameId } from "../wire/datagram.ts";
import { encodeChunkAck, readChunk } from "../wire/list_messages.ts";
import type { Candidate } from "./candidates.ts";
import type { Outbox } from "./outbox.ts";

export class ChunkAcks {
  readonly #outbox: Outbox;
  readonly #due = new Map<string, Candidate>();

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** Whether something is to be acknowledged at the end of the turn. */
  get isDirty(): boolean {
    return this.#due.size > 0;
  }

  /** @throws {WireError} If the chunk cannot be read: then it has not come. */
  take(
    { message }: OpenDatagram,
    candidate: Candidate,
    nowMs: number,
  ): void {
    const chunk = readChunk(message);
    const { receiver, link } = candidate;
    if (!receiver || !sameId(receiver.id, chunk.list)) return;
    receiver.receive(chunk, nowMs);
    this.#due.set(idKey(link.session), candidate);
  }

  /** Acknowledges what has come by now. */
  flush(): void {
    for (const { link, receiver } of this.#due.values()) {
      if (!receiver) continue;
      this.#outbox.toLink(encodeChunkAck(link.session, receiver.ack), link);
    }
    this.#due.clear();
  }
}
