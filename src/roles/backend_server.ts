/**
 * A backend: holds people's free time, registers their names with each of its
 * main servers, answers these with what is common to the people asked, and
 * keeps what they book of it.
 */

import type { Address } from "../base/address.ts";
import { WireError } from "../base/errors.ts";
import type { Clock, Entropy, Random } from "../base/ports.ts";
import type { AskAlone } from "../calendar/ask_alone.ts";
import type { HoldLedger } from "../calendar/bookings.ts";
import { FreeTime } from "../calendar/free_time.ts";
import type { People } from "../calendar/people.ts";
import type { Datagrams } from "../net/datagrams.ts";
import { Answerer, type AnswererOptions } from "../protocol/answerer.ts";
import { Holder, type HolderEvent } from "../protocol/holder.ts";
import type { RegistrarEvent } from "../protocol/registrar.ts";
import type { Serving } from "../protocol/serving.ts";
import { readClaim, readDecision, readOutcome } from "../wire/bookings.ts";
import { Kind, type OpenDatagram } from "../wire/datagram.ts";
import type { KeyRing } from "../wire/key_ring.ts";
import { AnswerDesk } from "./answer_desk.ts";
import type { MainLine } from "./main_line.ts";
import { MainLines } from "./main_lines.ts";
import { once } from "./once.ts";
import { Ticker } from "./ticker.ts";

/** What becomes of its registrations and bookings, for the log. */
export type BackendServerEvent =
  | RegistrarEvent
  | HolderEvent
  /** It has stopped, as nobody knows what the ledger holds. */
  | { readonly kind: "ledger_failed"; readonly error: unknown };

export interface BackendServerOptions extends AnswererOptions {
  /** The server's name, by which main servers and users know it. */
  readonly name: string;
  readonly people: People;
  /** Of what is booked; without one nothing can be. */
  readonly ledger?: HoldLedger | null;
  /** Main servers that have been found, by IP address. */
  readonly mains: readonly Address[];
  /** Shared with main servers; null where nothing is sealed. */
  readonly keys?: KeyRing | null;
  readonly datagrams: Datagrams;
  readonly clock: Clock;
  readonly random: Random;
  readonly entropy: Entropy;
  readonly report: (event: BackendServerEvent) => void;
}

export class BackendServer {
  /** Datagrams that were dropped as nobody of ours sent them, or broken. */
  readonly gauges = { strangers: 0, broken: 0 };
  readonly #options: BackendServerOptions;
  readonly #clock: Clock;
  readonly #datagrams: Datagrams;
  readonly #answerer: Answerer;
  readonly #desk: AnswerDesk;
  readonly #holder: Holder;
  readonly #lines: MainLines;
  readonly #ticker: Ticker;
  readonly #time: FreeTime;
  /** What came in one turn is kept in one commit, at its end. */
  readonly #pollSoon: () => void;
  #hasStopped = false;
  #left: (() => void) | null = null;

  /** Starts at once: it registers and answers until {@linkcode close}. */
  constructor(options: BackendServerOptions) {
    const { people, mains, datagrams, clock } = options;
    this.#options = options;
    this.#clock = clock;
    this.#datagrams = datagrams;
    const time = this.#time = new FreeTime(people);
    const answerer = this.#answerer = new Answerer(time, options);
    this.#desk = new AnswerDesk({ answerer, time, clock });
    this.#holder = new Holder({
      ...options,
      ledger: options.ledger ?? null,
      time,
      mayBeAlone: (person) => this.#answerer.mayBeAlone(person),
      ask: (encode) => this.#lines.ask(encode),
    });
    this.#lines = new MainLines(mains, {
      ...options,
      serving: () => this.#serving,
      keys: options.keys ?? null,
      report: (event) => this.#note(event),
    });
    this.#ticker = new Ticker({
      clock,
      receivedCount: () => datagrams.receivedCount,
      dueMs: () => Math.min(this.#holder.doubts.dueMs, this.#lines.dueMs),
      tick: ({ nowMs }) => this.#poll(nowMs),
    });
    this.#pollSoon = once((run) => clock.soon(run), () => {
      const nowMs = clock.nowMs();
      this.#tend(nowMs, () => this.#holder.poll(nowMs));
      this.#ticker.arm();
    });
    datagrams.listen((bytes, from) => this.#receive(bytes, from));
    this.#poll(clock.nowMs());
    this.#ticker.arm();
  }

  /** Whether all main servers know the list. */
  get isRegistered(): boolean {
    return this.#lines.isRegistered;
  }

  /** Whether the main server that was found there knows the list. */
  isRegisteredAt(main: Address): boolean {
    return this.#lines.at(main)?.registrar.isRegistered ?? false;
  }

  /** Registers with a main server at `to`, which was at `from` before. */
  move(to: Address, from: Address | null): void {
    // Nobody new is to be told of a server that goes.
    if (this.#hasStopped || this.#left) return;
    this.#lines.move(to, from);
    this.#poll(this.#clock.nowMs());
    this.#ticker.arm();
  }

  /** Serves other calendars from now on, whole; new names are registered. */
  replace(people: People): void {
    const nowMs = this.#clock.nowMs();
    this.#tend(nowMs, () => this.#holder.replace(people, nowMs));
    this.#ticker.arm();
  }

  /** Lets others be asked about alone from now on. */
  replaceAskAlone(askAlone: AskAlone): void {
    this.#answerer.replaceAskAlone(askAlone);
  }

  /** Uses other keys from now on; where the first is another, it begins anew. */
  replaceKeys(keys: KeyRing): void {
    const nowMs = this.#clock.nowMs();
    this.#lines.replaceKeys(keys, nowMs);
    this.#ticker.arm();
  }

  /** Takes its names out of all directories, within 0.3 s, and stops. */
  async close(): Promise<void> {
    if (this.#hasStopped) return;
    const left = new Promise<void>((resolve) => this.#left = resolve);
    const nowMs = this.#clock.nowMs();
    this.#lines.leave(nowMs);
    this.#ticker.arm();
    this.#noteLeft();
    await left;
    this.#stop();
    await this.#datagrams.close();
  }

  /** Stops at once, as a crash would: nobody is told. */
  abort(): void {
    this.#stop();
    this.#datagrams.close();
    this.#left?.();
  }

  #stop(): void {
    this.#hasStopped = true;
    this.#ticker.stop();
    this.#desk.stop();
  }

  #note(event: RegistrarEvent): void {
    if (event.kind === "registered") {
      this.#holder.doubts.wake(this.#clock.nowMs());
    }
    this.#options.report(event);
  }

  get #serving(): Serving {
    const { names, times } = this.#time.people;
    return { names, ledger: this.#holder.ledgerId, times };
  }

  #poll(nowMs: number): void {
    this.#lines.poll(nowMs);
    this.#noteLeft();
    this.#tend(nowMs, () => this.#holder.poll(nowMs));
  }

  /** Lets the holder work, and registers again if that made a ledger. */
  #tend(nowMs: number, work: () => void): void {
    // A crash keeps nothing of what it had not kept before.
    if (this.#hasStopped) return;
    try {
      work();
    } catch (error) {
      this.abort();
      return this.#options.report({ kind: "ledger_failed", error });
    }
    this.#lines.replace(this.#serving, nowMs);
  }

  #noteLeft(): void {
    if (this.#lines.hasLeft) this.#left?.();
  }

  #receive(bytes: Uint8Array, from: Address): void {
    const line = this.#lines.at(from);
    if (!line) {
      this.gauges.strangers++;
      return;
    }
    try {
      this.#take(line.open(bytes), line);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.gauges.broken++;
    }
  }

  #take(datagram: OpenDatagram, line: MainLine): void {
    switch (datagram.kind) {
      case Kind.ask:
      case Kind.claim:
      case Kind.decide:
      case Kind.outcome:
        return this.#serve(datagram, line);
    }
    line.registrar.receive(datagram, this.#clock.nowMs());
    this.#noteLeft();
    this.#ticker.arm();
  }

  /** Does what a main server may ask for only in our session. */
  #serve(datagram: OpenDatagram, line: MainLine): void {
    const { kind, session, message } = datagram;
    if (!line.registrar.owns(session)) {
      this.gauges.strangers++;
      return;
    }
    if (kind === Kind.ask) {
      return this.#desk.take(datagram, line);
    }
    const [holder, caller] = [this.#holder, line.caller(session)];
    if (kind === Kind.claim) holder.claim(readClaim(message), caller);
    else if (kind === Kind.decide) holder.decide(readDecision(message), caller);
    else holder.outcome(readOutcome(message));
    this.#pollSoon();
  }
}
