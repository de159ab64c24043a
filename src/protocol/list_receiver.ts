/**
 * A list of names on its way in: a shadow that nobody sees until it is whole
 * and its digest is right.
 *
 * Chunks are taken up in their order, as the list's order is checked as it
 * grows; those that come early wait, at most a window of them.
 */

import type { NameList } from "../calendar/name_list.ts";
import { appendChunk, NameListBuilder } from "../calendar/name_list_builder.ts";
import { WireError } from "../base/errors.ts";
import {
  CHUNK_NAMES_BYTES_MAX,
  LIST_CHUNKS_IN_FLIGHT,
  SHADOW_MS_MIN,
} from "../base/limits.ts";
import type { Id64 } from "../wire/datagram.ts";
import { inflate } from "../wire/deflate.ts";
import type { Chunk, ChunkAck } from "../wire/list_messages.ts";
import { listId, type ListSummary } from "../wire/registration.ts";

export class ListReceiver {
  readonly id: Id64;
  readonly summary: ListSummary;
  /** When a chunk last brought it on. */
  progressMs: number;
  readonly #startedMs: number;
  readonly #builder = new NameListBuilder();
  readonly #early = new Map<number, Uint8Array>();
  #next = 0;
  #broken = false;

  constructor(summary: ListSummary, nowMs: number) {
    this.summary = summary;
    this.id = listId(summary.digest);
    this.progressMs = nowMs;
    this.#startedMs = nowMs;
  }

  /** How long it takes to bring the next name; 0 if nobody can tell yet. */
  msPerName(nowMs: number): number {
    const ageMs = nowMs - this.#startedMs;
    return ageMs < SHADOW_MS_MIN ? 0 : ageMs / (1 + this.#builder.size);
  }

  /**
   * Takes up a chunk; one that was seen before, or is far ahead, is none.
   *
   * @throws {WireError} If its names cannot be inflated: it is as if it had
   * not come.
   */
  receive({ number, deflated }: Chunk, nowMs: number): void {
    const isAhead = number > this.#next + LIST_CHUNKS_IN_FLIGHT;
    if (this.#broken || number < this.#next || isAhead) return;
    if (this.#early.has(number)) return;
    const names = inflate(deflated, CHUNK_NAMES_BYTES_MAX);
    if (number > this.#next) {
      this.#early.set(number, names);
      return;
    }
    // A chunk without names is none, or a list could be on its way for ever.
    if (names.length > 0) this.progressMs = nowMs;
    let ready: Uint8Array | undefined = names;
    while (ready) {
      this.#append(ready);
      this.#early.delete(this.#next++);
      ready = this.#early.get(this.#next);
    }
  }

  /** What is there, for the sender to fill the gaps. */
  get ack(): ChunkAck {
    let beyond = 0;
    for (const number of this.#early.keys()) {
      beyond |= 1 << (number - this.#next - 1);
    }
    return { list: this.id, next: this.#next, beyond: beyond >>> 0 };
  }

  /**
   * @returns The list, or undefined if names are missing or it is not the
   * list that was announced.
   */
  finish(): NameList | undefined {
    if (this.#broken || this.#builder.size !== this.summary.count) {
      return undefined;
    }
    const list = this.#builder.finish();
    const isAnnounced = list.digest.every((byte, i) =>
      byte === this.summary.digest[i]
    );
    return isAnnounced ? list : undefined;
  }

  #append(names: Uint8Array): void {
    try {
      appendChunk(this.#builder, names);
    } catch (error) {
      // A list with one bad name is no list; its commit will be refused.
      if (!(error instanceof WireError)) throw error;
      this.#broken = true;
    }
    if (this.#builder.size > this.summary.count) this.#broken = true;
  }
}
