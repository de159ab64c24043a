/**
 * Attempts to book that are under way: each has its servers hold the slot, and
 * when it is clear what comes of that, has the decision kept and then told.
 */

import { ATTEMPTS_MAX, QUERY_MS_MAX } from "../base/limits.ts";
import type { Entropy, Random } from "../base/ports.ts";
import {
  type Booking,
  type BookOutcome,
  type BookRequest,
  TRANSACTION_BYTES,
  type TransactionId,
} from "../calendar/bookings.ts";
import type { ClaimReply } from "../wire/bookings.ts";
import { sameId } from "../wire/datagram.ts";
import {
  type Answer,
  Attempt,
  type AttemptPart,
  unreachable,
} from "./attempt.ts";
import type { BookingBook } from "./booking_book.ts";
import { claimErrand } from "./claim_errand.ts";
import { type ClaimContext, objectionTo, planClaims } from "./claim_plan.ts";
import type { Link } from "./link.ts";
import { answerToKey, isSameRequest } from "./repeated_key.ts";

const NO_ROOM = { kind: "ledger_full", server: null } as const;

export interface AttemptsOptions {
  readonly book: BookingBook;
  readonly context: ClaimContext;
  readonly entropy: Entropy;
  readonly random: Random;
  readonly send: (link: Link, bytes: Uint8Array) => void;
  /** The decision is kept: bring it to its servers. */
  readonly booked: (booking: Booking, nowMs: number) => void;
  /** A server may hold what comes to nothing. */
  readonly release: (
    transaction: TransactionId,
    server: string,
    nowMs: number,
  ) => void;
}

export class Attempts {
  readonly #options: AttemptsOptions;
  readonly #open = new Map<TransactionId, Attempt>();
  /** Those too whose refusal waits to be kept, or who wait for a list. */
  readonly #byKey = new Map<string, Attempt>();
  #dueMs = Infinity;

  constructor(options: AttemptsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** Whether it is not decided yet, or the decision is not kept. */
  isOpen(transaction: TransactionId): boolean {
    return this.#open.has(transaction);
  }

  /** When to poll at the latest. */
  get dueMs(): number {
    return this.#dueMs;
  }

  /** @param answer Called once, when it is decided and that is kept. */
  begin(request: BookRequest, nowMs: number, answer: Answer): void {
    const known = this.#options.book.find(request.key);
    if (known) return answer(answerToKey(known, request));
    const open = this.#byKey.get(request.key);
    if (!open) {
      if (this.size >= ATTEMPTS_MAX) return answer({ kind: "busy" });
      const deadlineMs = nowMs + QUERY_MS_MAX;
      const waiting = { deadlineMs, answers: [answer] };
      return this.#attempt(request, waiting, nowMs);
    }
    if (isSameRequest(open.request, request)) open.answers.push(answer);
    else answer({ kind: "key_taken" });
  }

  /** Takes what a server says to a claim, if it is to one of ours. */
  claimed(reply: ClaimReply, link: Link, nowMs: number): void {
    const attempt = this.#open.get(reply.transaction);
    const part = attempt?.parts.find(({ verdict, errand }) =>
      verdict === null && errand.isAnsweredBy(reply, link, nowMs)
    );
    if (!attempt || attempt.isDecided || !part) return;
    const { verdict } = reply;
    const { book, release } = this.#options;
    if (verdict.kind === "contested" && verdict.decider === book.ledgerId) {
      // An attempt of ours that came to nothing: the claim will be repeated.
      return release(verdict.transaction, part.server.name, nowMs);
    }
    part.verdict = verdict;
    this.#settle(attempt, nowMs);
  }

  /** Sends again what is due, and ends what is over. */
  poll(nowMs: number): void {
    if (nowMs < this.#dueMs) return;
    this.#dueMs = Infinity;
    for (const attempt of this.#open.values()) {
      if (attempt.isDecided) continue;
      this.#send(attempt, nowMs);
      if (nowMs >= attempt.deadlineMs) this.#settle(attempt, nowMs);
    }
  }

  #send({ parts, deadlineMs }: Attempt, nowMs: number): void {
    if (nowMs >= deadlineMs) return;
    this.#dueMs = Math.min(this.#dueMs, deadlineMs);
    for (const { errand, verdict } of parts) {
      if (verdict !== null) continue;
      errand.poll(nowMs);
      this.#dueMs = Math.min(this.#dueMs, errand.dueMs);
    }
  }

  #attempt(
    request: BookRequest,
    waiting: Pick<Attempt, "deadlineMs" | "answers">,
    nowMs: number,
  ): void {
    const { context } = this.#options;
    const plan = planClaims(context.directory, request);
    const end = (outcome: BookOutcome) => this.#end(request, waiting, outcome);
    const objection = objectionTo(plan, request, { context, nowMs });
    if (objection) return end(objection);
    const decider = this.#options.book.makeLedger();
    if (decider === null) return end(NO_ROOM);
    const transaction = newTransaction(this.#options.entropy);
    const { deadlineMs } = waiting;
    const attempt = new Attempt({
      ...waiting,
      transaction,
      request,
      parts: plan.parts.map((part) => ({
        ...part,
        errand: claimErrand(part, {
          ...this.#options,
          decider,
          transaction,
          request,
          nowMs,
          deadlineMs,
        }),
        verdict: null,
      })),
    });
    this.#open.set(transaction, attempt);
    this.#byKey.set(request.key, attempt);
    this.#send(attempt, nowMs);
  }

  #settle(attempt: Attempt, nowMs: number): void {
    const { book } = this.#options;
    const judgement = attempt.judge(
      nowMs >= attempt.deadlineMs,
      book.bookedElsewhere,
    );
    switch (judgement.kind) {
      case "open":
        return;
      case "hold":
        return this.#commit(attempt, nowMs);
      case "stale":
        return this.#lookUpAgain(attempt, judgement.part, nowMs);
      case "end":
        return this.#refuse(attempt, judgement.outcome, nowMs);
    }
  }

  /** All hold it: once that is kept, it is booked whatever happens. */
  #commit(attempt: Attempt, nowMs: number): void {
    const { transaction, request } = attempt;
    attempt.isDecided = true;
    const booking = attempt.toBooking();
    this.#options.book.stage({ kind: "put", booking }, (isKept) => {
      this.#open.delete(transaction);
      if (isKept) {
        this.#options.booked(booking, nowMs);
        return this.#end(request, attempt, { kind: "booked", booking });
      }
      this.#releaseAll(attempt, nowMs);
      this.#end(request, attempt, NO_ROOM);
    });
  }

  #refuse(attempt: Attempt, outcome: BookOutcome, nowMs: number): void {
    const { request, transaction } = attempt;
    this.#open.delete(transaction);
    this.#releaseAll(attempt, nowMs);
    if (outcome.kind !== "not_free") {
      return this.#end(request, attempt, outcome);
    }
    // The key has this outcome for ever, so that it is kept before it is told.
    const refused = { ...request, notFree: outcome.names };
    this.#options.book.stage({ kind: "refuse", refused }, (isKept) => {
      this.#end(request, attempt, isKept ? outcome : NO_ROOM);
    });
  }

  /** Waits for the server's newer list, in which people stand elsewhere. */
  #lookUpAgain(attempt: Attempt, part: AttemptPart, nowMs: number): void {
    const { request, transaction, deadlineMs, answers } = attempt;
    this.#open.delete(transaction);
    this.#releaseAll(attempt, nowMs);
    // Whoever asks by the key meanwhile waits with the others.
    const waiting = { deadlineMs, answers };
    const then = (changed: boolean, nowMs: number) => {
      if (changed) return this.#attempt(request, waiting, nowMs);
      this.#end(request, attempt, unreachable(request, [part]));
    };
    const { server, list } = part;
    const isNewer = !sameId(server.listId, list) || server.links.length === 0;
    if (isNewer) then(true, nowMs);
    else this.#options.context.awaitList(server, deadlineMs, then);
  }

  #end(
    { key }: BookRequest,
    { answers }: Pick<Attempt, "answers">,
    outcome: BookOutcome,
  ): void {
    this.#byKey.delete(key);
    for (const answer of answers.splice(0)) answer(outcome);
  }

  #releaseAll({ transaction, parts }: Attempt, nowMs: number): void {
    for (const part of parts) {
      const mayHold = part.verdict === null || part.verdict.kind === "held";
      if (mayHold) this.#options.release(transaction, part.server.name, nowMs);
    }
  }
}

function newTransaction(entropy: Entropy): TransactionId {
  const bytes = new Uint8Array(TRANSACTION_BYTES);
  entropy.fill(bytes);
  return bytes.toHex();
}
