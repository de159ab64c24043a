/**
 * The main server: knows which name lives where, takes clients, asks backends
 * side by side and joins their answers. It learns names and answers, never
 * calendars.
 */

import { type Address, sameAddress } from "../base/address.ts";
import { WireError } from "../base/errors.ts";
import { HEARTBEAT_MS, REJOIN_GRACE_MS } from "../base/limits.ts";
import type { Clock, Entropy, Random } from "../base/ports.ts";
import type { Connection, ConnectionEvents } from "../net/connections.ts";
import type { Datagrams } from "../net/datagrams.ts";
import { Directory } from "../protocol/directory.ts";
import type { RegistryEvent } from "../protocol/enlistment.ts";
import { Flights } from "../protocol/flights.ts";
import { Inquiries } from "../protocol/inquiries.ts";
import type { Link } from "../protocol/link.ts";
import { ListWaits } from "../protocol/list_waits.ts";
import type { QueryContext } from "../protocol/query.ts";
import { QuestionBatch } from "../protocol/question_batch.ts";
import { Registry } from "../protocol/registry.ts";
import { TokenPool } from "../protocol/token_pool.ts";
import { Kind, type OpenDatagram, openDatagram } from "../wire/datagram.ts";
import { readAnswer } from "../wire/questions.ts";
import { ClientSession } from "./client_session.ts";
import { ClientSessions } from "./client_sessions.ts";
import { QueryDesk, type Question } from "./query_desk.ts";
import { type Tick, Ticker } from "./ticker.ts";

/** What happens to backends, and to us, for the log. */
export type MainServerEvent =
  | RegistryEvent
  | { readonly kind: "bug"; readonly error: unknown };

export interface MainServerOptions {
  /** Servers that names are not said to be unknown without. */
  readonly expect: readonly string[];
  readonly datagrams: Datagrams;
  readonly clock: Clock;
  readonly random: Random;
  readonly entropy: Entropy;
  readonly report: (event: MainServerEvent) => void;
}

export class MainServer {
  /** What was counted since the start. */
  readonly gauges = { broken: 0, strays: 0 };
  readonly flights: Flights;
  readonly inquiries: Inquiries;
  readonly registry: Registry;
  readonly #expect: readonly string[];
  readonly #datagrams: Datagrams;
  readonly #clock: Clock;
  readonly #directory: Directory;
  readonly #batch: QuestionBatch;
  readonly #waits = new ListWaits();
  readonly #sessions = new ClientSessions();
  readonly #ticker: Ticker;
  readonly #desk: QueryDesk;
  #houseKeepingMs = 0;
  #isFlushing = false;

  /** Starts at once; clients are handed to {@linkcode accept}. */
  constructor(options: MainServerOptions) {
    const { datagrams, clock, random, entropy, report } = options;
    this.#expect = options.expect;
    this.#datagrams = datagrams;
    this.#clock = clock;
    this.#directory = new Directory((name) =>
      this.#waits.changed(name, clock.nowMs())
    );
    this.#batch = new QuestionBatch((bytes, link) =>
      datagrams.send(bytes, link.address)
    );
    this.flights = new Flights({
      random,
      tokens: new TokenPool(entropy),
      send: (link, list, question) => this.#batch.add(link, list, question),
    });
    this.inquiries = new Inquiries(this.flights);
    this.registry = new Registry({
      directory: this.#directory,
      entropy,
      send: (bytes, to) => datagrams.send(bytes, to),
      report,
    });
    this.#desk = new QueryDesk(
      this.#queryContext(),
      (error) => report({ kind: "bug", error }),
    );
    this.#ticker = new Ticker({
      clock,
      receivedCount: () => datagrams.receivedCount,
      dueMs: () => this.#dueMs,
      tick: (tick) => this.#tick(tick),
    });
    this.#houseKeepingMs = clock.nowMs() + HEARTBEAT_MS;
    datagrams.listen((bytes, from) => this.#receive(bytes, from));
    this.#ticker.arm();
  }

  /** Queries being worked on. */
  get activeQueries(): number {
    return this.#desk.active;
  }

  get connections(): number {
    return this.#sessions.size;
  }

  /** Takes a client; when there are too many, in place of the idlest. */
  accept(connection: Connection): ConnectionEvents {
    const session: ClientSession = new ClientSession({
      connection,
      clock: this.#clock,
      ask: (request, answer) =>
        this.#ask({ request, requests: session.requests, answer }),
      closed: (session) => this.#sessions.remove(session),
    });
    this.#sessions.add(session);
    return session;
  }

  /** Tells backends and clients goodbye and stops. */
  async close(): Promise<void> {
    this.#ticker.stop();
    this.#sessions.close();
    this.registry.sayGoodbye();
    await this.#datagrams.close();
  }

  /** Stops at once, as a crash would: nobody is told. */
  abort(): void {
    this.#ticker.stop();
    this.#datagrams.close();
  }

  #queryContext(): QueryContext {
    return {
      directory: this.#directory,
      inquiries: this.inquiries,
      missingServers: () =>
        this.#expect.filter((name) => !this.#directory.server(name)),
      // Who is told whom to expect knows when it knows all.
      settledMs: this.#expect.length > 0
        ? -Infinity
        : this.#clock.nowMs() + REJOIN_GRACE_MS,
      awaitTime: (dueMs, then) => {
        this.#waits.addTime(dueMs, then);
        this.#ticker.arm();
      },
      awaitList: (server, deadlineMs, then) => {
        this.#waits.add(server, deadlineMs, then);
        this.#ticker.arm();
      },
    };
  }

  #ask(question: Question): void {
    const nowMs = this.#clock.nowMs();
    // After a stall clients come before the tick that would forgive it.
    const lagMs = this.#ticker.takeLagMs(nowMs);
    if (lagMs > 0) this.registry.forgive(lagMs, nowMs);
    this.#desk.ask(question, nowMs);
    // Whoever is alone has nobody to share a datagram with.
    if (this.#desk.active === 1) this.#batch.flush();
    else if (!this.#batch.isEmpty) this.#flushSoon();
    this.#ticker.arm();
  }

  #receive(bytes: Uint8Array, from: Address): void {
    try {
      const datagram = openDatagram(bytes);
      const nowMs = this.#clock.nowMs();
      if (datagram.kind === Kind.answers) {
        this.#takeAnswers(datagram, from, nowMs);
        if (!this.#batch.isEmpty) this.#flushSoon();
      } else {
        this.registry.receive(datagram, from, nowMs);
        this.#flushSoon();
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.gauges.broken++;
    }
    // What came may have made us ask anew, and that has a time of its own.
    this.#ticker.arm();
  }

  #takeAnswers(
    { session, message }: OpenDatagram,
    from: Address,
    nowMs: number,
  ): void {
    const link = this.#liveLink(session, from);
    if (!link) {
      this.gauges.strays++;
      return;
    }
    link.hear(nowMs);
    while (!message.done) {
      const start = message.offset;
      const answer = readAnswer(message);
      link.answeredWith(message.offset - start);
      this.flights.answered(answer, link, nowMs);
    }
  }

  #liveLink(session: OpenDatagram["session"], from: Address): Link | null {
    const link = this.#directory.link(session)?.link;
    return link && sameAddress(link.address, from) ? link : null;
  }

  /** Sends what this turn has to say, together. */
  #flushSoon(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    this.#clock.soon(() => {
      this.#isFlushing = false;
      this.#batch.flush();
      this.registry.flush();
    });
  }

  get #dueMs(): number {
    return Math.min(
      this.#houseKeepingMs,
      this.flights.dueMs,
      this.#waits.dueMs,
    );
  }

  #tick({ nowMs, lagMs }: Tick): void {
    if (lagMs > 0) this.registry.forgive(lagMs, nowMs);
    this.flights.poll(nowMs);
    this.#waits.poll(nowMs);
    this.#batch.flush();
    if (nowMs < this.#houseKeepingMs) return;
    this.#houseKeepingMs = nowMs + HEARTBEAT_MS;
    this.registry.candidates.poll(nowMs);
    this.#sessions.poll(nowMs);
  }
}
