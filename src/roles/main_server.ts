/**
 * The main server: knows which name lives where, takes clients, asks backends
 * side by side and joins their answers. It learns names and answers, never
 * calendars.
 */

import type { Address } from "../base/address.ts";
import { HEARTBEAT_MS } from "../base/limits.ts";
import type { Clock, Entropy, Random } from "../base/ports.ts";
import type { BookingLedger } from "../calendar/bookings.ts";
import type { Connection, ConnectionEvents } from "../net/connections.ts";
import type { Datagrams } from "../net/datagrams.ts";
import { Directory } from "../protocol/directory.ts";
import { Flights } from "../protocol/flights.ts";
import { Inquiries } from "../protocol/inquiries.ts";
import type { Link } from "../protocol/link.ts";
import { ListWaits } from "../protocol/list_waits.ts";
import { MainSeals } from "../protocol/main_seals.ts";
import type { QueryContext } from "../protocol/query_context.ts";
import { QuestionBatch } from "../protocol/question_batch.ts";
import { Registry } from "../protocol/registry.ts";
import { TokenPool } from "../protocol/token_pool.ts";
import type { KeyRing } from "../wire/key_ring.ts";
import { BookingRequests, type BookingRules } from "./booking_requests.ts";
import { BookingDesk } from "./booking_desk.ts";
import type { BookingService } from "./booking_service.ts";
import { type ClientRules, ClientSessions } from "./client_sessions.ts";
import type { Door } from "./doorkeeper.ts";
import { MainInbox } from "./main_inbox.ts";
import type { MainServerEvent } from "./main_server_event.ts";
import { TurnEnd } from "./turn_end.ts";
import { queryContext } from "./query_context.ts";
import { type DeskRules, QueryDesk, type Question } from "./query_desk.ts";
import { type Tick, Ticker } from "./ticker.ts";

export interface MainServerOptions
  extends DeskRules, BookingRules, ClientRules {
  /** Servers that names are not said to be unknown without. */
  readonly expect: readonly string[];
  /** Keeps bookings; null where nothing is booked. */
  readonly ledger?: BookingLedger | null;
  /** Shared with backends; null where nothing is sealed. */
  readonly keys?: KeyRing | null;
  readonly datagrams: Datagrams;
  readonly clock: Clock;
  /** What time it is: milliseconds since 1970. */
  readonly epochMs: () => number;
  readonly random: Random;
  readonly entropy: Entropy;
  readonly report: (event: MainServerEvent) => void;
}

export class MainServer {
  readonly flights: Flights;
  readonly inquiries: Inquiries;
  readonly registry: Registry;
  readonly clients = new ClientSessions();
  readonly #options: MainServerOptions;
  readonly #clock: Clock;
  readonly #seals: MainSeals | null;
  readonly #batch: QuestionBatch;
  readonly #waits = new ListWaits();
  readonly #ticker: Ticker;
  readonly #desk: QueryDesk;
  /** Null where nothing is booked. */
  readonly #bookings: BookingDesk | null;
  readonly #requests: BookingRequests;
  readonly #inbox: MainInbox;
  readonly #turnEnd: TurnEnd;
  #houseKeepingMs = 0;

  /** Starts at once; clients are handed to {@linkcode accept}. */
  constructor(options: MainServerOptions) {
    const { datagrams, clock, random, entropy, report } = options;
    this.#options = options;
    this.#clock = clock;
    const directory = new Directory((name) => this.#listChanged(name));
    const say = (link: Link, bytes: Uint8Array) => this.#say(link, bytes);
    this.#batch = new QuestionBatch(say);
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
    const context = this.#queryContext(directory);
    const reportBug = (error: unknown) => report({ kind: "bug", error });
    this.#desk = new QueryDesk({ ...options, context, reportBug });
    const bookings = this.#bookings = this.#openBookings(context, say);
    const [batch, flights, seals] = [this.#batch, this.flights, this.#seals];
    const coordinator = bookings?.coordinator ?? null;
    const inbox = { directory, registry, flights, coordinator, seals };
    this.#inbox = new MainInbox(inbox);
    const failed = (error: unknown) => this.#ledgerFailed(error);
    this.#turnEnd = new TurnEnd({ clock, batch, registry, bookings, failed });
    const rules = { ...options, bookings: bookings ?? options.bookings };
    const { turns } = context;
    this.#requests = new BookingRequests({ ...rules, turns });
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

  /** Datagrams that were dropped, by why. */
  get gauges(): MainInbox["gauges"] {
    return this.#inbox.gauges;
  }

  /** Null where nothing is booked. */
  get bookings(): BookingService | null {
    return this.#bookings;
  }

  /** Queries being worked on. */
  get activeQueries(): number {
    return this.#desk.active;
  }

  /** Takes a client; when there are too many, in place of the idlest. */
  accept(connection: Connection, door?: Door): ConnectionEvents {
    const ask = (question: Question) => this.#ask(question);
    const options = { ...this.#options, door, ask, book: this.#requests.take };
    return this.clients.accept(connection, options);
  }

  /** Accepts other keys from now on; backends of old ones begin anew. */
  replaceKeys(keys: KeyRing): void {
    this.#seals?.replaceKeys(keys);
  }

  /** Tells backends and clients goodbye and stops. */
  async close(): Promise<void> {
    this.#ticker.stop();
    this.clients.close();
    this.registry.sayGoodbye();
    await this.#options.datagrams.close();
  }

  /** Stops at once, as a crash would: nobody is told. */
  abort(): void {
    this.#ticker.stop();
    this.#options.datagrams.close();
  }

  #openBookings(
    context: QueryContext,
    send: (link: Link, bytes: Uint8Array) => void,
  ): BookingDesk | null {
    const { ledger, ...options } = this.#options;
    if (!ledger) return null;
    const changed = () => this.#changed();
    return new BookingDesk({ ...options, ledger, context, send, changed });
  }

  #say(link: Link, bytes: Uint8Array): void {
    const wrapped = link.wrap(bytes);
    if (wrapped) this.#options.datagrams.send(wrapped, link.address);
  }

  #ledgerFailed(error: unknown): void {
    this.abort();
    this.#options.report({ kind: "ledger_failed", error });
  }

  #listChanged(server: string): void {
    const nowMs = this.#clock.nowMs();
    this.#waits.changed(server, nowMs);
    this.#bookings?.coordinator.registered(server, nowMs);
  }

  #queryContext(directory: Directory): QueryContext {
    return queryContext({
      ...this.#options,
      directory,
      inquiries: this.inquiries,
      waits: this.#waits,
      bookings: () => this.#bookings,
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
    this.#changed();
  }

  #receive(bytes: Uint8Array, from: Address): void {
    this.#inbox.take(bytes, from, this.#clock.nowMs());
    this.#changed();
  }

  /** What came may have given us something to say, and times of its own. */
  #changed(): void {
    this.#turnEnd.arrange();
    this.#ticker.arm();
  }

  get #dueMs(): number {
    return Math.min(
      this.#houseKeepingMs,
      this.flights.dueMs,
      this.#waits.dueMs,
      this.#bookings?.coordinator.dueMs ?? Infinity,
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
    this.#bookings?.coordinator.poll(nowMs);
    this.#turnEnd.flush();
    if (nowMs < this.#houseKeepingMs) return;
    this.#houseKeepingMs = nowMs + HEARTBEAT_MS;
    this.registry.candidates.poll(nowMs);
    this.clients.poll(nowMs);
  }
}
