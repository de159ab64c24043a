/** A holder whose main server, disk and time are a test's. */

import { assert } from "@std/assert";
import type {
  Decision,
  LedgerId,
  TimedSlot,
} from "../../src/calendar/bookings.ts";
import { FreeTime } from "../../src/calendar/free_time.ts";
import type { People } from "../../src/calendar/people.ts";
import { toPairs } from "../../src/intervals/interval_set.ts";
import { Holder, type HolderEvent } from "../../src/protocol/holder.ts";
import {
  type Doubt,
  readClaimReply,
  readDoubt,
  readReceipt,
} from "../../src/wire/bookings.ts";
import type { ClaimVerdict } from "../../src/wire/claim_verdict.ts";
import { type Id64, Kind, openDatagram } from "../../src/wire/datagram.ts";
import { listId } from "../../src/wire/registration.ts";
import { entropyOf } from "../sim/seed_streams.ts";
import { MemoryDisk, MemoryLedger } from "../support/memory_ledger.ts";
import { peopleOf } from "../support/people_of.ts";
import { numbers } from "../support/timed_slots.ts";

export const FILE = "zein;[[1,4],[6,8]]\nbob;[[2,7]]\n";
export const LEDGER: LedgerId = "1ed6e51ed6e51ed6";
const SESSION: Id64 = { high: 5, low: 6 };
const DECIDER: LedgerId = "de".repeat(8);

/** The transaction with that number. */
export function transaction(number: number): string {
  return number.toString(16).padStart(32, "0");
}

/** Of a claim; by default for both people, from 2 to 3. */
interface ClaimFields {
  readonly attempt?: number;
  readonly key?: string;
  readonly title?: string;
  readonly slot?: TimedSlot;
  readonly names?: readonly string[];
  readonly list?: Id64;
  /** Whether the booking is for nobody else. */
  readonly alone?: boolean;
  /** In place of names. */
  readonly positions?: readonly number[];
}

export class HolderDesk {
  readonly disk: MemoryDisk;
  readonly events: HolderEvent[] = [];
  readonly asked: Doubt[] = [];
  readonly holder: Holder;
  readonly #time: FreeTime;
  #said: string[] = [];
  #nowMs = 0;

  /** @param options.discreet Who is spoken of in company only. */
  constructor(
    {
      disk = new MemoryDisk(),
      people = peopleOf(FILE),
      hasLedger = true,
      discreet = [],
    }: {
      readonly disk?: MemoryDisk;
      readonly people?: People;
      readonly hasLedger?: boolean;
      readonly discreet?: readonly string[];
    } = {},
  ) {
    this.disk = disk;
    this.#time = new FreeTime(people);
    this.holder = new Holder({
      ledger: hasLedger ? new MemoryLedger(disk, () => LEDGER) : null,
      time: this.#time,
      mayBeAlone: (person) => !discreet.includes(this.#keyAt(person)),
      entropy: entropyOf(1, "holder"),
      ask: (encode) =>
        this.asked.push(readDoubt(openDatagram(encode(SESSION)).message)),
      report: (event) => this.events.push(event),
    });
  }

  get list(): Id64 {
    return listId(this.#time.people.names.digest);
  }

  /** What was said since the last look, as `1 held`, by transaction. */
  said(): string[] {
    return this.#said.splice(0);
  }

  claim(number: number, fields: ClaimFields = {}): void {
    const { names = ["zein", "bob"], slot = numbers(2, 3) } = fields;
    const { names: list } = this.#time.people;
    const people = fields.positions ??
      names.map((name) => list.position(name)).sort((a, b) => a - b);
    this.holder.claim({
      token: { high: 0, low: number },
      attempt: fields.attempt ?? 1,
      transaction: transaction(number),
      decider: DECIDER,
      key: fields.key ?? `key of ${number}`,
      title: fields.title ?? "",
      slot,
      list: fields.list ?? this.list,
      people,
      alone: fields.alone ?? false,
    }, { session: SESSION, send: (bytes) => this.#hear(bytes) });
  }

  decide(number: number, decision: Decision): void {
    const token = { high: 0, low: number };
    this.holder.decide(
      { token, attempt: 1, transaction: transaction(number), decision },
      { session: SESSION, send: (bytes) => this.#hear(bytes) },
    );
  }

  /** Ends a turn of the loop, so much later. */
  turn(ms = 0): void {
    this.#nowMs += ms;
    this.holder.poll(this.#nowMs);
  }

  replace(file: string): void {
    this.serve(peopleOf(file));
  }

  /** Serves other people, or the same with other times. */
  serve(people: People): void {
    this.holder.replace(people, this.#nowMs);
  }

  /** When these are free, as a question would find. */
  common(...names: string[]): [number, number][] {
    const { names: list } = this.#time.people;
    return toPairs(this.#time.common(names.map((name) => list.position(name))));
  }

  #hear(bytes: Uint8Array): void {
    const { kind, session, message } = openDatagram(bytes);
    assert(session.high === SESSION.high && session.low === SESSION.low);
    if (kind === Kind.decided) {
      const { token } = readReceipt(message);
      this.#said.push(`${token.low} decided`);
    } else {
      const { token, verdict } = readClaimReply(message);
      this.#said.push(`${token.low} ${this.#text(verdict)}`);
    }
  }

  #keyAt(person: number): string {
    return this.#time.people.names.keyAt(person);
  }

  #keysAt(people: readonly number[]): string {
    return people.map((person) => this.#keyAt(person)).sort().join(" ");
  }

  #text(verdict: ClaimVerdict): string {
    const discreetly = "isDiscreet" in verdict && verdict.isDiscreet
      ? " discreetly"
      : "";
    switch (verdict.kind) {
      case "not_free":
        return verdict.isDiscreet
          ? `not_free${discreetly}`
          : `not_free ${this.#keysAt(verdict.people)}`;
      case "unreadable":
        return `unreadable ${this.#keysAt(verdict.people)}`;
      case "other_times":
        return `other_times ${verdict.times}`;
      case "contested":
        return `contested ${Number(`0x${verdict.transaction}`)}`;
      default:
        return `${verdict.kind}${discreetly}`;
    }
  }
}
