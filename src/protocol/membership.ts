/**
 * A backend's place in the directory of one main server, within one session.
 *
 * beginning (begin) -> sending (chunks) -> committing (commit) -> registered
 * (pings). A list that the main server knows skips two of these; a new list
 * goes back to beginning, in the same session.
 */

import {
  REFUSED_RETRY_MS,
  REGISTRATION_REQUEST_MS,
  REJOIN_SPREAD_MS,
  RTO_MS_MIN,
  SHADOW_MS_MAX,
} from "../base/limits.ts";
import type { Entropy, Random } from "../base/ports.ts";
import { Kind, type OpenDatagram, randomId, sameId } from "../wire/datagram.ts";
import { readChunkAck } from "../wire/list_messages.ts";
import { readVerdict, type Verdict } from "../wire/registration.ts";
import { readBootReply } from "../wire/session_messages.ts";
import type { Ticket } from "../wire/ticket.ts";
import type { BackendSession } from "./backend_session.ts";
import { Heartbeat, spread } from "./heartbeat.ts";
import { ListSender } from "./list_sender.ts";
import { ask, type Request } from "./request.ts";
import type { RoundTrip } from "./round_trip.ts";
import type { Serving } from "./serving.ts";

/** Phases in which a request waits for its verdict. */
type Asking = "beginning" | "committing";

type Phase =
  | { readonly kind: Asking; readonly request: Request }
  | { readonly kind: "sending"; readonly sender: ListSender }
  | { readonly kind: "registered" };

export interface MembershipOptions {
  readonly session: BackendSession;
  /** The server's own name. */
  readonly server: string;
  /** Has measured the greeting. */
  readonly roundTrip: RoundTrip;
  readonly random: Random;
  readonly entropy: Entropy;
  readonly send: (bytes: Uint8Array) => void;
  /** Told each time that the main server has taken the list, or refused it. */
  readonly judged: (kind: "registered" | "refused") => void;
  /** Another session is to begin, at once or after a while. */
  readonly ended: (waitMs: number, nowMs: number) => void;
}

export class Membership {
  readonly session: BackendSession;
  readonly #options: MembershipOptions;
  readonly #heartbeat: Heartbeat;
  #serving: Serving;
  #phase: Phase;

  /** Begins at once. */
  constructor(options: MembershipOptions, serving: Serving, nowMs: number) {
    this.session = options.session;
    this.#options = options;
    this.#heartbeat = new Heartbeat(options.random);
    this.#heartbeat.hear(nowMs);
    this.#serving = serving;
    this.#phase = this.#begin(nowMs);
  }

  get isRegistered(): boolean {
    return this.#phase.kind === "registered";
  }

  /** Begins with a newer list or ledger. */
  replace(serving: Serving, nowMs: number): void {
    this.#serving = serving;
    this.#phase = this.#begin(nowMs);
  }

  /** The main server has said something. */
  hear(nowMs: number): void {
    this.#heartbeat.hear(nowMs);
  }

  /** @throws {WireError} If its message cannot be read. */
  receive(datagram: OpenDatagram, nowMs: number): void {
    switch (datagram.kind) {
      case Kind.begun:
      case Kind.committed:
        return this.#judged(datagram, nowMs);
      case Kind.chunkAck:
        return this.#acknowledged(datagram, nowMs);
      case Kind.unknownSession:
        return this.#forgotten(datagram, nowMs);
    }
  }

  /** Sends what is due. */
  poll(nowMs: number): void {
    const phase = this.#phase;
    switch (phase.kind) {
      case "sending":
        return this.#sendList(phase.sender, nowMs);
      case "registered":
        return this.#pollRegistered(nowMs);
      default: {
        const { request } = phase;
        const { send, ended } = this.#options;
        if (request.isOver(nowMs)) return ended(0, nowMs);
        if (nowMs >= request.dueMs) send(request.next(nowMs));
      }
    }
  }

  /** When to poll at the latest. */
  get dueMs(): number {
    const phase = this.#phase;
    switch (phase.kind) {
      case "sending":
        return phase.sender.nextDueMs;
      case "registered":
        return this.#heartbeat.dueMs;
      default:
        return phase.request.dueMs;
    }
  }

  #begin(nowMs: number): Phase {
    const { session, server } = this.#options;
    const encode = session.begin(server, this.#serving);
    return this.#asking("beginning", encode, nowMs);
  }

  #asking(
    kind: Asking,
    encode: (ticket: Ticket) => Uint8Array,
    nowMs: number,
  ): Phase {
    const { rtoMs } = this.#options.roundTrip;
    const times = { nowMs, lifeMs: REGISTRATION_REQUEST_MS, rtoMs };
    return { kind, request: ask(encode, times, this.#options) };
  }

  #judged({ kind, message }: OpenDatagram, nowMs: number): void {
    const { verdict, ...ticket } = readVerdict(message);
    const phase = this.#phase;
    if (phase.kind !== (kind === Kind.begun ? "beginning" : "committing")) {
      return;
    }
    const roundTripMs = phase.request.roundTripMs(ticket, nowMs);
    if (roundTripMs === undefined) return;
    this.#options.roundTrip.sample(roundTripMs);
    this.#obey(verdict, nowMs);
  }

  #obey(verdict: Verdict, nowMs: number): void {
    const { judged, ended, random } = this.#options;
    switch (verdict) {
      case "registered":
        this.#phase = { kind: "registered" };
        this.#heartbeat.arm(nowMs);
        return judged("registered");
      case "send_list": {
        const sender = new ListSender(this.#serving.names, nowMs);
        this.#phase = { kind: "sending", sender };
        return this.#sendList(sender, nowMs);
      }
      case "refused":
        judged("refused");
        return ended(spread(REFUSED_RETRY_MS, random), nowMs);
      case "start_over":
        return ended(RTO_MS_MIN, nowMs);
    }
  }

  #acknowledged({ message }: OpenDatagram, nowMs: number): void {
    const ack = readChunkAck(message);
    if (this.#phase.kind !== "sending") return;
    const { sender } = this.#phase;
    if (!sameId(ack.list, sender.id)) return;
    const { send, session } = this.#options;
    for (const chunk of sender.acknowledged(ack, nowMs)) {
      send(session.chunk(chunk));
    }
    this.#sendList(sender, nowMs);
  }

  #sendList(sender: ListSender, nowMs: number): void {
    const { session, send, ended } = this.#options;
    const { names } = this.#serving;
    if (sender.isDone) {
      const encode = (ticket: Ticket) => session.commit(ticket, names);
      this.#phase = this.#asking("committing", encode, nowMs);
      return;
    }
    if (nowMs - sender.progressMs > SHADOW_MS_MAX) return ended(0, nowMs);
    for (const chunk of sender.due(nowMs)) send(session.chunk(chunk));
  }

  #pollRegistered(nowMs: number): void {
    const { session, entropy, send, ended } = this.#options;
    const heartbeat = this.#heartbeat;
    if (nowMs < heartbeat.dueMs) return;
    // It may have lost its memory of us, or its way to us: begin anew.
    if (heartbeat.isSilent(nowMs)) return ended(0, nowMs);
    const ticket = { token: randomId(entropy), attempt: 1 };
    heartbeat.sent(ticket.token, nowMs);
    send(session.ping(ticket, this.#serving.names));
  }

  /** After its restart the main server must not meet all of us at once. */
  #forgotten({ message }: OpenDatagram, nowMs: number): void {
    const { token } = readBootReply(message);
    if (!this.isRegistered || !this.#heartbeat.isReply(token)) return;
    const { random, ended } = this.#options;
    ended(REJOIN_SPREAD_MS * random(), nowMs);
  }
}
