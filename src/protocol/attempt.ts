/**
 * One attempt to book: all servers hold the slot, or none does in the end.
 *
 * It gathers what the servers say and tells when that is enough to decide; to
 * keep the decision and to bring it to them is the coordinator's.
 */

import { bookingId } from "../calendar/booking_id.ts";
import type {
  BookedSlot,
  Booking,
  BookOutcome,
  BookRequest,
  TransactionId,
} from "../calendar/bookings.ts";
import { kindsOf, type ServerTimes } from "../calendar/mixed_times.ts";
import { nameKey } from "../calendar/name.ts";
import type { ClaimVerdict } from "../wire/claim_verdict.ts";
import { type ClaimPart, namesOf } from "./claim_plan.ts";
import type { Errand } from "./errand.ts";
import type { BookedElsewhere } from "./moved_people.ts";

/** What one server is asked to hold, and what it says. */
export interface AttemptPart extends ClaimPart {
  readonly errand: Errand;
  /** Null until it has answered. */
  verdict: ClaimVerdict | null;
}

export type Answer = (outcome: BookOutcome) => void;

/** What the verdicts come to. */
export type Judgement =
  /** Not all have answered. */
  | { readonly kind: "open" }
  | { readonly kind: "hold" }
  /** One of them has another list by now: look the names up again. */
  | { readonly kind: "stale"; readonly part: AttemptPart }
  | { readonly kind: "end"; readonly outcome: BookOutcome };

export class Attempt {
  readonly transaction: TransactionId;
  readonly request: BookRequest;
  readonly deadlineMs: number;
  readonly parts: readonly AttemptPart[];
  /** All who asked for it by now. */
  readonly answers: Answer[];
  /** Whether its decision waits to be kept. */
  isDecided = false;

  constructor({ transaction, request, deadlineMs, parts, answers }: {
    readonly transaction: TransactionId;
    readonly request: BookRequest;
    readonly deadlineMs: number;
    readonly parts: readonly AttemptPart[];
    readonly answers: Answer[];
  }) {
    this.transaction = transaction;
    this.request = request;
    this.deadlineMs = deadlineMs;
    this.parts = parts;
    this.answers = answers;
  }

  /**
   * @param isOver Whether those who are silent will say nothing any more.
   * @param booked What is booked for people whom other servers had then.
   */
  judge(isOver: boolean, booked: BookedElsewhere): Judgement {
    const silent = this.parts.filter(({ verdict }) => verdict === null);
    if (silent.length > 0 && !isOver) return { kind: "open" };
    const stale = this.#which("stale")[0];
    if (stale && !isOver) return { kind: "stale", part: stale };
    const before = this.#which("booked_before").length;
    const moved = before === 0 ? this.#bookedElsewhere(booked) : [];
    const outcome = this.#objection() ?? this.#failure() ??
      this.#notFree(moved);
    if (outcome) return { kind: "end", outcome };
    if (before === 0) return { kind: "hold" };
    // Some main server has booked by the same key. It had all hold the slot
    // before it did, so that who does not know of it was not asked for there.
    if (before < this.parts.length) return end({ kind: "key_taken" });
    return end({ kind: "booked", booking: bookedSlot(this.request) });
  }

  /** To be kept once all hold it. */
  toBooking(): Booking {
    const parts = this.parts.map(({ server, names }) => ({
      server: server.name,
      people: [...names.values()].map((name) => nameKey(name)!).sort(),
      confirmed: false,
    }));
    const { transaction } = this;
    return { ...bookedSlot(this.request), transaction, state: "booked", parts };
  }

  /** Why nobody's time matters. */
  #objection(): BookOutcome | null {
    if (this.#which("key_taken").length > 0) return { kind: "key_taken" };
    if (this.#which("contested").length > 0) return { kind: "outcome_unknown" };
    const [discreet] = this.#which("not_alone");
    if (discreet) {
      const [name] = this.request.names;
      return { kind: "not_alone", name: name!, server: discreet.server.name };
    }
    if (this.#which("other_times").length === 0) return null;
    return { kind: "mixed_times", ...kindsOf(this.parts.map(timesOf)) };
  }

  /** What may be otherwise next time. */
  #failure(): BookOutcome | null {
    const [full] = this.#which("no_ledger");
    if (full) return { kind: "ledger_full", server: full.server.name };
    const silent = this.parts.filter(({ verdict }) =>
      verdict === null || verdict.kind === "stale"
    );
    return silent.length > 0
      ? unreachable(this.request, silent)
      : this.#unreadable();
  }

  #unreadable(): BookOutcome | null {
    const servers = this.parts.flatMap(({ server, verdict, names }) => {
      if (verdict?.kind !== "unreadable") return [];
      const some = namesAt(names, verdict.people);
      const inOrder = this.request.names.filter((name) => some.has(name));
      return [{ server: server.name, names: inOrder }];
    });
    return servers.length > 0 ? { kind: "unreadable", servers } : null;
  }

  /**
   * What no later attempt by the same key would change. It is told once all
   * have been looked at: of fewer it could be an answer about one alone.
   *
   * @param moved Who is not free although no server says so.
   */
  #notFree(moved: readonly string[]): BookOutcome | null {
    if (this.#which("not_free").length + moved.length === 0) return null;
    const notFree = new Set(moved);
    for (const { verdict, names } of this.parts) {
      if (verdict !== null && "isDiscreet" in verdict && verdict.isDiscreet) {
        return { kind: "not_free", names: [] };
      }
      if (verdict?.kind !== "not_free") continue;
      for (const name of namesAt(names, verdict.people)) notFree.add(name);
    }
    const names = this.request.names.filter((name) => notFree.has(name));
    return { kind: "not_free", names };
  }

  /** Who has the slot booked already where nobody has been asked. */
  #bookedElsewhere(booked: BookedElsewhere): string[] {
    const { names, slot } = this.request;
    const parts = this.parts.map(({ server, names }) => ({
      server,
      has: new Set(names.values()),
    }));
    return names.filter((name) => {
      const holders = parts.filter(({ has }) => has.has(name));
      return booked(nameKey(name)!, holders).some((other) =>
        other.times === slot.times && other.start < slot.end &&
        slot.start < other.end
      );
    });
  }

  #which(kind: ClaimVerdict["kind"]): AttemptPart[] {
    return this.parts.filter(({ verdict }) => verdict?.kind === kind);
  }
}

/** Those of the names that stand at some of the positions. */
function namesAt(
  names: ReadonlyMap<number, string>,
  positions: readonly number[],
): Set<string> {
  return new Set(positions.flatMap((position) => names.get(position) ?? []));
}

/** What the server's times are, by its own word if it has objected. */
function timesOf({ server, verdict }: AttemptPart): ServerTimes {
  const times = verdict?.kind === "other_times" ? verdict.times : server.times;
  return { server: server.name, times };
}

/** What was booked by the request, by this main server or by another. */
function bookedSlot(request: BookRequest): BookedSlot {
  return { ...request, id: bookingId(request.key) };
}

/** Servers that did not answer, and for whom they had been asked. */
export function unreachable(
  request: BookRequest,
  parts: readonly ClaimPart[],
): BookOutcome {
  const servers = parts.map((part) => ({
    server: part.server.name,
    names: namesOf(request, [part]),
  }));
  return { kind: "unreachable", servers };
}

function end(outcome: BookOutcome): Judgement {
  return { kind: "end", outcome };
}
