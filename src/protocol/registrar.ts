/**
 * The backend's side of registration with one main server: it keeps trying
 * until it succeeds, and begins again whenever it was forgotten.
 *
 * resting -> greeting (hello) -> beginning (begin) -> sending (chunks) ->
 * committing (commit) -> registered (pings). A list that the main server
 * knows skips two of these; a new list goes back to beginning, in the same
 * session.
 */

import type { Address } from "../base/address.ts";
import {
  GOODBYE_MS_MAX,
  HEARTBEAT_MS,
  REFUSED_RETRY_MS,
  REGISTRATION_REQUEST_MS,
  REJOIN_SPREAD_MS,
  RTO_MS_MIN,
  SHADOW_MS_MAX,
} from "../base/limits.ts";
import type { Entropy, Random } from "../base/ports.ts";
import {
  type Id64,
  Kind,
  type OpenDatagram,
  randomId,
  sameId,
} from "../wire/datagram.ts";
import { readChunkAck } from "../wire/list_messages.ts";
import {
  encodeHello,
  readChallenge,
  readVerdict,
  type Verdict,
} from "../wire/registration.ts";
import {
  readBareTicket,
  readBootReply,
  readListTicket,
} from "../wire/session_messages.ts";
import type { Ticket } from "../wire/ticket.ts";
import { BackendSession } from "./backend_session.ts";
import { Heartbeat, spread } from "./heartbeat.ts";
import { ListSender } from "./list_sender.ts";
import { Request } from "./request.ts";
import { RoundTrip } from "./round_trip.ts";
import { sameServing, type Serving } from "./serving.ts";

/** What became of a registration, for the log. */
export type RegistrarEvent = {
  readonly kind: "registered" | "refused";
  readonly main: Address;
  /** Names in the list. */
  readonly count: number;
};

/** Phases in which a request waits for its reply. */
type Asking = "greeting" | "beginning" | "committing" | "leaving";

type Phase =
  | { readonly kind: "resting"; readonly dueMs: number }
  | { readonly kind: Asking; readonly request: Request }
  | { readonly kind: "sending"; readonly sender: ListSender }
  | { readonly kind: "registered" }
  | { readonly kind: "left" };

export interface RegistrarOptions {
  /** The server's own name. */
  readonly server: string;
  readonly main: Address;
  readonly serving: Serving;
  readonly random: Random;
  readonly entropy: Entropy;
  readonly send: (bytes: Uint8Array) => void;
  readonly report: (event: RegistrarEvent) => void;
}

export class Registrar {
  readonly #options: RegistrarOptions;
  readonly #boot: Id64;
  readonly #heartbeat: Heartbeat;
  #serving: Serving;
  #phase: Phase = { kind: "resting", dueMs: -Infinity };
  /** Since the last challenge. */
  #session: BackendSession | null = null;
  #roundTrip = new RoundTrip();
  #isRefused = false;

  constructor(options: RegistrarOptions) {
    this.#options = options;
    this.#serving = options.serving;
    this.#boot = randomId(options.entropy);
    this.#heartbeat = new Heartbeat(options.random);
  }

  get isRegistered(): boolean {
    return this.#phase.kind === "registered";
  }

  get hasLeft(): boolean {
    return this.#phase.kind === "left";
  }

  /** The session in which the main server knows us; null if it does not. */
  get session(): Id64 | null {
    return this.isRegistered ? this.#session!.id : null;
  }

  /** Whether a datagram from the main server belongs to our session. */
  owns(session: Id64): boolean {
    return this.#session !== null && this.#session.owns(session);
  }

  /** Registers a newer list or ledger; the same is not worth a word. */
  replace(serving: Serving, nowMs: number): void {
    const isSame = sameServing(serving, this.#serving);
    this.#serving = serving;
    // Without a session, the greeting will lead to the new list.
    if (isSame || this.#isLeaving || this.#session === null) return;
    this.#begin(this.#session, nowMs);
  }

  /** Begins a new session: the keys of this one are no longer used. */
  renew(nowMs: number): void {
    if (!this.#isLeaving) this.#greet(nowMs);
  }

  /** Takes names out of the main server's directory; then we have left. */
  leave(nowMs: number): void {
    if (this.#isLeaving) return;
    const session = this.#session;
    if (session === null) this.#phase = { kind: "left" };
    else this.#ask("leaving", (ticket) => session.goodbye(ticket), nowMs);
  }

  /**
   * Takes a datagram that is none of questions.
   *
   * @throws {WireError} If its message cannot be read.
   */
  receive(datagram: OpenDatagram, nowMs: number): void {
    const { kind, message } = datagram;
    if (kind === Kind.challenge) return this.#challenged(datagram, nowMs);
    if (!this.owns(datagram.session)) return;
    this.#heartbeat.hear(nowMs);
    switch (kind) {
      case Kind.begun:
      case Kind.committed:
        return this.#judged(datagram, nowMs);
      case Kind.chunkAck:
        return this.#acknowledged(datagram, nowMs);
      case Kind.ping: {
        const reply = this.#session!.pong(readListTicket(message), this.#boot);
        return this.#options.send(reply);
      }
      case Kind.unknownSession:
        return this.#forgotten(readBootReply(message), nowMs);
      case Kind.goodbye:
        readBareTicket(message);
        return this.#rest(nowMs + HEARTBEAT_MS);
      case Kind.farewell:
        if (this.#replyMs(readBareTicket(message), "leaving", nowMs) >= 0) {
          this.#phase = { kind: "left" };
        }
    }
  }

  /** Sends what is due. */
  poll(nowMs: number): void {
    const phase = this.#phase;
    switch (phase.kind) {
      case "resting":
        if (nowMs >= phase.dueMs) this.#greet(nowMs);
        return;
      case "sending":
        return this.#sendList(phase.sender, nowMs);
      case "registered":
        return this.#pollRegistered(nowMs);
      case "left":
        return;
      default:
        return this.#pollRequest(phase, nowMs);
    }
  }

  /** When to poll at the latest. */
  get dueMs(): number {
    const phase = this.#phase;
    switch (phase.kind) {
      case "resting":
        return phase.dueMs;
      case "sending":
        return phase.sender.nextDueMs;
      case "registered":
        return this.#heartbeat.dueMs;
      case "left":
        return Infinity;
      default:
        return phase.request.dueMs;
    }
  }

  get #isLeaving(): boolean {
    return this.#phase.kind === "leaving" || this.#phase.kind === "left";
  }

  #pollRequest(
    { kind, request }: { readonly kind: Asking; readonly request: Request },
    nowMs: number,
  ): void {
    if (!request.isOver(nowMs)) {
      if (nowMs >= request.dueMs) this.#options.send(request.next(nowMs));
    } else if (kind === "leaving") this.#phase = { kind: "left" };
    else this.#greet(nowMs);
  }

  #rest(dueMs: number): void {
    if (this.#isLeaving) return;
    this.#session = null;
    this.#phase = { kind: "resting", dueMs };
  }

  #greet(nowMs: number): void {
    const { server } = this.#options;
    this.#session = null;
    this.#roundTrip = new RoundTrip();
    this.#ask("greeting", (t) => encodeHello({ ...t, server }), nowMs);
  }

  #begin(session: BackendSession, nowMs: number): void {
    const encode = session.begin(this.#options.server, this.#serving);
    this.#ask("beginning", encode, nowMs);
  }

  #ask(
    kind: Asking,
    encode: (ticket: Ticket) => Uint8Array,
    nowMs: number,
  ): void {
    const { random, entropy } = this.#options;
    const isLeaving = kind === "leaving";
    const request = new Request({
      token: randomId(entropy),
      encode,
      nowMs,
      lifeMs: isLeaving ? GOODBYE_MS_MAX : REGISTRATION_REQUEST_MS,
      rtoMs: isLeaving ? RTO_MS_MIN : this.#roundTrip.rtoMs,
      random,
    });
    this.#phase = { kind, request };
    this.#options.send(request.next(nowMs));
  }

  /** The round trip if the reply is to what is asked in that phase, or -1. */
  #replyMs(ticket: Ticket, kind: Asking, nowMs: number): number {
    const phase = this.#phase;
    if (phase.kind !== kind) return -1;
    return phase.request.roundTripMs(ticket, nowMs) ?? -1;
  }

  #challenged({ message }: OpenDatagram, nowMs: number): void {
    const challenge = readChallenge(message);
    const roundTripMs = this.#replyMs(challenge, "greeting", nowMs);
    if (roundTripMs < 0) return;
    this.#heartbeat.hear(nowMs);
    this.#roundTrip.sample(roundTripMs);
    this.#session = new BackendSession(challenge, this.#options.entropy);
    this.#begin(this.#session, nowMs);
  }

  #judged({ kind, message }: OpenDatagram, nowMs: number): void {
    const reply = readVerdict(message);
    const asked = kind === Kind.begun ? "beginning" : "committing";
    const roundTripMs = this.#replyMs(reply, asked, nowMs);
    if (roundTripMs < 0) return;
    this.#roundTrip.sample(roundTripMs);
    this.#obey(reply.verdict, nowMs);
  }

  #obey(verdict: Verdict, nowMs: number): void {
    switch (verdict) {
      case "registered":
        this.#isRefused = false;
        this.#phase = { kind: "registered" };
        this.#heartbeat.arm(nowMs);
        return this.#report("registered");
      case "send_list": {
        const sender = new ListSender(this.#serving.names, nowMs);
        this.#phase = { kind: "sending", sender };
        return this.#sendList(sender, nowMs);
      }
      case "refused":
        if (!this.#isRefused) this.#report("refused");
        this.#isRefused = true;
        return this.#rest(
          nowMs + spread(REFUSED_RETRY_MS, this.#options.random),
        );
      case "start_over":
        return this.#rest(nowMs + RTO_MS_MIN);
    }
  }

  #report(kind: "registered" | "refused"): void {
    const { main, report } = this.#options;
    report({ kind, main, count: this.#serving.names.size });
  }

  #acknowledged({ message }: OpenDatagram, nowMs: number): void {
    const ack = readChunkAck(message);
    if (this.#phase.kind !== "sending") return;
    const { sender } = this.#phase;
    if (!sameId(ack.list, sender.id)) return;
    const { send } = this.#options;
    for (const chunk of sender.acknowledged(ack, nowMs)) {
      send(this.#session!.chunk(chunk));
    }
    this.#sendList(sender, nowMs);
  }

  #sendList(sender: ListSender, nowMs: number): void {
    const [session, { names }] = [this.#session!, this.#serving];
    if (sender.isDone) {
      return this.#ask("committing", (t) => session.commit(t, names), nowMs);
    }
    if (nowMs - sender.progressMs > SHADOW_MS_MAX) return this.#greet(nowMs);
    const { send } = this.#options;
    for (const chunk of sender.due(nowMs)) send(session.chunk(chunk));
  }

  #pollRegistered(nowMs: number): void {
    const [heartbeat, { entropy, send }] = [this.#heartbeat, this.#options];
    if (nowMs < heartbeat.dueMs) return;
    // It may have lost its memory of us, or its way to us: begin anew.
    if (heartbeat.isSilent(nowMs)) return this.#greet(nowMs);
    const ticket = { token: randomId(entropy), attempt: 1 };
    heartbeat.sent(ticket.token, nowMs);
    send(this.#session!.ping(ticket, this.#serving.names));
  }

  /** After its restart the main server must not meet all of us at once. */
  #forgotten({ token }: Ticket, nowMs: number): void {
    if (!this.isRegistered || !this.#heartbeat.isReply(token)) return;
    this.#rest(nowMs + REJOIN_SPREAD_MS * this.#options.random());
  }
}
