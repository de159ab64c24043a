/**
 * A backend: holds people's free time, registers their names with each of its
 * main servers, and answers these with what is common to the people asked.
 */

import { type Address, sameAddress } from "../base/address.ts";
import { WireError } from "../base/errors.ts";
import type { Clock, Entropy, Random } from "../base/ports.ts";
import type { AskAlone } from "../calendar/ask_alone.ts";
import type { People } from "../calendar/people.ts";
import type { Datagrams } from "../net/datagrams.ts";
import { Answerer } from "../protocol/answerer.ts";
import { BackendSeals } from "../protocol/backend_seals.ts";
import { Registrar, type RegistrarEvent } from "../protocol/registrar.ts";
import { Kind, type OpenDatagram, openDatagram } from "../wire/datagram.ts";
import type { KeyRing } from "../wire/key_ring.ts";
import { Ticker } from "./ticker.ts";

/** What becomes of its registrations, for the log. */
export type BackendServerEvent = RegistrarEvent;

export interface BackendServerOptions {
  /** The server's name, by which main servers and users know it. */
  readonly name: string;
  readonly people: People;
  /** Who may be asked about alone; everybody unless given. */
  readonly askAlone?: AskAlone | undefined;
  /** Main servers, by IP address. */
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
  readonly #registrars: readonly Registrar[];
  /** Of each registrar, by its place; empty where nothing is sealed. */
  readonly #seals: readonly BackendSeals[];
  readonly #ticker: Ticker;
  #left: (() => void) | null = null;

  /** Starts at once: it registers and answers until {@linkcode close}. */
  constructor(options: BackendServerOptions) {
    const { people, mains, datagrams, clock } = options;
    this.#options = options;
    this.#clock = clock;
    this.#datagrams = datagrams;
    this.#answerer = new Answerer(people, options.askAlone);
    const { keys, entropy } = options;
    this.#seals = keys ? mains.map(() => new BackendSeals(keys, entropy)) : [];
    this.#registrars = mains.map((main, place) =>
      new Registrar({
        server: options.name,
        main,
        names: people.names,
        random: options.random,
        entropy,
        send: (bytes) => this.#send(bytes, place),
        report: options.report,
      })
    );
    this.#ticker = new Ticker({
      clock,
      receivedCount: () => datagrams.receivedCount,
      dueMs: () => Math.min(...this.#registrars.map(({ dueMs }) => dueMs)),
      tick: ({ nowMs }) => this.#poll(nowMs),
    });
    datagrams.listen((bytes, from) => this.#receive(bytes, from));
    this.#poll(clock.nowMs());
    this.#ticker.arm();
  }

  /** Whether all main servers know the list. */
  get isRegistered(): boolean {
    return this.#registrars.every(({ isRegistered }) => isRegistered);
  }

  /** Serves other calendars from now on, whole; new names are registered. */
  replace(people: People): void {
    this.#answerer.replace(people);
    const nowMs = this.#clock.nowMs();
    for (const registrar of this.#registrars) {
      registrar.replace(people.names, nowMs);
    }
    this.#ticker.arm();
  }

  /** Lets others be asked about alone from now on. */
  replaceAskAlone(askAlone: AskAlone): void {
    this.#answerer.replaceAskAlone(askAlone);
  }

  /** Uses other keys from now on; where the first is another, it begins anew. */
  replaceKeys(keys: KeyRing): void {
    const nowMs = this.#clock.nowMs();
    for (const [place, seals] of this.#seals.entries()) {
      if (!seals.replaceKeys(keys)) this.#registrars[place]!.renew(nowMs);
    }
    this.#ticker.arm();
  }

  /** Takes its names out of all directories, within 0.3 s, and stops. */
  async close(): Promise<void> {
    const left = new Promise<void>((resolve) => this.#left = resolve);
    const nowMs = this.#clock.nowMs();
    for (const registrar of this.#registrars) registrar.leave(nowMs);
    this.#ticker.arm();
    this.#noteLeft();
    await left;
    this.#ticker.stop();
    await this.#datagrams.close();
  }

  /** Stops at once, as a crash would: nobody is told. */
  abort(): void {
    this.#ticker.stop();
    this.#datagrams.close();
  }

  #send(bytes: Uint8Array, place: number): void {
    const wrapped = this.#seals[place]?.close(bytes) ?? bytes;
    this.#datagrams.send(wrapped, this.#options.mains[place]!);
  }

  #open(bytes: Uint8Array, place: number): OpenDatagram {
    return this.#seals[place]?.open(bytes) ?? openDatagram(bytes);
  }

  #poll(nowMs: number): void {
    for (const registrar of this.#registrars) registrar.poll(nowMs);
    this.#noteLeft();
  }

  #noteLeft(): void {
    if (this.#left && this.#registrars.every(({ hasLeft }) => hasLeft)) {
      this.#left();
    }
  }

  #receive(bytes: Uint8Array, from: Address): void {
    const place = this.#options.mains.findIndex((main) =>
      sameAddress(main, from)
    );
    if (place < 0) {
      this.gauges.strangers++;
      return;
    }
    try {
      this.#take(this.#open(bytes, place), place);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.gauges.broken++;
    }
  }

  #take(datagram: OpenDatagram, place: number): void {
    if (datagram.kind === Kind.ask) return this.#answer(datagram, place);
    this.#registrars[place]!.receive(datagram, this.#clock.nowMs());
    this.#noteLeft();
    this.#ticker.arm();
  }

  #answer(datagram: OpenDatagram, place: number): void {
    if (!this.#registrars[place]!.owns(datagram.session)) {
      this.gauges.strangers++;
      return;
    }
    for (const reply of this.#answerer.answer(datagram)) {
      this.#send(reply, place);
    }
  }
}
