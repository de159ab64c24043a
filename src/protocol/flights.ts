/**
 * Questions on their way: each is sent, repeated, answered or given up, and
 * no more are out than their answers find room on our socket.
 */

import type { Random } from "../base/ports.ts";
import type { Id64 } from "../wire/datagram.ts";
import type { BackendAnswer, Question } from "../wire/questions.ts";
import type { Wish } from "../wire/wish.ts";
import { AnswerBudget } from "./answer_budget.ts";
import type { Server } from "./directory.ts";
import { Exchange } from "./exchange.ts";
import type { Link } from "./link.ts";
import type { TokenPool } from "./token_pool.ts";

/**
 * Sends a question over a link; questions of one turn share datagrams.
 *
 * @returns Whether it is the first in its datagram.
 */
export type SendQuestion = (
  link: Link,
  list: Id64,
  question: Question,
) => boolean;

/** How a question ended. */
export type Landing =
  | BackendAnswer["content"]
  /** The server is gone: nobody is left to ask. */
  | { readonly kind: "gone" }
  /** It waited too long for room for its answer on our socket. */
  | { readonly kind: "unasked" }
  | { readonly kind: "unreachable" };

/** A question, and who wants to know how it ends. */
export interface Flight {
  readonly exchange: Exchange;
  /** `from` is the copy that answered, if one did. */
  readonly land: (landing: Landing, nowMs: number, from?: Link) => void;
}

export interface LaunchOptions {
  readonly server: Server;
  readonly wish: Wish;
  readonly nowMs: number;
  readonly deadlineMs: number;
  /** The copy that is asked first, and oftenest as long as it is heard. */
  readonly pin?: Link | undefined;
  /** Called once, unless the flight is cancelled. */
  readonly land: Flight["land"];
}

export class Flights {
  /** What was counted since the start. */
  readonly gauges = { sends: 0, repeats: 0, mismatched: 0 };
  readonly #random: Random;
  readonly #tokens: TokenPool;
  readonly #send: SendQuestion;
  readonly #budget = new AnswerBudget();
  readonly #flying = new Map<number, Flight>();
  /** Not sent yet, as enough answers are on their way to our socket. */
  #waiting: Flight[] = [];
  /** Not sent yet, as their link has enough until it is measured. */
  #parked: Flight[] = [];
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
    return this.#flying.size;
  }

  /** Sends a question, now or when there is room. */
  launch(options: LaunchOptions): Flight {
    const { server, wish, nowMs, deadlineMs, pin, land } = options;
    let token = this.#tokens.draw();
    while (this.#flying.has(tokenKey(token))) token = this.#tokens.draw();
    const random = this.#random;
    const exchange = new Exchange({
      token,
      server,
      wish,
      nowMs,
      deadlineMs,
      random,
      pin,
    });
    const flight = { exchange, land };
    this.#flying.set(tokenKey(token), flight);
    if (this.#waiting.length > 0 || !this.#depart(flight, nowMs)) {
      this.#waiting.push(flight);
    }
    this.#armFor(flight);
    return flight;
  }

  /** Forgets a question; its answer will be nobody's. */
  cancel({ exchange }: Flight): void {
    this.#budget.release(exchange);
    exchange.end();
    this.#flying.delete(tokenKey(exchange.token));
  }

  /** Takes an answer that came over `link`, if it is one to our question. */
  answered(answer: BackendAnswer, link: Link, nowMs: number): void {
    const flight = this.#flying.get(tokenKey(answer.token));
    if (!flight || !flight.exchange.isAnsweredBy(answer, link)) {
      this.gauges.mismatched++;
      return;
    }
    const { retransmission } = flight.exchange;
    if (!link.roundTrip.measured) this.#unpark();
    const roundTripMs = retransmission.roundTripMs(answer.attempt, nowMs);
    if (roundTripMs !== undefined) link.roundTrip.sample(roundTripMs);
    const { sends } = retransmission;
    link.repeats.answered({ attempt: answer.attempt, sends }, nowMs);
    this.#land(flight, answer.content, nowMs, link);
    this.#departWaiting(nowMs);
  }

  /** Sends again what is due and gives up what is over. */
  poll(nowMs: number): void {
    this.#dueMs = Infinity;
    for (const flight of this.#flying.values()) {
      const { retransmission } = flight.exchange;
      if (retransmission.isOver(nowMs)) {
        const wasAsked = flight.exchange.wasAsked(nowMs);
        this.#land(
          flight,
          { kind: wasAsked ? "unreachable" : "unasked" },
          nowMs,
        );
      } else if (nowMs >= retransmission.dueMs && retransmission.sends > 0) {
        this.#repeat(flight, nowMs);
      }
      this.#armFor(flight);
    }
    this.#unpark();
    this.#departWaiting(nowMs);
  }

  /** Our own loop slept: whoever is asked gets a moment to answer after it. */
  forgive(sleptMs: number, nowMs: number): void {
    for (const { exchange } of this.#flying.values()) {
      exchange.retransmission.outlast(sleptMs, nowMs);
    }
  }

  #isFlying(flight: Flight): boolean {
    return this.#flying.get(tokenKey(flight.exchange.token)) === flight;
  }

  #land(flight: Flight, landing: Landing, nowMs: number, from?: Link): void {
    this.cancel(flight);
    flight.land(landing, nowMs, from);
  }

  /** @returns False if our socket has no room for its answer. */
  #depart(flight: Flight, nowMs: number): boolean {
    const { exchange } = flight;
    const link = exchange.nextLink(nowMs);
    if (!link) {
      this.#land(flight, { kind: "gone" }, nowMs);
    } else if (link.isUntried) {
      // Aside, so that one who does not answer holds up nobody else.
      this.#parked.push(flight);
      exchange.isHeldUp = true;
    } else {
      if (this.#budget.isSpent) return false;
      link.repeats.asked(nowMs);
      const isFirst = this.#transmit(flight, link, nowMs);
      this.#budget.charge(exchange, { bytes: link.answerBytes, isFirst });
    }
    return true;
  }

  #repeat(flight: Flight, nowMs: number): void {
    const { exchange } = flight;
    // What did not come by now is not on its way.
    this.#budget.release(exchange);
    const { retransmission, server } = exchange;
    if (server.links.length === 0) {
      return this.#land(flight, { kind: "gone" }, nowMs);
    }
    const isSpent = ({ repeats }: Link) =>
      retransmission.sends > 1 && repeats.isSpent(nowMs);
    const link = exchange.nextLink(nowMs, isSpent);
    if (!link) return retransmission.stop();
    this.gauges.repeats++;
    this.#transmit(flight, link, nowMs);
  }

  /** @returns Whether it is the first in its datagram. */
  #transmit({ exchange }: Flight, link: Link, nowMs: number): boolean {
    exchange.sent(link, nowMs);
    this.gauges.sends++;
    const { token, wish, list } = exchange;
    const attempt = exchange.retransmission.sends;
    return this.#send(link, list, { token, attempt, wish });
  }

  #departWaiting(nowMs: number): void {
    let departed = 0;
    for (const flight of this.#waiting) {
      if (this.#isFlying(flight)) {
        if (!this.#depart(flight, nowMs)) break;
        this.#armFor(flight);
      }
      departed++;
    }
    if (departed > 0) this.#waiting = this.#waiting.slice(departed);
  }

  /** Their link may have been measured, or have given up some. */
  #unpark(): void {
    if (this.#parked.length === 0) return;
    this.#waiting = this.#waiting.concat(this.#parked);
    this.#parked = [];
  }

  #armFor(flight: Flight): void {
    if (!this.#isFlying(flight)) return;
    const { dueMs, sends, deadlineMs } = flight.exchange.retransmission;
    this.#dueMs = Math.min(this.#dueMs, sends > 0 ? dueMs : deadlineMs);
  }
}

/** 30 bits of the token, which a map looks up faster than all 64. */
function tokenKey({ low }: Id64): number {
  return low >>> 2;
}
