/**
 * The main server's side of registration.
 *
 * hello -> challenge (nothing is kept) -> begin -> the list, chunk by chunk,
 * unless it is known -> commit -> pings -> goodbye. Every request may come
 * twice or late; each is answered by what holds now.
 */

import type { Address } from "../base/address.ts";
import type { Entropy } from "../base/ports.ts";
import {
  type Id64,
  idKey,
  Kind,
  NO_SESSION,
  type OpenDatagram,
  randomId,
  sameId,
} from "../wire/datagram.ts";
import { encodeChunkAck, readChunk } from "../wire/list_messages.ts";
import {
  type Begin,
  encodeChallenge,
  encodeVerdict,
  readBegin,
  readHello,
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
import { Admission } from "./admission.ts";
import { type Candidate, Candidates } from "./candidates.ts";
import type { Directory } from "./directory.ts";
import { Enlistment, type RegistryEvent } from "./enlistment.ts";
import type { Link } from "./link.ts";
import { StrangerGate } from "./stranger_gate.ts";

/** A known session's datagram and when it came. */
interface Heard {
  readonly datagram: OpenDatagram;
  readonly candidate: Candidate;
  readonly nowMs: number;
}

export class Registry {
  /** Drawn at the start: backends notice a restart by it. */
  readonly boot: Id64;
  /** Datagrams that were dropped, by why. */
  readonly gauges = { strangers: 0, stale: 0 };
  readonly candidates: Candidates;
  readonly #directory: Directory;
  readonly #admission: Admission;
  readonly #enlistment: Enlistment;
  readonly #entropy: Entropy;
  readonly #gate = new StrangerGate();
  readonly #acksDue = new Map<string, Candidate>();
  readonly #send: (bytes: Uint8Array, to: Address) => void;

  constructor({ directory, entropy, send, report }: {
    readonly directory: Directory;
    readonly entropy: Entropy;
    readonly send: (bytes: Uint8Array, to: Address) => void;
    readonly report: (event: RegistryEvent) => void;
  }) {
    this.#directory = directory;
    this.candidates = new Candidates(directory);
    this.#admission = new Admission({
      directory,
      candidates: this.candidates,
      entropy,
    });
    this.#entropy = entropy;
    this.#send = send;
    this.#enlistment = new Enlistment({
      directory,
      candidates: this.candidates,
      admission: this.#admission,
      probe: (link) => this.#probe(link),
      report,
    });
    this.boot = randomId(entropy);
  }

  /**
   * Takes one datagram of registration.
   *
   * @throws {WireError} If its message cannot be read.
   */
  receive(datagram: OpenDatagram, from: Address, nowMs: number): void {
    const candidate = this.candidates.find(datagram.session, from);
    if (!candidate && !this.#gate.admits(from, nowMs)) {
      this.gauges.strangers++;
      return;
    }
    candidate?.link.hear(nowMs);
    switch (datagram.kind) {
      case Kind.hello:
        return this.#hello(datagram, from, nowMs);
      case Kind.begin:
        return this.#begin(readBegin(datagram.message), from, nowMs);
      case Kind.ping:
        return this.#ping(datagram, { candidate, from });
    }
    if (candidate) this.#receiveKnown({ datagram, candidate, nowMs });
    else this.gauges.stale++;
  }

  /** Acknowledges the chunks of this turn, once for each session. */
  flush(): void {
    for (const { link, receiver } of this.#acksDue.values()) {
      if (!receiver) continue;
      const ack = encodeChunkAck(link.session, receiver.ack);
      this.#send(ack, link.address);
    }
    this.#acksDue.clear();
  }

  /** Our own loop was late: nobody else is to blame for the silence. */
  forgive(lagMs: number, nowMs: number): void {
    for (const { link } of this.candidates) link.forgive(lagMs, nowMs);
  }

  /** Tells every backend that we stop. */
  sayGoodbye(): void {
    for (const { link } of this.candidates) {
      const frame = { kind: Kind.goodbye, session: link.session };
      this.#send(encodeBareTicket(this.#ticket(), frame), link.address);
    }
  }

  #ticket(): Ticket {
    return { token: randomId(this.#entropy), attempt: 1 };
  }

  #receiveKnown(heard: Heard): void {
    switch (heard.datagram.kind) {
      case Kind.chunk:
        return this.#chunk(heard);
      case Kind.commit:
        return this.#commit(heard);
      case Kind.pong:
        // It lives, which is all that was asked.
        readBootReply(heard.datagram.message);
        return;
      case Kind.goodbye:
        return this.#goodbye(heard);
      default:
        this.gauges.stale++;
    }
  }

  #hello({ message }: OpenDatagram, from: Address, nowMs: number): void {
    const { token, attempt, server } = readHello(message);
    const holder = { address: from, nonce: token, server };
    const cookie = this.#admission.invite(holder, nowMs);
    const reply = { token, attempt, boot: this.boot, cookie };
    this.#send(encodeChallenge(reply), from);
  }

  #begin(begin: Begin, from: Address, nowMs: number): void {
    const { list, server } = begin;
    const session = sessionOf(begin.cookie);
    const candidate = this.candidates.find(session, from) ??
      this.#admission.admit(begin, from, nowMs);
    if (candidate === null) {
      return this.#sendVerdict(begin, { session, to: from });
    }
    if (candidate.server !== server) return;
    // A late copy or a recording of what it has left behind.
    if (begin.edition < candidate.edition) return;
    candidate.edition = begin.edition;
    const { digest } = list;
    const verdict = this.#enlistment.judge(candidate, digest, nowMs);
    if (verdict === "send_list") {
      this.candidates.expectList(candidate, list, nowMs);
    }
    if (verdict === "registered") this.#enlistment.adopt(candidate, nowMs);
    this.#sendVerdict(begin, { session, to: from, verdict });
  }

  #probe(link: Link): void {
    const ticket = { ...this.#ticket(), list: NO_SESSION };
    const frame = { kind: Kind.ping, session: link.session };
    this.#send(encodeListTicket(ticket, frame), link.address);
  }

  #chunk({ datagram, candidate, nowMs }: Heard): void {
    const chunk = readChunk(datagram.message);
    const { receiver, link } = candidate;
    if (!receiver || !sameId(receiver.id, chunk.list)) return;
    receiver.receive(chunk, nowMs);
    this.#acksDue.set(idKey(link.session), candidate);
  }

  #commit({ datagram, candidate, nowMs }: Heard): void {
    const ticket = readListTicket(datagram.message);
    const verdict = this.#conclude(candidate, ticket.list, nowMs);
    const { session, address: to } = candidate.link;
    this.#sendVerdict(ticket, { kind: Kind.committed, session, to, verdict });
  }

  #conclude(candidate: Candidate, list: Id64, nowMs: number): Verdict {
    const { link, receiver } = candidate;
    const inForce = this.#directory.link(link.session)?.server;
    if (inForce && sameId(inForce.listId, list)) return "registered";
    if (!receiver || !sameId(receiver.id, list)) return "start_over";
    // Somebody else may have taken the name while the list was on its way.
    const { digest } = receiver.summary;
    const verdict = this.#enlistment.judge(candidate, digest, nowMs);
    if (verdict === "refused") return verdict;
    const names = receiver.finish();
    candidate.receiver = null;
    if (!names) return "start_over";
    this.#enlistment.putInForce(candidate, names, nowMs);
    return "registered";
  }

  #ping(
    { message, session }: OpenDatagram,
    { candidate, from }: {
      readonly candidate: Candidate | undefined;
      readonly from: Address;
    },
  ): void {
    const ticket = readListTicket(message);
    const server = candidate && this.#directory.link(session)?.server;
    const isCurrent = server && sameId(server.listId, ticket.list);
    const kind = isCurrent ? Kind.pong : Kind.unknownSession;
    const reply = { ...ticket, boot: this.boot };
    this.#send(encodeBootReply(reply, { kind, session }), from);
  }

  #goodbye({ datagram, candidate }: Heard): void {
    const ticket = readBareTicket(datagram.message);
    const { session, address } = candidate.link;
    const frame = { kind: Kind.farewell, session };
    this.#send(encodeBareTicket(ticket, frame), address);
    this.#enlistment.leave(candidate);
  }

  #sendVerdict(
    { token, attempt }: Ticket,
    { session, to, kind = Kind.begun, verdict = "start_over" }: {
      readonly session: Id64;
      readonly to: Address;
      readonly kind?: typeof Kind.begun | typeof Kind.committed;
      readonly verdict?: Verdict;
    },
  ): void {
    const reply = { token, attempt, verdict };
    this.#send(encodeVerdict(reply, { kind, session }), to);
  }
}
