/**
 * Something that one server is told until it has answered, through whichever
 * session it has by then.
 */

import type { Random } from "../base/ports.ts";
import type { Id64 } from "../wire/datagram.ts";
import type { Ticket } from "../wire/ticket.ts";
import type { Link } from "./link.ts";
import { Request } from "./request.ts";

export interface ErrandOptions {
  readonly token: Id64;
  readonly nowMs: number;
  readonly lifeMs: number;
  readonly random: Random;
  /** Undefined while there is nobody to tell. */
  readonly link: (nowMs: number) => Link | undefined;
  readonly encode: (session: Id64, ticket: Ticket) => Uint8Array;
  readonly send: (link: Link, bytes: Uint8Array) => void;
}

export class Errand {
  readonly #options: ErrandOptions;
  readonly #request: Request;
  #link: Link | undefined;

  /** Is sent at the first {@linkcode poll}. */
  constructor(options: ErrandOptions) {
    this.#options = options;
    const { token, nowMs, lifeMs, random, link } = options;
    const rtoMs = link(nowMs)?.roundTrip.rtoMs;
    this.#request = new Request({
      token,
      nowMs,
      lifeMs,
      random,
      ...(rtoMs === undefined ? {} : { rtoMs }),
      encode: (ticket) => options.encode(this.#link!.session, ticket),
    });
  }

  get dueMs(): number {
    return this.#request.dueMs;
  }

  isOver(nowMs: number): boolean {
    return this.#request.isOver(nowMs);
  }

  /** Sends it if that is due. */
  poll(nowMs: number): void {
    if (this.isOver(nowMs) || nowMs < this.#request.dueMs) return;
    this.#link = this.#options.link(nowMs);
    if (!this.#link) return this.#request.stop();
    this.#options.send(this.#link, this.#request.next(nowMs));
  }

  /** Whether a reply that came over `link` is to this. */
  isAnsweredBy(ticket: Ticket, link: Link, nowMs: number): boolean {
    if (link !== this.#link) return false;
    const roundTripMs = this.#request.roundTripMs(ticket, nowMs);
    if (roundTripMs !== undefined) link.roundTrip.sample(roundTripMs);
    return roundTripMs !== undefined;
  }
}
