/**
 * The main server: knows which name lives where, takes clients, asks backends
 * side by side and joins their answers. It learns names and answers, never
 * calendars.
 */

import { type Address, sameAddress } from "../base/address.ts";
import { WireError } from "../base/errors.ts";
import { HEARTBEAT_MS } from "../base/limits.ts";
import type { Clock, Entropy, Random } from "../base/ports.ts";
import type { Connection, ConnectionEvents } from "../net/connections.ts";
import type { Datagrams } from "../net/datagrams.ts";
import { Directory } from "../protocol/directory.ts";
import type { RegistryEvent } from "../protocol/enlistment.ts";
import { Flights } from "../protocol/flights.ts";
import { Inquiries } from "../protocol/inquiries.ts";
import { ListWaits } from "../protocol/list_waits.ts";
import { MainSeals, type Opened } from "../protocol/main_seals.ts";
import type { QueryContext } from "../protocol/query.ts";
import { QuestionBatch } from "../protocol/question_batch.ts";
import { Registry } from "../protocol/registry.ts";
import { TokenPool } from "../protocol/token_pool.ts";
import { Kind, type OpenDatagram, openDatagram } from "../wire/datagram.ts";
import type { KeyRing } from "../wire/key_ring.ts";
import { readAnswer } from "../wire/questions.ts";
import type { Door } from "./client_session.ts";
import { ClientSessions } from "./client_sessions.ts";
import { queryContext } from "./query_context.ts";
import { type DeskRules, QueryDesk, type Question } from "./query_desk.ts";
import { type Tick, Ticker } from "./ticker.ts";

/** What happens to backends, and to us, for the log. */
export type MainServerEvent =
  | RegistryEvent
  | { readonly kind: "bug"; readonly error: unknown };

export interface MainServerOptions extends DeskRules {
  /** Servers that names are not said to be unknown without. */
  readonly expect: readonly string[];
  /** Shared with backends; null where nothing is sealed. */
  readonly keys?: KeyRing | null;
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
  readonly #options: MainServerOptions;
  readonly #clock: Clock;
  readonly #directory: Directory;
  readonly #seals: MainSeals | null;
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
    this.#options = options;
    this.#clock = clock;
    const directory = this.#directory = new Directory((name) =>
      this.#waits.changed(name, clock.nowMs())
    );
    this.#batch = new QuestionBatch((bytes, link) => {
      const wrapped = link.wrap(bytes);
      if (wrapped) datagrams.send(wrapped, link.address);
    });
    this.flights = new Flights({
      random,
      tokens: new TokenPool(entropy),
      send: (link, list, question) => this.#batch.add(link, list, question),
    });
    this.inquiries = new Inquiries(this.flights);
    const send = (bytes: Uint8Array, to: Address) => datagrams.send(bytes, to);
    this.registry = new Registry({ directory, entropy, send, report });
    const [registry, { keys }] = [this.registry, options];
    this.#seals = keys ? new MainSeals({ keys, registry, send }) : null;
    this.#desk = new QueryDesk({
      ...options,
      context: this.#queryContext(directory),
      reportBug: (error) => report({ kind: "bug", error }),
    });
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
  accept(connection: Connection, door?: Door): ConnectionEvents {
    const clock = this.#clock;
    const ask = (question: Question) => this.#ask(question);
    return this.#sessions.accept(connection, { door, clock, ask });
  }

  /** Accepts other keys from now on; backends of old ones begin anew. */
  replaceKeys(keys: KeyRing): void {
    this.#seals?.replaceKeys(keys);
  }

  /** Tells backends and clients goodbye and stops. */
  async close(): Promise<void> {
    this.#ticker.stop();
    this.#sessions.close();
    this.registry.sayGoodbye();
    await this.#options.datagrams.close();
  }

  /** Stops at once, as a crash would: nobody is told. */
  abort(): void {
    this.#ticker.stop();
    this.#options.datagrams.close();
  }

  #queryContext(directory: Directory): QueryContext {
    return queryContext({
      directory,
      inquiries: this.inquiries,
      waits: this.#waits,
      expect: this.#options.expect,
      clock: this.#clock,
      arm: () => this.#ticker.arm(),
    });
  }

  #ask(question: Question): void {
    const nowMs = this.#clock.nowMs();
    // After a stall clients come before the tick that would forgive it.
    const lagMs = this.#ticker.takeLagMs(nowMs);
    if (lagMs > 0) this.#forgive(lagMs, nowMs);
    this.#desk.ask(question, nowMs);
    // Whoever is alone has nobody to share a datagram with.
    if (this.#desk.active === 1) this.#batch.flush();
    else if (!this.#batch.isEmpty) this.#flushSoon();
    this.#ticker.arm();
  }

  #receive(bytes: Uint8Array, from: Address): void {
    try {
      const nowMs = this.#clock.nowMs();
      const { datagram, key } = this.#open(bytes, from, nowMs);
      if (datagram.kind === Kind.answers) {
        this.#takeAnswers(datagram, from, nowMs);
      } else {
        this.registry.receive(datagram, { address: from, key }, nowMs);
        this.#flushSoon();
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.gauges.broken++;
    }
    // Even of a broken one the first answers may have made us ask anew.
    if (!this.#batch.isEmpty) this.#flushSoon();
    this.#ticker.arm();
  }

  #open(bytes: Uint8Array, from: Address, nowMs: number): Opened {
    return this.#seals?.open(bytes, from, nowMs) ??
      { datagram: openDatagram(bytes), key: null };
  }

  #takeAnswers(
    { session, message }: OpenDatagram,
    from: Address,
    nowMs: number,
  ): void {
    const link = this.#directory.link(session)?.link;
    if (!link || !sameAddress(link.address, from)) {
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

  /** Nobody else is to blame for what our own lateness brings. */
  #forgive(lagMs: number, nowMs: number): void {
    this.registry.forgive(lagMs, nowMs);
    this.flights.forgive(lagMs, nowMs);
  }

  #tick({ nowMs, lagMs }: Tick): void {
    if (lagMs > 0) this.#forgive(lagMs, nowMs);
    this.flights.poll(nowMs);
    this.#waits.poll(nowMs);
    this.#batch.flush();
    if (nowMs < this.#houseKeepingMs) return;
    this.#houseKeepingMs = nowMs + HEARTBEAT_MS;
    this.registry.candidates.poll(nowMs);
    this.#sessions.poll(nowMs);
  }
}
