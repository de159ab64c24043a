/** What the main server wants to know of one server, until it is settled. */

import { RTO_MS_MIN } from "../base/limits.ts";
import type { Aspect } from "../wire/aspect.ts";
import type { Assembled } from "../wire/blocks.ts";
import { type Id64, sameId } from "../wire/datagram.ts";
import { answersWish } from "../wire/report.ts";
import { sameWish, type Wish } from "../wire/wish.ts";
import type { Assembly } from "./assembly.ts";
import type { Server } from "./directory.ts";
import type { Flight } from "./flights.ts";
import type { Link } from "./link.ts";

/** How an inquiry ended. */
export type Outcome =
  | Assembled & {
    /** It is of one person, and to be told only with others' time. */
    readonly notAlone: boolean;
  }
  /** Whoever was asked about alone may not be. */
  | { readonly kind: "not_alone" }
  /**
   * The server has another list or other times by now, or is gone: look the
   * names up again.
   */
  | { readonly kind: "stale" }
  | { readonly kind: "too_large" }
  /** So much is asked that it never had its turn. */
  | { readonly kind: "unasked" }
  /** Nobody answered in time. */
  | { readonly kind: "unreachable" };

export type Told = Extract<Outcome, Assembled>;

export type Settle = (outcome: Outcome, nowMs: number) => void;

export interface InquiryOptions {
  readonly server: Server;
  /** Positions in the server's list, strictly ascending. */
  readonly people: readonly number[];
  /** Whether one person is all that the whole query is about. */
  readonly alone: boolean;
  /** Null is the common time without bounds, of numbers. */
  readonly aspect: Aspect | null;
  readonly nowMs: number;
  readonly deadlineMs: number;
}

export interface Inquiry {
  /** Where equal inquiries are found. */
  readonly key: number;
  readonly server: Server;
  readonly list: Id64;
  readonly wish: Wish;
  readonly startedMs: number;
  readonly deadlineMs: number;
  /** Empty once it is settled. */
  waiters: Settle[];
  flights: readonly Flight[];
  assembly: Assembly | null;
  /** The copy whose long answer is fetched: another's may be another. */
  source: Link | undefined;
  /** Whether any block of it is not to be told alone. */
  notAlone: boolean;
  restarts: number;
}

/** Whether it is what was asked for: a peer may say anything. */
export function isAnswer(told: Told, wish: Wish): boolean {
  if (told.kind === "report") return answersWish(told.report, wish);
  return wish.aspect?.measure !== "spread";
}

/**
 * Whether one who asks the same may wait for the answer to an earlier inquiry:
 * not if that is so old that its sends have begun to be repeated.
 */
export function isShared(
  { startedMs, deadlineMs, server, list, wish }: Inquiry,
  asked: {
    readonly server: Server;
    readonly wish: Wish;
    readonly nowMs: number;
    readonly deadlineMs: number;
  },
): boolean {
  // An older query that asks anew has less time left: it would wait beyond its
  // own deadline, or make a younger one that joins it give up before its time.
  const youngerMs = asked.deadlineMs - deadlineMs;
  return asked.nowMs - startedMs < RTO_MS_MIN &&
    youngerMs >= 0 && youngerMs < RTO_MS_MIN && asked.server === server &&
    sameId(server.listId, list) && sameWish(asked.wish, wish);
}
