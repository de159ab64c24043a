/**
 * A list of names on its way out, chunk by chunk: a sliding window, of which
 * only what the other side lacks is sent again.
 *
 * Names are deflated once, and what is sent again is the same bytes.
 *
 * A chunk is lost when three later ones have arrived, or when its time is up;
 * the former costs a round trip, the latter narrows the window.
 */

import type { NameList } from "../calendar/name_list.ts";
import {
  CHUNK_PROBE_MS,
  LIST_CHUNKS_IN_FLIGHT,
  RTO_MS_MAX,
} from "../base/limits.ts";
import type { Id64 } from "../wire/datagram.ts";
import type { Chunk, ChunkAck } from "../wire/list_messages.ts";
import { listId } from "../wire/registration.ts";
import { ChunkPacker } from "./chunk_packer.ts";
import { RoundTrip } from "./round_trip.ts";

/** Later arrivals that show a chunk to be lost, as in RFC 5681. */
const ARRIVALS_BEYOND = 3;
const WINDOW_MIN = 2;

interface Flying {
  readonly deflated: Uint8Array;
  sentMs: number;
  sends: number;
}

export class ListSender {
  readonly id: Id64;
  readonly #packer: ChunkPacker;
  readonly #roundTrip = new RoundTrip();
  readonly #flying = new Map<number, Flying>();
  /** The first chunk that the other side lacks. */
  #base = 0;
  #nextNew = 0;
  #window = LIST_CHUNKS_IN_FLIGHT;
  #progressMs: number;

  constructor(list: NameList, nowMs: number) {
    this.#packer = new ChunkPacker(list);
    this.id = listId(list.digest);
    this.#progressMs = nowMs;
  }

  /** When the other side last took something new. */
  get progressMs(): number {
    return this.#progressMs;
  }

  /** Whether the other side has all. */
  get isDone(): boolean {
    return this.#flying.size === 0 && this.#packer.isDone;
  }

  /** What to send now: new chunks, and those whose time is up. */
  due(nowMs: number): Chunk[] {
    const chunks: Chunk[] = [];
    let narrowed = false;
    for (const [number, flying] of this.#flying) {
      if (nowMs < this.#dueMs(flying)) continue;
      chunks.push(this.#send(number, flying, nowMs));
      narrowed = true;
    }
    if (narrowed) this.#window = Math.max(WINDOW_MIN, this.#window >>> 1);
    const end = this.#base + this.#window;
    while (this.#nextNew < end && !this.#packer.isDone) {
      const deflated = this.#packer.next();
      const flying = { deflated, sentMs: nowMs, sends: 0 };
      this.#flying.set(this.#nextNew, flying);
      chunks.push(this.#send(this.#nextNew++, flying, nowMs));
    }
    return chunks;
  }

  /** When something is due though nothing arrives. */
  get nextDueMs(): number {
    let dueMs = Infinity;
    for (const flying of this.#flying.values()) {
      dueMs = Math.min(dueMs, this.#dueMs(flying));
    }
    return dueMs;
  }

  /** @returns What the ack shows to be lost, to be sent again at once. */
  acknowledged({ next, beyond }: ChunkAck, nowMs: number): Chunk[] {
    if (next > this.#nextNew) return [];
    for (let number = this.#base; number < next; number++) {
      this.#arrived(number, nowMs);
    }
    this.#base = Math.max(this.#base, next);
    let arrivals = 0;
    const lost: Chunk[] = [];
    for (let bit = 31; bit >= -1; bit--) {
      const number = next + 1 + bit;
      if (bit >= 0 && beyond >>> bit & 1) {
        arrivals++;
        this.#arrived(number, nowMs);
        continue;
      }
      const flying = this.#flying.get(number);
      if (
        flying && arrivals >= ARRIVALS_BEYOND && this.#isLost(flying, nowMs)
      ) {
        lost.push(this.#send(number, flying, nowMs));
      }
    }
    return lost.reverse();
  }

  #arrived(number: number, nowMs: number): void {
    const flying = this.#flying.get(number);
    if (!flying) return;
    if (flying.sends === 1) this.#roundTrip.sample(nowMs - flying.sentMs);
    this.#flying.delete(number);
    this.#progressMs = nowMs;
    this.#window = Math.min(LIST_CHUNKS_IN_FLIGHT, this.#window + 1);
  }

  /** Whether it had the time to arrive, but later ones did and it did not. */
  #isLost({ sentMs }: Flying, nowMs: number): boolean {
    return this.#roundTrip.measured &&
      nowMs - sentMs >= this.#roundTrip.meanMs;
  }

  /**
   * Sooner than a lone request, as nothing else moves while the window waits
   * for its first chunk: a tail loss probe, see RFC 8985 §7.
   */
  #dueMs({ sentMs, sends }: Flying): number {
    const { rtoMs, measured, meanMs } = this.#roundTrip;
    const probeMs = measured ? Math.max(CHUNK_PROBE_MS, 2 * meanMs) : rtoMs;
    return sentMs + Math.min(RTO_MS_MAX, probeMs * 2 ** (sends - 1));
  }

  #send(number: number, flying: Flying, nowMs: number): Chunk {
    flying.sentMs = nowMs;
    flying.sends++;
    return { list: this.id, number, deflated: flying.deflated };
  }
}
