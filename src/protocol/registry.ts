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
  Kind,
  NO_SESSION,
  type OpenDatagram,
  randomId,
  sameId,
} from "../wire/datagram.ts";
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
import { ChunkAcks } from "./chunk_acks.ts";
import type { Directory } from "./directory.ts";
import { Enlistment, type RegistryEvent } from "./enlistment.ts";
import type { Link } from "./link.ts";
import { maySpeakFor, Outbox, type Speaker } from "./outbox.ts";
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
  /** To be flushed at the end of each turn. */
  readonly acks: ChunkAcks;
  readonly #directory: Directory;
  readonly #admission: Admission;
  readonly #enlistment: Enlistment;
  readonly #entropy: Entropy;
  readonly #gate = new StrangerGate();
  readonly #outbox: Outbox;

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
    this.#outbox = new Outbox(send, entropy);
    this.acks = new ChunkAcks(this.#outbox);
    this.#enlistment = new Enlistment({
      directory,
      candidates: this.candidates,
      admission: this.#admission,
      probe: (link) => this.#probe(link),
      report,
    });
    this.boot = randomId(entropy);
  }

  /** Whether one more datagram of a stranger is worth any work. */
  admits(from: Address, nowMs: number): boolean {
    if (this.#gate.admits(from, nowMs)) return true;
    this.gauges.strangers++;
    return false;
  }

  /**
   * Takes one datagram of registration; if it was sealed without a session,
   * its sender was admitted already.
   *
   * @throws {WireError} If its message cannot be read.
   */
  receive(datagram: OpenDatagram, speaker: Speaker, nowMs: number): void {
    const { address, key } = speaker;
    const candidate = this.candidates.find(datagram.session, address);
    if (!candidate && !key && !this.admits(address, nowMs)) return;
    // What was sealed without a session may be a recording of it.
    if (!key) candidate?.link.hear(nowMs);
    switch (datagram.kind) {
      case Kind.hello:
        return this.#hello(datagram, speaker, nowMs);
      case Kind.begin:
        return this.#begin(readBegin(datagram.message), speaker, nowMs);
      case Kind.ping:
        return this.#ping(datagram, { candidate, speaker });
    }
    if (candidate) this.#receiveKnown({ datagram, candidate, nowMs });
    else this.gauges.stale++;
  }

  /** Our own loop was late: nobody else is to blame for the silence. */
  forgive(lagMs: number, nowMs: number): void {
    for (const { link } of this.candidates) link.forgive(lagMs, nowMs);
  }

  /** Tells every backend that we stop. */
  sayGoodbye(): void {
    for (const { link } of this.candidates) {
      const frame = { kind: Kind.goodbye, session: link.session };
      this.#outbox.toLink(encodeBareTicket(this.#ticket(), frame), link);
    }
  }

  #ticket(): Ticket {
    return { token: randomId(this.#entropy), attempt: 1 };
  }

  #receiveKnown(heard: Heard): void {
    const { datagram, candidate, nowMs } = heard;
    switch (datagram.kind) {
      case Kind.chunk:
        return this.acks.take(datagram, candidate, nowMs);
      case Kind.commit:
        return this.#commit(heard);
      case Kind.pong:
        // It lives, which is all that was asked.
        readBootReply(datagram.message);
        return;
      case Kind.goodbye:
        return this.#goodbye(heard);
      default:
        this.gauges.stale++;
    }
  }

  #hello({ message }: OpenDatagram, speaker: Speaker, nowMs: number): void {
    const { token, attempt, server } = readHello(message);
    if (!maySpeakFor(server, speaker)) return;
    const holder = { address: speaker.address, nonce: token, server };
    const cookie = this.#admission.invite(holder, nowMs);
    const reply = { token, attempt, boot: this.boot, cookie };
    this.#outbox.toStranger(encodeChallenge(reply), speaker);
  }

  #begin(begin: Begin, speaker: Speaker, nowMs: number): void {
    const { list, server } = begin;
    if (!maySpeakFor(server, speaker)) return;
    const session = sessionOf(begin.cookie);
    const candidate = this.candidates.find(session, speaker.address) ??
      this.#admission.admit(begin, speaker, nowMs);
    if (candidate === null) {
      const verdict = { ...begin, verdict: "start_over" } as const;
      const frame = { kind: Kind.begun, session };
      return this.#outbox.toStranger(encodeVerdict(verdict, frame), speaker);
    }
    if (candidate.server !== server) return;
    // A late copy or a recording of what it has left behind.
    if (begin.edition < candidate.edition) return;
    // Of what is in force already: somebody else may have said more since.
    const isRepeated = begin.edition === candidate.edition &&
      this.#directory.link(session) !== undefined;
    candidate.edition = begin.edition;
    candidate.link.serve(begin);
    const verdict = this.#enlistment.judge(candidate, list.digest, nowMs);
    if (verdict === "send_list") {
      this.candidates.expectList(candidate, list, nowMs);
    }
    if (verdict === "registered" && !isRepeated) {
      this.#enlistment.adopt(candidate, nowMs);
    }
    this.#outbox.verdict({ ...begin, verdict }, candidate.link, Kind.begun);
  }

  #probe(link: Link): void {
    const ticket = { ...this.#ticket(), list: NO_SESSION };
    const frame = { kind: Kind.ping, session: link.session };
    this.#outbox.toLink(encodeListTicket(ticket, frame), link);
  }

  #commit({ datagram, candidate, nowMs }: Heard): void {
    const ticket = readListTicket(datagram.message);
    const verdict = this.#conclude(candidate, ticket.list, nowMs);
    const reply = { ...ticket, verdict };
    this.#outbox.verdict(reply, candidate.link, Kind.committed);
  }

  #conclude(candidate: Candidate, list: Id64, nowMs: number): Verdict {
    const { link, receiver } = candidate;
    const inForce = this.#directory.link(link.session)?.server;
    if (inForce && sameId(inForce.listId, list)) return "registered";
    if (!receiver || !sameId(receiver.id, list)) return "start_over";
    // Somebody else may have taken the name while the list was on its way.
    const { summary } = receiver;
    const verdict = this.#enlistment.judge(candidate, summary.digest, nowMs);
    if (verdict === "refused") return verdict;
    const names = receiver.finish();
    candidate.receiver = null;
    if (!names) return "start_over";
    this.#enlistment.putInForce(candidate, names, nowMs);
    return "registered";
  }

  #ping(
    { message, session }: OpenDatagram,
    { candidate, speaker }: {
      readonly candidate: Candidate | undefined;
      readonly speaker: Speaker;
    },
  ): void {
    const ticket = readListTicket(message);
    const server = candidate && this.#directory.link(session)?.server;
    const isCurrent = server && sameId(server.listId, ticket.list);
    const kind = isCurrent ? Kind.pong : Kind.unknownSession;
    const boot = { ...ticket, boot: this.boot };
    const reply = encodeBootReply(boot, { kind, session });
    if (candidate) this.#outbox.toLink(reply, candidate.link);
    else this.#outbox.toStranger(reply, speaker);
  }

  #goodbye({ datagram, candidate }: Heard): void {
    const ticket = readBareTicket(datagram.message);
    const frame = { kind: Kind.farewell, session: datagram.session };
    this.#outbox.toLink(encodeBareTicket(ticket, frame), candidate.link);
    this.#enlistment.leave(candidate);
  }
}
