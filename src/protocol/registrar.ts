/**
 * The backend's side of registration with one main server: it keeps trying
 * until it succeeds, and begins again whenever it was forgotten.
 *
 * resting -> greeting (hello) -> a membership, within the session that the
 * challenge begins -> leaving (goodbye) -> left.
 */

import type { Address } from "../base/address.ts";
import {
  GOODBYE_MS_MAX,
  HEARTBEAT_MS,
  REGISTRATION_REQUEST_MS,
  RTO_MS_INITIAL,
  RTO_MS_MIN,
} from "../base/limits.ts";
import type { Entropy, Random } from "../base/ports.ts";
import {
  type Id64,
  Kind,
  type OpenDatagram,
  randomId,
} from "../wire/datagram.ts";
import { encodeHello, readChallenge } from "../wire/registration.ts";
import { readBareTicket, readListTicket } from "../wire/session_messages.ts";
import type { Ticket } from "../wire/ticket.ts";
import { BackendSession } from "./backend_session.ts";
import { Membership } from "./membership.ts";
import { ask, type Request } from "./request.ts";
import { RoundTrip } from "./round_trip.ts";
import { sameServing, type Serving } from "./serving.ts";

/** What became of a registration, for the log; unheard is who says nothing. */
export type RegistrarEvent = {
  readonly kind: "registered" | "refused" | "unheard";
  readonly main: Address;
  /** Names in the list. */
  readonly count: number;
};

type Phase =
  | { readonly kind: "resting"; readonly dueMs: number }
  | { readonly kind: "greeting" | "leaving"; readonly request: Request }
  | { readonly kind: "member" | "left" };

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
  #serving: Serving;
  #phase: Phase = { kind: "resting", dueMs: -Infinity };
  /** Since the last challenge. */
  #membership: Membership | null = null;
  #told: RegistrarEvent["kind"] | null = null;

  constructor(options: RegistrarOptions) {
    this.#options = options;
    this.#serving = options.serving;
    this.#boot = randomId(options.entropy);
  }

  get isRegistered(): boolean {
    return this.#phase.kind === "member" && this.#membership!.isRegistered;
  }

  get hasLeft(): boolean {
    return this.#phase.kind === "left";
  }

  /** The session in which the main server knows us; null if it does not. */
  get session(): Id64 | null {
    return this.isRegistered ? this.#membership!.session.id : null;
  }

  /** Whether a datagram from the main server belongs to our session. */
  owns(session: Id64): boolean {
    return this.#membership !== null && this.#membership.session.owns(session);
  }

  /** Registers a newer list or ledger; the same is not worth a word. */
  replace(serving: Serving, nowMs: number): void {
    const isSame = sameServing(serving, this.#serving);
    this.#serving = serving;
    // Before there is a session, the greeting will lead to the new list.
    if (isSame || this.#phase.kind !== "member") return;
    this.#membership!.replace(serving, nowMs);
  }

  /** Begins a new session: the keys of this one are no longer used. */
  renew(nowMs: number): void {
    if (!this.#isLeaving) this.#greet(nowMs);
  }

  /** Takes names out of the main server's directory; then we have left. */
  leave(nowMs: number): void {
    if (this.#isLeaving) return;
    if (this.#membership === null) {
      this.#phase = { kind: "left" };
      return;
    }
    const { session } = this.#membership;
    const times = { nowMs, lifeMs: GOODBYE_MS_MAX, rtoMs: RTO_MS_MIN };
    const request = ask((t) => session.goodbye(t), times, this.#options);
    this.#phase = { kind: "leaving", request };
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
    const membership = this.#membership!;
    membership.hear(nowMs);
    switch (kind) {
      case Kind.ping: {
        const ticket = readListTicket(message);
        return this.#options.send(membership.session.pong(ticket, this.#boot));
      }
      case Kind.goodbye:
        readBareTicket(message);
        return this.#rest(nowMs + HEARTBEAT_MS);
      case Kind.farewell:
        return this.#dismissed(datagram, nowMs);
    }
    if (!this.#isLeaving) membership.receive(datagram, nowMs);
  }

  /** Sends what is due. */
  poll(nowMs: number): void {
    const phase = this.#phase;
    switch (phase.kind) {
      case "resting":
        if (nowMs >= phase.dueMs) this.#greet(nowMs);
        return;
      case "member":
        return this.#membership!.poll(nowMs);
      case "greeting":
        if (!phase.request.isOver(nowMs)) {
          return this.#repeat(phase.request, nowMs);
        }
        this.#tell("unheard");
        return this.#greet(nowMs);
      case "leaving":
        if (!phase.request.isOver(nowMs)) {
          return this.#repeat(phase.request, nowMs);
        }
        this.#phase = { kind: "left" };
    }
  }

  /** When to poll at the latest. */
  get dueMs(): number {
    const phase = this.#phase;
    switch (phase.kind) {
      case "resting":
        return phase.dueMs;
      case "member":
        return this.#membership!.dueMs;
      case "left":
        return Infinity;
      default:
        return phase.request.dueMs;
    }
  }

  get #isLeaving(): boolean {
    return this.#phase.kind === "leaving" || this.#phase.kind === "left";
  }

  #repeat(request: Request, nowMs: number): void {
    if (nowMs >= request.dueMs) this.#options.send(request.next(nowMs));
  }

  #rest(dueMs: number): void {
    if (this.#isLeaving) return;
    this.#membership = null;
    this.#phase = { kind: "resting", dueMs };
  }

  #greet(nowMs: number): void {
    const { server } = this.#options;
    this.#membership = null;
    const lifeMs = REGISTRATION_REQUEST_MS;
    const times = { nowMs, lifeMs, rtoMs: RTO_MS_INITIAL };
    const encode = (ticket: Ticket) => encodeHello({ ...ticket, server });
    const request = ask(encode, times, this.#options);
    this.#phase = { kind: "greeting", request };
  }

  #challenged({ message }: OpenDatagram, nowMs: number): void {
    const challenge = readChallenge(message);
    if (this.#phase.kind !== "greeting") return;
    const { request } = this.#phase;
    const roundTripMs = request.roundTripMs(challenge, nowMs);
    if (roundTripMs === undefined) return;
    const roundTrip = new RoundTrip();
    roundTrip.sample(roundTripMs);
    this.#phase = { kind: "member" };
    this.#membership = new Membership(
      {
        ...this.#options,
        session: new BackendSession(challenge, this.#options.entropy),
        roundTrip,
        judged: (kind) => this.#tell(kind),
        ended: (waitMs, nowMs) => {
          if (waitMs > 0) this.#rest(nowMs + waitMs);
          else this.#greet(nowMs);
        },
      },
      this.#serving,
      nowMs,
    );
  }

  /** The main server has answered our goodbye. */
  #dismissed({ message }: OpenDatagram, nowMs: number): void {
    const ticket = readBareTicket(message);
    const phase = this.#phase;
    if (phase.kind !== "leaving") return;
    const roundTripMs = phase.request.roundTripMs(ticket, nowMs);
    if (roundTripMs !== undefined) this.#phase = { kind: "left" };
  }

  /** What keeps us waiting is told once, however often we try again. */
  #tell(kind: RegistrarEvent["kind"]): void {
    const { main, report } = this.#options;
    const isNews = kind === "registered" || kind !== this.#told;
    this.#told = kind;
    if (isNews) report({ kind, main, count: this.#serving.names.size });
  }
}
