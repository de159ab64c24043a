/**
 * What the main server wants to know: each inquiry is about the time of some
 * people of one server. It takes one question or, if the answer is long,
 * one for each of its blocks; equal inquiries are asked once.
 */

import { WireError } from "../base/errors.ts";
import { ASSEMBLY_BYTES_MAX, RESTARTS_MAX } from "../base/limits.ts";
import { sameId } from "../wire/datagram.ts";
import type { Block } from "../wire/blocks.ts";
import { digestWish } from "../wire/wish.ts";
import { Assembly } from "./assembly.ts";
import type { Flights, Landing } from "./flights.ts";
import {
  type Inquiry,
  type InquiryOptions,
  isAnswer,
  isShared,
  type Outcome,
  type Settle,
  type Told,
} from "./inquiry.ts";
import type { Link } from "./link.ts";

export class Inquiries {
  /** What was counted since the start, and bytes being put together now. */
  readonly gauges = { asked: 0, shared: 0, assemblyBytes: 0 };
  readonly #flights: Flights;
  readonly #byKey = new Map<number, Inquiry>();

  constructor(flights: Flights) {
    this.#flights = flights;
  }

  /** Inquiries that others may still share. */
  get size(): number {
    return this.#byKey.size;
  }

  /** Asks; `settle` is called once, at once if the server is gone. */
  ask(options: InquiryOptions, settle: Settle): void {
    const { server, people, alone, aspect, nowMs, deadlineMs } = options;
    const wish = { block: 0, people, alone, aspect };
    const list = server.listId;
    const key = digestWish(list, wish) >>> 2;
    const equal = this.#byKey.get(key);
    if (equal && isShared(equal, { server, wish, nowMs, deadlineMs })) {
      this.gauges.shared++;
      equal.waiters.push(settle);
      return;
    }
    this.gauges.asked++;
    const inquiry: Inquiry = {
      key,
      server,
      list,
      wish,
      startedMs: nowMs,
      deadlineMs,
      waiters: [settle],
      flights: [],
      assembly: null,
      source: undefined,
      notAlone: false,
      restarts: 0,
    };
    this.#byKey.set(key, inquiry);
    this.#launch(inquiry, 0, nowMs);
  }

  #launch(inquiry: Inquiry, block: number, nowMs: number): void {
    const { server, list, wish, deadlineMs, source } = inquiry;
    // In another list the same positions are other people.
    if (server.links.length === 0 || !sameId(server.listId, list)) {
      return this.#settle(inquiry, { kind: "stale" }, nowMs);
    }
    const flight = this.#flights.launch({
      server,
      wish: block === 0 ? wish : { ...wish, block },
      nowMs,
      deadlineMs,
      pin: source,
      land: (landing, nowMs, from) => {
        inquiry.flights = inquiry.flights.filter((other) => other !== flight);
        this.#land(inquiry, { block, landing, nowMs, from });
      },
    });
    inquiry.flights = [...inquiry.flights, flight];
  }

  #land(inquiry: Inquiry, { block, landing, nowMs, from }: {
    readonly block: number;
    readonly landing: Landing;
    readonly nowMs: number;
    readonly from: Link | undefined;
  }): void {
    switch (landing.kind) {
      case "block":
        inquiry.source ??= from;
        return this.#takeBlock(inquiry, { asked: block, landing, nowMs });
      case "stale":
      case "other_times":
        return this.#refused(inquiry, from, nowMs);
      case "gone":
        return this.#settle(inquiry, { kind: "stale" }, nowMs);
      case "slots":
      case "report":
        return this.#tell(inquiry, landing, nowMs);
      default:
        return this.#settle(inquiry, landing, nowMs);
    }
  }

  /** One copy may have a newer file than the others, which still answer. */
  #refused(inquiry: Inquiry, by: Link | undefined, nowMs: number): void {
    if (by) by.isStray = true;
    const { links } = inquiry.server;
    const isServed = links.some((link) => !link.isStray && !link.isLate(nowMs));
    // Unless those are silent, and it is this one that answers every time.
    const isHopeful = isServed && inquiry.restarts < RESTARTS_MAX;
    if (isHopeful) this.#restart(inquiry, nowMs);
    else this.#settle(inquiry, { kind: "stale" }, nowMs);
  }

  #takeBlock(inquiry: Inquiry, { asked, landing, nowMs }: {
    readonly asked: number;
    readonly landing: Block;
    readonly nowMs: number;
  }): void {
    const assembly = inquiry.assembly ?? this.#assemble(inquiry, landing);
    if (!assembly) return this.#settle(inquiry, { kind: "too_large" }, nowMs);
    if (landing.number !== asked || !assembly.fits(landing)) {
      return this.#restart(inquiry, nowMs);
    }
    assembly.add(landing);
    inquiry.notAlone ||= landing.notAlone;
    for (const number of assembly.blocksToAsk(inquiry.flights.length)) {
      this.#launch(inquiry, number, nowMs);
    }
    if (assembly.isWhole) this.#conclude(inquiry, assembly, nowMs);
  }

  #assemble(inquiry: Inquiry, block: Block): Assembly | null {
    if (this.gauges.assemblyBytes + block.total > ASSEMBLY_BYTES_MAX) {
      return null;
    }
    this.gauges.assemblyBytes += block.total;
    return inquiry.assembly = new Assembly(block);
  }

  #conclude(inquiry: Inquiry, assembly: Assembly, nowMs: number): void {
    try {
      const { notAlone } = inquiry;
      this.#tell(inquiry, { ...assembly.decode(), notAlone }, nowMs);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#restart(inquiry, nowMs);
    }
  }

  #tell(inquiry: Inquiry, told: Told, nowMs: number): void {
    if (isAnswer(told, inquiry.wish)) this.#settle(inquiry, told, nowMs);
    else this.#restart(inquiry, nowMs);
  }

  /** The calendars changed on the way, or another copy had to be asked. */
  #restart(inquiry: Inquiry, nowMs: number): void {
    this.#abandon(inquiry);
    if (inquiry.restarts++ < RESTARTS_MAX) this.#launch(inquiry, 0, nowMs);
    else this.#settle(inquiry, { kind: "unreachable" }, nowMs);
  }

  #settle(inquiry: Inquiry, outcome: Outcome, nowMs: number): void {
    this.#abandon(inquiry);
    if (this.#byKey.get(inquiry.key) === inquiry) {
      this.#byKey.delete(inquiry.key);
    }
    const { waiters } = inquiry;
    inquiry.waiters = [];
    for (const settle of waiters) settle(outcome, nowMs);
  }

  #abandon(inquiry: Inquiry): void {
    for (const flight of inquiry.flights) this.#flights.cancel(flight);
    inquiry.flights = [];
    this.gauges.assemblyBytes -= inquiry.assembly?.total ?? 0;
    inquiry.assembly = null;
    inquiry.source = undefined;
  }
}
