/** What comes in by datagram at a main server, and who is to take it. */

import { type Address, sameAddress } from "../base/address.ts";
import { WireError } from "../base/errors.ts";
import type { Coordinator } from "../protocol/coordinator.ts";
import type { Directory } from "../protocol/directory.ts";
import type { Flights } from "../protocol/flights.ts";
import type { Link } from "../protocol/link.ts";
import type { MainSeals, Opened } from "../protocol/main_seals.ts";
import type { Registry } from "../protocol/registry.ts";
import { Kind, type OpenDatagram, openDatagram } from "../wire/datagram.ts";
import { readAnswer } from "../wire/questions.ts";

export interface MainInboxOptions {
  readonly directory: Directory;
  readonly registry: Registry;
  readonly flights: Flights;
  /** Null where nothing is booked. */
  readonly coordinator: Coordinator | null;
  /** Null where nothing is sealed. */
  readonly seals: MainSeals | null;
}

export class MainInbox {
  /** Datagrams that were dropped: broken, or of no session in force. */
  readonly gauges = { broken: 0, strays: 0 };
  readonly #options: MainInboxOptions;

  constructor(options: MainInboxOptions) {
    this.#options = options;
  }

  take(bytes: Uint8Array, from: Address, nowMs: number): void {
    try {
      const { datagram, key } = this.#open(bytes, from, nowMs);
      switch (datagram.kind) {
        case Kind.answers:
          return this.#takeAnswers(datagram, from, nowMs);
        case Kind.claimed:
        case Kind.decided:
        case Kind.doubt:
          return this.#takeBooking(datagram, from, nowMs);
        default: {
          const speaker = { address: from, key };
          return this.#options.registry.receive(datagram, speaker, nowMs);
        }
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.gauges.broken++;
    }
  }

  #open(bytes: Uint8Array, from: Address, nowMs: number): Opened {
    return this.#options.seals?.open(bytes, from, nowMs) ??
      { datagram: openDatagram(bytes), key: null };
  }

  #takeAnswers(datagram: OpenDatagram, from: Address, nowMs: number): void {
    const link = this.#hear(datagram, from, nowMs);
    if (!link) return;
    const { message } = datagram;
    while (!message.done) {
      const start = message.offset;
      const answer = readAnswer(message);
      link.answeredWith(message.offset - start);
      this.#options.flights.answered(answer, link, nowMs);
    }
  }

  #takeBooking(datagram: OpenDatagram, from: Address, nowMs: number): void {
    const link = this.#hear(datagram, from, nowMs);
    if (link) this.#options.coordinator?.receive(datagram, link, nowMs);
  }

  /** Whose session in force it is of, who lives then. */
  #hear(
    { session }: OpenDatagram,
    from: Address,
    nowMs: number,
  ): Link | undefined {
    const link = this.#options.directory.link(session)?.link;
    if (!link || !sameAddress(link.address, from)) {
      this.gauges.strays++;
      return undefined;
    }
    link.hear(nowMs);
    return link;
  }
}
