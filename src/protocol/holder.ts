/**
 * The backend's side of a booking: it holds a slot for its people when a main
 * server claims it, and does with it what is decided.
 *
 * (nothing) -> held (claim) -> booked (commit) -> cancelled (cancel)
 *                           -> cancelled (cancel, if no commit was heard)
 *                           -> (nothing) (release)
 *
 * What came in one turn is worked through in its order and kept in one commit;
 * only then is anybody answered. A hold is the main server's to decide, and
 * while its decision does not come it is asked for, see doubts.ts.
 */

import { WireError } from "../base/errors.ts";
import { DOUBT_MS_FIRST } from "../base/limits.ts";
import type { Entropy } from "../base/ports.ts";
import type {
  Decision,
  HoldLedger,
  LedgerId,
  TransactionId,
} from "../calendar/bookings.ts";
import type { FreeTime } from "../calendar/free_time.ts";
import type { People } from "../calendar/people.ts";
import {
  type ClaimRequest,
  type DecisionNote,
  encodeClaimReply,
  encodeReceipt,
  type TransactionOutcome,
} from "../wire/bookings.ts";
import type { ClaimVerdict } from "../wire/claim_verdict.ts";
import { type Id64, sameId } from "../wire/datagram.ts";
import { listId } from "../wire/registration.ts";
import { holdOf, judgeClaim } from "./claim_judge.ts";
import { type Conflict, Conflicts } from "./conflicts.ts";
import { type AskMains, Doubts } from "./doubts.ts";
import { HoldBook } from "./hold_book.ts";
import { followDecision } from "./hold_decision.ts";
import { NO_LEDGER } from "./no_ledger.ts";
import { Released } from "./released.ts";

/** What the owner of the calendars should know. */
export type HolderEvent =
  | Conflict
  /** A decision to book what was never held here, or whose ledger is lost. */
  | { readonly kind: "unknown_commit"; readonly transaction: TransactionId };

/** A main server, by the session in which it spoke. */
export interface Caller {
  readonly session: Id64;
  readonly send: (bytes: Uint8Array) => void;
}

/** To be done once all is kept. */
type Effect = () => void;
const NO_EFFECT: Effect = () => {};

/** What waits for the end of the turn. */
interface Request {
  readonly take: (nowMs: number) => Effect;
  /** Done instead where there was no room for it. */
  readonly refuse: Effect;
}

export interface HolderOptions {
  /** Without one nothing can be held. */
  readonly ledger: HoldLedger | null;
  readonly time: FreeTime;
  /** Whether somebody may be told of without company. */
  readonly mayBeAlone: (person: number) => boolean;
  readonly entropy: Entropy;
  readonly ask: AskMains;
  readonly report: (event: HolderEvent) => void;
}

export class Holder {
  readonly doubts: Doubts;
  readonly #options: HolderOptions;
  readonly #book: HoldBook;
  readonly #conflicts: Conflicts;
  readonly #released = new Released();
  #requests: Request[] = [];

  /** @throws Whatever the ledger throws when it is loaded. */
  constructor(options: HolderOptions) {
    const { ledger, time, entropy, ask, report } = options;
    this.#options = options;
    this.#book = new HoldBook(ledger ?? NO_LEDGER, time);
    this.doubts = new Doubts(entropy, ask);
    this.#conflicts = new Conflicts(time, report);
    for (const hold of this.#book.holds) {
      if (hold.state === "held") this.doubts.add(hold, -Infinity);
    }
    this.#conflicts.check(this.#book.holds);
  }

  /** Drawn when the ledger was made; null before there is one. */
  get ledgerId(): LedgerId | null {
    return this.#book.ledgerId;
  }

  /**
   * Takes other calendars. What was claimed of the people before is settled
   * first, and everything that is booked stays so.
   */
  replace(people: People, nowMs: number): void {
    this.poll(nowMs);
    this.#options.time.replace(people);
    this.#conflicts.check(this.#book.holds);
  }

  /** @throws {WireError} If people are claimed whom the list has not. */
  claim(claim: ClaimRequest, caller: Caller): void {
    const { names } = this.#options.time.people;
    const last = claim.people.at(-1)!;
    if (sameId(claim.list, this.#list) && last >= names.size) {
      throw new WireError(
        `Cannot claim person ${last} as the list has ${names.size}`,
      );
    }
    this.#requests.push({
      take: (nowMs) => this.#claim(claim, caller, nowMs),
      refuse: () => reply(claim, caller, { kind: "no_ledger" }),
    });
  }

  decide(note: DecisionNote<Decision>, { session, send }: Caller): void {
    const confirm = () => send(encodeReceipt(session, note));
    this.#decide(note.transaction, note.decision, confirm);
  }

  /** Takes the answer to a doubt; nothing answers that. */
  outcome(note: DecisionNote<TransactionOutcome>): void {
    const { transaction, decision } = note;
    if (decision === "open" || !this.doubts.isReply(note)) return;
    this.#decide(transaction, decision, NO_EFFECT);
  }

  /**
   * Does what has come since the last time, and asks what is due.
   *
   * @throws Whatever the ledger throws but that it is full: then nobody knows
   * what it holds, and the server has to end.
   */
  poll(nowMs: number): void {
    const requests = this.#requests;
    this.#requests = [];
    this.#work(requests, nowMs);
    this.doubts.poll(nowMs);
  }

  get #list(): Id64 {
    return listId(this.#options.time.people.names.digest);
  }

  #work(requests: readonly Request[], nowMs: number): void {
    const effects = requests.map(({ take }) => take(nowMs));
    if (this.#book.commit()) {
      for (const effect of effects) effect();
    } else if (requests.length > 1) {
      // Some may fit where all do not: to let go takes no room.
      for (const request of requests) this.#work([request], nowMs);
    } else {
      for (const { refuse } of requests) refuse();
    }
  }

  #claim(claim: ClaimRequest, caller: Caller, nowMs: number): Effect {
    const verdict = this.#judge(claim);
    if (verdict === null) return NO_EFFECT;
    const isKnown = this.#book.find(claim.transaction) !== undefined;
    const hold = verdict.kind === "held" && !isKnown
      ? holdOf(claim, this.#options.time)
      : null;
    if (hold) this.#book.put(hold);
    return () => {
      if (hold) this.doubts.add(hold, nowMs + DOUBT_MS_FIRST);
      if (verdict.kind === "contested") {
        this.doubts.hurry(verdict.transaction, nowMs);
      }
      reply(claim, caller, verdict);
    };
  }

  /** @returns Null if it is to be met with silence. */
  #judge(claim: ClaimRequest): ClaimVerdict | null {
    const { ledger, time, mayBeAlone } = this.#options;
    if (!ledger) return { kind: "no_ledger" };
    const [book, released] = [this.#book, this.#released];
    return judgeClaim(claim, { time, book, released, mayBeAlone });
  }

  /** If there is no room nothing is said, and the decision comes again. */
  #decide(
    transaction: TransactionId,
    decision: Decision,
    confirm: Effect,
  ): void {
    const take = () => {
      const effect = this.#follow(transaction, decision);
      return () => {
        effect();
        this.doubts.settle(transaction);
        confirm();
      };
    };
    this.#requests.push({ take, refuse: NO_EFFECT });
  }

  #follow(transaction: TransactionId, decision: Decision): Effect {
    const places = { book: this.#book, released: this.#released };
    const booked = followDecision(transaction, decision, places);
    if (booked === null) return NO_EFFECT;
    if (booked !== "unknown") return () => this.#conflicts.add(booked);
    const { report } = this.#options;
    return () => report({ kind: "unknown_commit", transaction });
  }
}

function reply(
  { token, attempt, transaction }: ClaimRequest,
  { session, send }: Caller,
  verdict: ClaimVerdict,
): void {
  const told = { token, attempt, transaction, verdict };
  send(encodeClaimReply(session, told));
}
