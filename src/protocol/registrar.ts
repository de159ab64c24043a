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
  DOWN_MS,
  GOODBYE_MS_MAX,
  HEARTBEAT_MS,
  HEARTBEAT_SPREAD,
  REFUSED_RETRY_MS,
  REGISTRATION_REQUEST_MS,
  REJOIN_SPREAD_MS,
  RTO_MS_MIN,
  SHADOW_MS_MAX,
} from "../base/limits.ts";
import type { Entropy, Random } from "../base/ports.ts";
import type { NameList } from "../calendar/name_list.ts";
import {
  type Id64,
  Kind,
  NO_SESSION,
  type OpenDatagram,
  randomId,
  sameId,
} from "../wire/datagram.ts";
import {
  type Chunk,
  encodeChunk,
  readChunkAck,
} from "../wire/list_messages.ts";
import {
  encodeBegin,
  encodeHello,
  listId,
  readChallenge,
  readVerdict,
  sessionOf,
  type Verdict,
} from "../wire/registration.ts";
import {
  encodeBareTicket,
  encodeBootReply,
  encodeListTicket,
  readBareTicket,
  readBootReply,
  readListTicket,
} from "../wire/session_messages.ts";
import type { Ticket } from "../wire/ticket.ts";
import { ListSender } from "./list_sender.ts";
import { Request } from "./request.ts";
import { RoundTrip } from "./round_trip.ts";

/** What became of a registration, for the log. */
export type RegistrarEvent = {
  readonly kind: "registered" | "refused";
  readonly main: Address;
  /** Names in the list. */
  readonly count: number;
};

type Phase =
  | { readonly kind: "resting"; readonly dueMs: number }
  | {
    readonly kind: "greeting" | "beginning" | "committing" | "leaving";
    readonly request: Request;
  }
  | { readonly kind: "sending"; readonly sender: ListSender }
  | { readonly kind: "registered" }
  | { readonly kind: "left" };

/** A cookie and the hello that it answers. */
interface Invitation {
  readonly nonce: Id64;
  readonly cookie: Uint8Array;
}

export interface RegistrarOptions {
  /** The server's own name. */
  readonly server: string;
  readonly main: Address;
  readonly names: NameList;
  readonly random: Random;
  readonly entropy: Entropy;
  readonly send: (bytes: Uint8Array) => void;
  readonly report: (event: RegistrarEvent) => void;
}

export class Registrar {
  readonly #options: RegistrarOptions;
  readonly #boot: Id64;
  #names: NameList;
  #phase: Phase = { kind: "resting", dueMs: -Infinity };
  #invitation: Invitation | null = null;
  #roundTrip = new RoundTrip();
  #ping = { token: NO_SESSION, dueMs: Infinity };
  #heardMs = -Infinity;
  #isRefused = false;

  constructor(options: RegistrarOptions) {
    this.#options = options;
    this.#names = options.names;
    this.#boot = randomId(options.entropy);
  }

  get main(): Address {
    return this.#options.main;
  }

  get isRegistered(): boolean {
    return this.#phase.kind === "registered";
  }

  get hasLeft(): boolean {
    return this.#phase.kind === "left";
  }

  /** Whether a datagram from the main server belongs to our session. */
  owns(session: Id64): boolean {
    return this.#invitation !== null &&
      sameId(session, sessionOf(this.#invitation.cookie));
  }

  /** Registers a newer list; the same list is not worth a word. */
  replace(names: NameList, nowMs: number): void {
    const isSame = sameId(listId(names.digest), listId(this.#names.digest));
    this.#names = names;
    if (isSame || this.#isLeaving) return;
    // Until there is an invitation, the greeting will bring the new list.
    if (this.#invitation !== null) this.#begin(nowMs);
  }

  /** Takes names out of the main server's directory; then we have left. */
  leave(nowMs: number): void {
    if (this.#isLeaving) return;
    if (this.#invitation === null) {
      this.#phase = { kind: "left" };
      return;
    }
    const session = sessionOf(this.#invitation.cookie);
    this.#request("leaving", {
      encode: (ticket) =>
        encodeBareTicket(ticket, { kind: Kind.goodbye, session }),
      lifeMs: GOODBYE_MS_MAX,
      nowMs,
    });
  }

  /**
   * Takes a datagram that is none of questions.
   *
   * @throws {WireError} If its message cannot be read.
   */
  receive(datagram: OpenDatagram, nowMs: number): void {
    const { kind, message, session } = datagram;
    if (kind === Kind.challenge) return this.#challenged(datagram, nowMs);
    if (!this.owns(session)) return;
    this.#heardMs = nowMs;
    switch (kind) {
      case Kind.begun:
      case Kind.committed:
        return this.#judged(datagram, nowMs);
      case Kind.chunkAck:
        return this.#acknowledged(datagram, nowMs);
      case Kind.ping: {
        const reply = { ...readListTicket(message), boot: this.#boot };
        const frame = { kind: Kind.pong, session };
        return this.#options.send(encodeBootReply(reply, frame));
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
      case "leaving":
        if (phase.request.isOver(nowMs)) this.#phase = { kind: "left" };
        else this.#sendDue(phase.request, nowMs);
        return;
      default:
        if (phase.request.isOver(nowMs)) this.#greet(nowMs);
        else this.#sendDue(phase.request, nowMs);
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
        return this.#ping.dueMs;
      case "left":
        return Infinity;
      default:
        return phase.request.dueMs;
    }
  }

  get #isLeaving(): boolean {
    return this.#phase.kind === "leaving" || this.#phase.kind === "left";
  }

  #rest(dueMs: number): void {
    if (this.#isLeaving) return;
    this.#invitation = null;
    this.#phase = { kind: "resting", dueMs };
  }

  #greet(nowMs: number): void {
    const { server } = this.#options;
    this.#invitation = null;
    this.#roundTrip = new RoundTrip();
    this.#request("greeting", {
      encode: (ticket) => encodeHello({ ...ticket, server }),
      lifeMs: REGISTRATION_REQUEST_MS,
      nowMs,
    });
  }

  #begin(nowMs: number): void {
    const { server } = this.#options;
    const { size: count, digest } = this.#names;
    const invitation = this.#invitation!;
    const list = { count, digest };
    this.#request("beginning", {
      encode: (ticket) =>
        encodeBegin({ ...ticket, ...invitation, server, list }),
      lifeMs: REGISTRATION_REQUEST_MS,
      nowMs,
    });
  }

  #commit(nowMs: number): void {
    const session = sessionOf(this.#invitation!.cookie);
    const list = listId(this.#names.digest);
    this.#request("committing", {
      encode: (ticket) =>
        encodeListTicket({ ...ticket, list }, { kind: Kind.commit, session }),
      lifeMs: REGISTRATION_REQUEST_MS,
      nowMs,
    });
  }

  #request(
    kind: "greeting" | "beginning" | "committing" | "leaving",
    { encode, lifeMs, nowMs }: {
      readonly encode: (ticket: Ticket) => Uint8Array;
      readonly lifeMs: number;
      readonly nowMs: number;
    },
  ): void {
    const { random, entropy } = this.#options;
    const rtoMs = kind === "leaving" ? RTO_MS_MIN : this.#roundTrip.rtoMs;
    const token = randomId(entropy);
    const request = new Request({
      token,
      encode,
      nowMs,
      lifeMs,
      rtoMs,
      random,
    });
    this.#phase = { kind, request };
    this.#options.send(request.next(nowMs));
  }

  #sendDue(request: Request, nowMs: number): void {
    if (nowMs >= request.dueMs) this.#options.send(request.next(nowMs));
  }

  /** The round trip if the reply is to what is asked in that phase, or -1. */
  #replyMs(ticket: Ticket, kind: Phase["kind"], nowMs: number): number {
    const phase = this.#phase;
    if (phase.kind !== kind || !("request" in phase)) return -1;
    return phase.request.roundTripMs(ticket, nowMs) ?? -1;
  }

  #challenged({ message }: OpenDatagram, nowMs: number): void {
    const challenge = readChallenge(message);
    const roundTripMs = this.#replyMs(challenge, "greeting", nowMs);
    if (roundTripMs < 0) return;
    this.#heardMs = nowMs;
    this.#roundTrip.sample(roundTripMs);
    const { token: nonce, cookie } = challenge;
    this.#invitation = { nonce, cookie };
    this.#begin(nowMs);
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
        this.#armPing(nowMs);
        return this.#report("registered");
      case "send_list": {
        const sender = new ListSender(this.#names, nowMs);
        this.#phase = { kind: "sending", sender };
        return this.#sendList(sender, nowMs);
      }
      case "refused":
        if (!this.#isRefused) this.#report("refused");
        this.#isRefused = true;
        return this.#rest(nowMs + this.#spread(REFUSED_RETRY_MS));
      case "start_over":
        return this.#rest(nowMs + RTO_MS_MIN);
    }
  }

  #report(kind: "registered" | "refused"): void {
    const { main, report } = this.#options;
    report({ kind, main, count: this.#names.size });
  }

  #acknowledged({ message }: OpenDatagram, nowMs: number): void {
    const ack = readChunkAck(message);
    if (this.#phase.kind !== "sending") return;
    const { sender } = this.#phase;
    if (!sameId(ack.list, sender.id)) return;
    for (const chunk of sender.acknowledged(ack, nowMs)) this.#send(chunk);
    this.#sendList(sender, nowMs);
  }

  #sendList(sender: ListSender, nowMs: number): void {
    if (sender.isDone) return this.#commit(nowMs);
    if (nowMs - sender.progressMs > SHADOW_MS_MAX) return this.#greet(nowMs);
    for (const chunk of sender.due(nowMs)) this.#send(chunk);
  }

  #send(chunk: Chunk): void {
    const session = sessionOf(this.#invitation!.cookie);
    this.#options.send(encodeChunk(session, chunk));
  }

  #pollRegistered(nowMs: number): void {
    if (nowMs < this.#ping.dueMs) return;
    // It may have moved, or lost its memory of us: prove ourselves anew.
    if (nowMs - this.#heardMs > DOWN_MS) return this.#greet(nowMs);
    const { entropy, send } = this.#options;
    const session = sessionOf(this.#invitation!.cookie);
    this.#armPing(nowMs);
    const list = listId(this.#names.digest);
    const ticket = { token: this.#ping.token, attempt: 1, list };
    this.#ping.token = ticket.token = randomId(entropy);
    send(encodeListTicket(ticket, { kind: Kind.ping, session }));
  }

  #armPing(nowMs: number): void {
    this.#ping.dueMs = nowMs + this.#spread(HEARTBEAT_MS);
  }

  #spread(waitMs: number): number {
    const { random } = this.#options;
    return waitMs * (1 + HEARTBEAT_SPREAD * (2 * random() - 1));
  }

  /** After its restart the main server must not meet all of us at once. */
  #forgotten({ token }: Ticket, nowMs: number): void {
    if (!this.isRegistered || !sameId(token, this.#ping.token)) return;
    this.#rest(nowMs + REJOIN_SPREAD_MS * this.#options.random());
  }
}
