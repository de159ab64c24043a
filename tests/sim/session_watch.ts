/**
 * Watches one life of a main server: whom it admits, in which order, and what
 * it says to those in force. What it did before is told by what it was handed
 * and by what it sent, never by asking it.
 */

import { type Address, formatAddress } from "../../src/base/address.ts";
import { ByteReader } from "../../src/base/bytes.ts";
import { COOKIE_MS } from "../../src/base/limits.ts";
import {
  idKey,
  Kind,
  type OpenDatagram,
  openDatagram,
} from "../../src/wire/datagram.ts";
import { readChunk, readChunkAck } from "../../src/wire/list_messages.ts";
import {
  type Begin,
  listId,
  readBegin,
  readVerdict,
  sessionOf,
} from "../../src/wire/registration.ts";
import {
  readBootReply,
  readListTicket,
} from "../../src/wire/session_messages.ts";
import type { Checks } from "./checks.ts";
import type { DirectoryModel } from "./directory_model.ts";
import type { QuestionWatch } from "./question_watch.ts";
import { readSaid, readSpoilt } from "./readable.ts";
import type { SocketWatch } from "./simulated_socket.ts";

export interface SessionWatchOptions {
  readonly checks: Checks;
  readonly directory: DirectoryModel;
  readonly questions: QuestionWatch;
  readonly nowMs: () => number;
  /** When the main server stood still at last. */
  readonly stalledUntilMs: () => number;
  readonly isStranger: (address: Address) => boolean;
}

/**
 * What main servers say, as a stranger may play it back to them; and begins,
 * which may be recordings where servers share keys.
 */
const NO_SIGNS_OF_LIFE = new Set<Kind>([
  Kind.begin,
  Kind.challenge,
  Kind.begun,
  Kind.chunkAck,
  Kind.committed,
  Kind.unknownSession,
  Kind.farewell,
  Kind.ask,
]);
/** A cookie's age is told by a clock that may be this wrong. */
const CLOCK_MS_MAX = 500;

interface Admitted {
  /** Of the newest list that it began with. */
  readonly edition: number;
  readonly address: string;
  /** When its cookie was issued: of two sessions the newer one counts. */
  readonly serial: number;
}

export class SessionWatch implements SocketWatch {
  readonly #options: SessionWatchOptions;
  /** By token. */
  readonly #begins = new Map<string, Begin>();
  /** Sessions that were let in and are not over. */
  readonly #admitted = new Map<string, Admitted>();
  /** When the cookie was issued that was admitted last, by address. */
  readonly #newest = new Map<string, number>();
  /** The list that each ping claims, by token. */
  readonly #pings = new Map<string, string>();
  /** Numbers of chunks, by session and list. */
  readonly #chunks = new Map<string, Set<number>>();
  /** Digests that a session was told to send the lists of. */
  readonly #announced = new Map<string, Set<string>>();

  constructor(options: SessionWatchOptions) {
    this.#options = options;
  }

  handled(bytes: Uint8Array, from: Address): void {
    readSpoilt(() => this.#note(bytes, from));
  }

  sent(bytes: Uint8Array, to: Address): void {
    readSaid(this.#options.checks, () => this.#check(bytes, to));
  }

  /** A session said goodbye. */
  left(session: string): void {
    this.#admitted.delete(session);
  }

  /** A list came in force through a commit. */
  committed(
    { session, list }: { readonly session: string; readonly list: string },
    isList: (digest: string) => boolean,
  ): void {
    const digests = this.#announced.get(`${session} ${list}`) ?? [];
    this.#options.checks.hold(
      "S4",
      [...digests].some(isList),
      () => `list ${list} of session ${session} is none that was announced`,
    );
  }

  #note(bytes: Uint8Array, from: Address): void {
    const { kind, session, message } = openDatagram(bytes);
    const key = idKey(session);
    const { directory, nowMs } = this.#options;
    if (!NO_SIGNS_OF_LIFE.has(kind)) {
      directory.heard(key, formatAddress(from), nowMs());
    }
    if (kind === Kind.begin) {
      const begin = readBegin(message);
      this.#begins.set(idKey(begin.token), begin);
      if (!this.#options.isStranger(from)) {
        directory.begun(idKey(sessionOf(begin.cookie)), begin);
      }
    } else if (kind === Kind.ping) {
      const { token, list } = readListTicket(message);
      this.#pings.set(idKey(token), idKey(list));
    } else if (kind === Kind.chunk) {
      const { list, number } = readChunk(message);
      this.#chunksOf(`${key} ${idKey(list)}`).add(number);
    }
  }

  #check(bytes: Uint8Array, to: Address): void {
    const kind = bytes[3];
    if (kind === Kind.ask) {
      const { questions, nowMs, stalledUntilMs } = this.#options;
      questions.sent(bytes, nowMs(), stalledUntilMs());
    }
    if (kind === Kind.begun) this.#checkBegun(openDatagram(bytes), to);
    if (kind === Kind.committed) this.#noteCommitted(openDatagram(bytes), to);
    if (kind === Kind.chunkAck) this.#checkAck(openDatagram(bytes));
    if (kind === Kind.unknownSession || kind === Kind.pong) {
      this.#checkPong(openDatagram(bytes), formatAddress(to));
    }
  }

  /** Whoever is not told to start over has been let in. */
  #checkBegun({ message }: OpenDatagram, to: Address): void {
    const { token, verdict } = readVerdict(message);
    const begin = this.#begins.get(idKey(token));
    if (verdict === "start_over" || !begin) return;
    const { checks, isStranger } = this.#options;
    const session = idKey(sessionOf(begin.cookie));
    const { edition } = this.#admitted.get(session) ?? {};
    const address = formatAddress(to);
    checks.hold(
      "N3",
      !isStranger(to) && begin.edition >= (edition ?? 0),
      () => `${verdict} to edition ${begin.edition} from ${address}`,
    );
    if (edition === undefined) this.#checkOrder(begin, address);
    const serial = serialOf(begin);
    this.#admitted.set(session, { edition: begin.edition, address, serial });
    if (verdict === "registered") this.#supersede(session, address);
    if (verdict !== "send_list") return;
    const key = `${session} ${idKey(listId(begin.list.digest))}`;
    const announced = this.#announced.get(key) ?? new Set();
    this.#announced.set(key, announced.add(begin.list.digest.toHex()));
  }

  #noteCommitted({ session, message }: OpenDatagram, to: Address): void {
    if (readVerdict(message).verdict !== "registered") return;
    this.#supersede(idKey(session), formatAddress(to));
  }

  /** What an address had before is over when its session is in force. */
  #supersede(session: string, address: string): void {
    const newest = this.#admitted.get(session)?.serial ?? -Infinity;
    for (const [other, admitted] of this.#admitted) {
      const isOlder = admitted.serial < newest;
      if (isOlder && admitted.address === address) this.#admitted.delete(other);
    }
  }

  /** Sessions of an address only get newer, and none comes back. */
  #checkOrder(begin: Begin, key: string): void {
    const serial = serialOf(begin);
    const { checks, directory, nowMs } = this.#options;
    const ageMs = nowMs() - directory.bornMs - serial / 1_000;
    checks.hold(
      "N3",
      ageMs <= COOKIE_MS + CLOCK_MS_MAX,
      () => `a cookie of ${key} is good after ${ageMs} ms`,
    );
    const newest = this.#newest.get(key) ?? -Infinity;
    checks.hold(
      "S5",
      serial > newest,
      () => `a session of ${key} from ${serial} comes after one of ${newest}`,
    );
    this.#newest.set(key, serial);
  }

  #checkAck({ session, message }: OpenDatagram): void {
    const { list, next, beyond } = readChunkAck(message);
    const come = this.#chunksOf(`${idKey(session)} ${idKey(list)}`);
    const told = Array.from({ length: next }, (_, number) => number);
    for (let bit = 0; bit < 32; bit++) {
      if (beyond >>> bit & 1) told.push(next + 1 + bit);
    }
    this.#options.checks.hold(
      "N5",
      told.every((number) => come.has(number)),
      () => `chunks ${told} are acknowledged, of which not all have come`,
    );
  }

  /** Silence alone makes nobody unknown. */
  #checkPong({ kind, session, message }: OpenDatagram, address: string): void {
    const { token } = readBootReply(message);
    const list = this.#pings.get(idKey(token));
    const key = idKey(session);
    const { checks, directory } = this.#options;
    const isInForce = list !== undefined &&
      directory.isInForce(key, { address, list });
    checks.hold(
      "S2",
      (kind === Kind.pong) === isInForce ||
        kind === Kind.unknownSession && directory.mayBeGone(key),
      () => `session ${key} with list ${list} gets a reply of kind ${kind}`,
    );
  }

  #chunksOf(key: string): Set<number> {
    let numbers = this.#chunks.get(key);
    if (!numbers) this.#chunks.set(key, numbers = new Set());
    return numbers;
  }
}

function serialOf({ cookie }: Begin): number {
  return new ByteReader(cookie).f64("serial");
}
