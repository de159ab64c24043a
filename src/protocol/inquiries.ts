/**
 * Everything that the main server has asked and not yet heard: each inquiry
 * wants the common time of some people of one server, by one exchange or, if
 * the answer is long, by one for each of its blocks.
 */

import { WireError } from "../base/errors.ts";
import {
  ASSEMBLY_BYTES_MAX,
  RESTARTS_MAX,
  RTO_MS_MIN,
} from "../base/limits.ts";
import type { Random } from "../base/ports.ts";
import type { IntervalSet } from "../intervals/interval_set.ts";
import { type Id64, sameId } from "../wire/datagram.ts";
import {
  type BackendAnswer,
  type Block,
  digestWish,
  type Question,
  sameWish,
  type Wish,
} from "../wire/questions.ts";
import { AnswerBudget } from "./answer_budget.ts";
import { Assembly } from "./assembly.ts";
import type { Server } from "./directory.ts";
import { Exchange } from "./exchange.ts";
import type { Link } from "./link.ts";
import type { TokenPool } from "./token_pool.ts";

/** How an inquiry ended. */
export type Outcome =
  | { readonly kind: "slots"; readonly slots: IntervalSet }
  /** The server has another list by now, or is gone: look the names up again. */
  | { readonly kind: "stale" }
  | { readonly kind: "too_large" }
  /** Nobody answered in time. */
  | { readonly kind: "unreachable" };

export type Settle = (outcome: Outcome, nowMs: number) => void;

export interface InquiryOptions {
  readonly server: Server;
  /** Positions in the server's list, strictly ascending. */
  readonly people: readonly number[];
  readonly nowMs: number;
  readonly deadlineMs: number;
}

interface Inquiry extends InquiryOptions {
  /** Where equal inquiries are found, which are asked once. */
  readonly key: number;
  readonly list: Id64;
  readonly wish: Wish;
  readonly waiters: Settle[];
  readonly flights: Flight[];
  assembly: Assembly | null;
  restarts: number;
}

/** An exchange, and for which block of which inquiry it is. */
interface Flight {
  readonly exchange: Exchange;
  readonly inquiry: Inquiry;
  readonly block: number;
}

/** Sends a question over a link; questions of one turn share datagrams. */
export type SendQuestion = (
  link: Link,
  list: Id64,
  question: Question,
) => void;

export class Inquiries {
  /** What was counted since the start. */
  readonly gauges = {
    asked: 0,
    shared: 0,
    sends: 0,
    repeats: 0,
    mismatched: 0,
    assemblyBytes: 0,
  };
  readonly #random: Random;
  readonly #tokens: TokenPool;
  readonly #send: SendQuestion;
  readonly #budget = new AnswerBudget();
  readonly #flights = new Map<number, Flight>();
  readonly #inquiries = new Map<number, Inquiry>();
  /** Not sent yet, as enough answers are on their way. */
  #waiting: Flight[] = [];
  #dueMs = Infinity;

  constructor({ random, tokens, send }: {
    readonly random: Random;
    readonly tokens: TokenPool;
    readonly send: SendQuestion;
  }) {
    this.#random = random;
    this.#tokens = tokens;
    this.#send = send;
  }

  /** When to poll at the latest. */
  get dueMs(): number {
    return this.#dueMs;
  }

  /** Questions that nobody has answered. */
  get size(): number {
    return this.#flights.size;
  }

  /** Asks; `settle` is called once, at once if the server is gone. */
  ask(options: InquiryOptions, settle: Settle): void {
    const { server, people, nowMs } = options;
    const wish = { block: 0, people };
    const list = server.listId;
    const key = digestWish(list, wish) >>> 2;
    const equal = this.#inquiries.get(key);
    if (equal && isShared(equal, { server, wish, nowMs })) {
      this.gauges.shared++;
      equal.waiters.push(settle);
      return;
    }
    this.gauges.asked++;
    const inquiry: Inquiry = {
      server,
      people,
      nowMs,
      deadlineMs: options.deadlineMs,
      key,
      list,
      wish,
      waiters: [settle],
      flights: [],
      assembly: null,
      restarts: 0,
    };
    this.#inquiries.set(key, inquiry);
    this.#start(inquiry, 0, nowMs);
  }

  /** Takes an answer that came over `link`, if it is one to our question. */
  answered(answer: BackendAnswer, link: Link, nowMs: number): void {
    const flight = this.#flights.get(tokenKey(answer.token));
    if (!flight || !flight.exchange.isAnsweredBy(answer, link)) {
      this.gauges.mismatched++;
      return;
    }
    const { retransmission } = flight.exchange;
    const roundTripMs = retransmission.roundTripMs(answer.attempt, nowMs);
    if (roundTripMs !== undefined) link.roundTrip.sample(roundTripMs);
    link.repeats.answered(retransmission.sends - answer.attempt, nowMs);
    this.#end(flight);
    this.#take(flight, answer.content, nowMs);
    this.#sendWaiting(nowMs);
  }

  /** Sends again what is due and gives up what is over. */
  poll(nowMs: number): void {
    this.#dueMs = Infinity;
    for (const flight of this.#flights.values()) {
      const { retransmission } = flight.exchange;
      if (retransmission.isOver(nowMs)) {
        this.#settle(flight.inquiry, { kind: "unreachable" }, nowMs);
      } else if (nowMs >= retransmission.dueMs && retransmission.sends > 0) {
        this.#repeat(flight, nowMs);
      }
      this.#armFor(flight);
    }
    this.#sendWaiting(nowMs);
  }

  #start(inquiry: Inquiry, block: number, nowMs: number): void {
    const { server, people, deadlineMs } = inquiry;
    const wish = block === 0 ? inquiry.wish : { block, people };
    let token = this.#tokens.draw();
    while (this.#flights.has(tokenKey(token))) token = this.#tokens.draw();
    const exchange = new Exchange({
      token,
      server,
      wish,
      nowMs,
      deadlineMs,
      random: this.#random,
    });
    const flight = { exchange, inquiry, block };
    inquiry.flights.push(flight);
    this.#flights.set(tokenKey(token), flight);
    if (this.#waiting.length > 0 || !this.#sendFirst(flight, nowMs)) {
      this.#waiting.push(flight);
    }
    this.#armFor(flight);
  }

  /** @returns False if it has to wait. */
  #sendFirst(flight: Flight, nowMs: number): boolean {
    const { exchange, inquiry } = flight;
    const link = exchange.nextLink(nowMs);
    if (link && !this.#budget.reserve(exchange, link)) return false;
    if (link) link.repeats.asked(nowMs);
    this.#transmit(flight, nowMs);
    if (inquiry.flights.includes(flight)) this.#armFor(flight);
    return true;
  }

  #repeat(flight: Flight, nowMs: number): void {
    const { exchange } = flight;
    // What did not come by now is not on its way.
    this.#budget.release(exchange);
    const link = exchange.nextLink(nowMs);
    const { sends } = exchange.retransmission;
    if (sends > 1 && link?.repeats.isSpent(nowMs)) {
      exchange.retransmission.stop();
      return;
    }
    this.gauges.repeats++;
    this.#transmit(flight, nowMs);
  }

  #transmit(flight: Flight, nowMs: number): void {
    const { exchange, inquiry } = flight;
    const link = exchange.nextLink(nowMs);
    if (!link) return this.#settle(inquiry, { kind: "stale" }, nowMs);
    exchange.sent(link, nowMs);
    this.gauges.sends++;
    const { token, wish, list } = exchange;
    const attempt = exchange.retransmission.sends;
    this.#send(link, list, { token, attempt, wish });
  }

  #sendWaiting(nowMs: number): void {
    let sent = 0;
    for (const flight of this.#waiting) {
      const isAlive = flight.inquiry.flights.includes(flight);
      if (isAlive && !this.#sendFirst(flight, nowMs)) break;
      sent++;
    }
    if (sent > 0) this.#waiting = this.#waiting.slice(sent);
  }

  #take(
    flight: Flight,
    content: BackendAnswer["content"],
    nowMs: number,
  ): void {
    const { inquiry } = flight;
    if (content.kind === "block") this.#takeBlock(flight, content, nowMs);
    else if (content.kind === "slots") this.#settle(inquiry, content, nowMs);
    else this.#settle(inquiry, { kind: content.kind }, nowMs);
  }

  #takeBlock(flight: Flight, block: Block, nowMs: number): void {
    const { inquiry } = flight;
    const assembly = inquiry.assembly ?? this.#assemble(inquiry, block);
    if (!assembly) return this.#settle(inquiry, { kind: "too_large" }, nowMs);
    if (block.number !== flight.block || !assembly.fits(block)) {
      return this.#restart(inquiry, nowMs);
    }
    assembly.add(block);
    for (const number of assembly.blocksToAsk(inquiry.flights.length)) {
      this.#start(inquiry, number, nowMs);
    }
    if (!assembly.isWhole) return;
    try {
      const slots = assembly.decode();
      this.#settle(inquiry, { kind: "slots", slots }, nowMs);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#restart(inquiry, nowMs);
    }
  }

  #assemble(inquiry: Inquiry, block: Block): Assembly | null {
    if (this.gauges.assemblyBytes + block.total > ASSEMBLY_BYTES_MAX) {
      return null;
    }
    this.gauges.assemblyBytes += block.total;
    return inquiry.assembly = new Assembly(block);
  }

  /** The calendars changed while their answer was on its way. */
  #restart(inquiry: Inquiry, nowMs: number): void {
    this.#abandon(inquiry);
    if (inquiry.restarts++ < RESTARTS_MAX) this.#start(inquiry, 0, nowMs);
    else this.#settle(inquiry, { kind: "unreachable" }, nowMs);
  }

  #settle(inquiry: Inquiry, outcome: Outcome, nowMs: number): void {
    this.#abandon(inquiry);
    if (this.#inquiries.get(inquiry.key) === inquiry) {
      this.#inquiries.delete(inquiry.key);
    }
    for (const settle of inquiry.waiters) settle(outcome, nowMs);
  }

  #abandon(inquiry: Inquiry): void {
    while (inquiry.flights.length > 0) this.#end(inquiry.flights[0]!);
    this.gauges.assemblyBytes -= inquiry.assembly?.total ?? 0;
    inquiry.assembly = null;
  }

  #end(flight: Flight): void {
    const { exchange, inquiry } = flight;
    this.#budget.release(exchange);
    exchange.end();
    this.#flights.delete(tokenKey(exchange.token));
    const at = inquiry.flights.indexOf(flight);
    if (at >= 0) inquiry.flights.splice(at, 1);
  }

  #armFor({ exchange, inquiry }: Flight): void {
    if (inquiry.flights.length === 0) return;
    const { dueMs, sends, deadlineMs } = exchange.retransmission;
    this.#dueMs = Math.min(this.#dueMs, sends > 0 ? dueMs : deadlineMs);
  }
}

/** 30 bits of the token, which a map looks up faster than all 64. */
function tokenKey({ low }: Id64): number {
  return low >>> 2;
}

/**
 * Whether one who asks the same may wait for the answer to an earlier inquiry:
 * not if that is so old that its sends have begun to be repeated.
 */
function isShared(
  inquiry: Inquiry,
  { server, wish, nowMs }: {
    readonly server: Server;
    readonly wish: Wish;
    readonly nowMs: number;
  },
): boolean {
  return nowMs - inquiry.nowMs < RTO_MS_MIN && server === inquiry.server &&
    sameId(server.listId, inquiry.list) && sameWish(wish, inquiry.wish);
}
