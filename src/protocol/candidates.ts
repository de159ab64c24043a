/**
 * The sessions that a main server knows: those in force, and those whose list
 * is still on its way or was refused.
 */

import { type Address, sameAddress } from "../base/address.ts";
import {
  SESSIONS_MAX,
  SHADOW_LISTS_MAX,
  SHADOW_MS_MAX,
} from "../base/limits.ts";
import { type Id64, idKey, sameId } from "../wire/datagram.ts";
import { listId, type ListSummary } from "../wire/registration.ts";
import type { Directory } from "./directory.ts";
import type { Link } from "./link.ts";
import { ListReceiver } from "./list_receiver.ts";

/** A session that proved its address. */
export interface Candidate {
  readonly server: string;
  readonly link: Link;
  /** The list on its way, if one is. */
  receiver: ListReceiver | null;
  /** Of the newest list that it began with. */
  edition: number;
  /** Whether a refusal was reported already. */
  refused: boolean;
}

export class Candidates implements Iterable<Candidate> {
  readonly #directory: Directory;
  readonly #bySession = new Map<string, Candidate>();

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  get size(): number {
    return this.#bySession.size;
  }

  [Symbol.iterator](): Iterator<Candidate> {
    return this.#bySession.values();
  }

  /** The session, if it is spoken from its own address. */
  find(session: Id64, from: Address): Candidate | undefined {
    const candidate = this.#bySession.get(idKey(session));
    if (!candidate) return undefined;
    return sameAddress(candidate.link.address, from) ? candidate : undefined;
  }

  /** Knows a session from now on, in place of vain ones of its address. */
  add(candidate: Candidate): void {
    const { address, session } = candidate.link;
    for (const other of this.#bySession.values()) {
      if (sameAddress(other.link.address, address) && !this.#isInForce(other)) {
        candidate.refused ||= other.refused;
        this.remove(other);
      }
    }
    if (this.size >= SESSIONS_MAX) this.#evict();
    this.#bySession.set(idKey(session), candidate);
  }

  remove({ link }: Candidate): void {
    this.#bySession.delete(idKey(link.session));
  }

  /** Makes room for a list, unless the same one is on its way. */
  expectList(candidate: Candidate, summary: ListSummary, nowMs: number): void {
    const { receiver } = candidate;
    if (receiver && sameId(receiver.id, listId(summary.digest))) return;
    // Without a receiver no chunk is acknowledged: the backend starts over.
    if (receiver === null && !this.#hasRoomForList(nowMs)) return;
    candidate.receiver = new ListReceiver(summary, nowMs);
  }

  /** Makes room by the slowest, as it is the likeliest not to be meant to end. */
  #hasRoomForList(nowMs: number): boolean {
    let shadows = 0;
    let slowest: Candidate | null = null;
    let mostMs = 0;
    for (const candidate of this.#bySession.values()) {
      if (!candidate.receiver) continue;
      shadows++;
      const msPerName = candidate.receiver.msPerName(nowMs);
      if (msPerName <= mostMs) continue;
      mostMs = msPerName;
      slowest = candidate;
    }
    if (shadows < SHADOW_LISTS_MAX) return true;
    if (slowest === null) return false;
    slowest.receiver = null;
    return true;
  }

  /** Forgets what makes no progress and who is gone without being in force. */
  poll(nowMs: number): void {
    for (const candidate of this.#bySession.values()) {
      const { link, receiver } = candidate;
      if (receiver && nowMs - receiver.progressMs > SHADOW_MS_MAX) {
        candidate.receiver = null;
      }
      if (!this.#isInForce(candidate) && link.isDown(nowMs)) {
        this.remove(candidate);
      }
    }
  }

  /** Forgets the sessions of a server that this one has replaced. */
  forgetSuperseded({ server, link }: Candidate): void {
    for (const other of this.#bySession.values()) {
      if (other.server !== server || this.#isInForce(other)) continue;
      const isEarlier = other.link.issuedUs < link.issuedUs &&
        sameAddress(other.link.address, link.address);
      // Of another process, one that brings a list or waits may go on.
      const isIdle = !other.receiver && !other.refused;
      if (isEarlier || isIdle) this.remove(other);
    }
  }

  #isInForce({ link }: Candidate): boolean {
    return this.#directory.link(link.session) !== undefined;
  }

  /** Drops the oldest session that is not in force. */
  #evict(): void {
    for (const candidate of this.#bySession.values()) {
      if (!this.#isInForce(candidate)) return this.remove(candidate);
    }
  }
}
