/**
 * Fills chunks with the names of a list: as many as fit a datagram once they
 * are deflated. How many that will be is guessed from the chunk before, as
 * names that stand together in a list shrink alike.
 */

import type { NameList } from "../calendar/name_list.ts";
import { CHUNK_NAMES_BYTES_MAX } from "../base/limits.ts";
import { deflate } from "../wire/deflate.ts";
import { CHUNK_BYTES_MAX } from "../wire/list_messages.ts";

/** What does not shrink grows by five bytes, so this many always fit. */
const NAMES_BYTES_SURE = CHUNK_BYTES_MAX - 5;
/** Aims a little lower than the chunk before, or every other would not fit. */
const AIM = 0.95;

export class ChunkPacker {
  readonly #list: NameList;
  #from = 0;
  #namesBytes = CHUNK_NAMES_BYTES_MAX;

  constructor(list: NameList) {
    this.#list = list;
  }

  /** Whether all names are in chunks. */
  get isDone(): boolean {
    return this.#from >= this.#list.size;
  }

  /** The names of the next chunk, deflated. */
  next(): Uint8Array {
    for (;;) {
      const { bytes, next } = this.#list.chunk(this.#from, this.#namesBytes);
      const deflated = deflate(bytes);
      this.#aim(bytes.length / deflated.length);
      if (deflated.length > CHUNK_BYTES_MAX) continue;
      this.#from = next;
      return deflated;
    }
  }

  /** @param ratio By which names have shrunk. */
  #aim(ratio: number): void {
    const bytes = Math.floor(AIM * ratio * CHUNK_BYTES_MAX);
    this.#namesBytes = Math.min(
      CHUNK_NAMES_BYTES_MAX,
      Math.max(NAMES_BYTES_SURE, bytes),
    );
  }
}
