/**
 * A request that is sent until its reply comes: of a registration, or what a
 * server is told of a booking.
 */

import { RTO_MS_INITIAL } from "../base/limits.ts";
import type { Entropy, Random } from "../base/ports.ts";
import { type Id64, randomId, sameId } from "../wire/datagram.ts";
import type { Ticket } from "../wire/ticket.ts";
import { Retransmission } from "./retransmission.ts";

export class Request {
  readonly token: Id64;
  readonly #encode: (ticket: Ticket) => Uint8Array;
  readonly #rtoMs: number;
  readonly #retransmission: Retransmission;

  constructor(
    { token, encode, nowMs, lifeMs, rtoMs = RTO_MS_INITIAL, random }: {
      readonly token: Id64;
      readonly encode: (ticket: Ticket) => Uint8Array;
      readonly nowMs: number;
      readonly lifeMs: number;
      readonly rtoMs?: number;
      readonly random: Random;
    },
  ) {
    this.token = token;
    this.#encode = encode;
    this.#rtoMs = rtoMs;
    const deadlineMs = nowMs + lifeMs;
    this.#retransmission = new Retransmission({ nowMs, deadlineMs, random });
  }

  get dueMs(): number {
    return this.#retransmission.dueMs;
  }

  isOver(nowMs: number): boolean {
    return this.#retransmission.isOver(nowMs);
  }

  /** Sends no more; a reply may still come. */
  stop(): void {
    this.#retransmission.stop();
  }

  /** Counts a send and gives its bytes. */
  next(nowMs: number): Uint8Array {
    this.#retransmission.sent(nowMs, this.#rtoMs);
    const attempt = this.#retransmission.sends;
    return this.#encode({ token: this.token, attempt });
  }

  /** @returns How long the reply took, undefined if it is to none of ours. */
  roundTripMs({ token, attempt }: Ticket, nowMs: number): number | undefined {
    if (!sameId(token, this.token)) return undefined;
    return this.#retransmission.roundTripMs(attempt, nowMs);
  }
}

/** Sends a request for the first time. */
export function ask(
  encode: (ticket: Ticket) => Uint8Array,
  { nowMs, lifeMs, rtoMs }: {
    readonly nowMs: number;
    readonly lifeMs: number;
    readonly rtoMs: number;
  },
  { random, entropy, send }: {
    readonly random: Random;
    readonly entropy: Entropy;
    readonly send: (bytes: Uint8Array) => void;
  },
): Request {
  const token = randomId(entropy);
  const request = new Request({ token, encode, nowMs, lifeMs, rtoMs, random });
  send(request.next(nowMs));
  return request;
}
