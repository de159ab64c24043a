/** The invariants of FAULTS.md, and how often each was held against a run. */

export const INVARIANTS = [
  "S1", // no slot in which somebody is not free; complete answers are exact
  "S2", // nobody who is listed is said not to exist
  "S3", // who is called unreachable was so
  "S4", // visible names are exactly one list
  "S5", // nothing of an older session after a newer one
  "S6", // two lists under one name never mix
  "L1", // every request is answered in time
  "L2", // all is well again after healing
  "L3", // no client starves another
  "B1", // a booking is all or nothing
  "B2", // nobody is booked twice, or when not free
  "B3", // what was told to be booked or cancelled is kept
  "B4", // a key has one outcome for ever
  "B5", // nothing is in doubt once all is well
  "N1", // strangers get no more than they give
  "N2", // no key meets a nonce twice
  "N3", // nothing changes by what is old, or comes from somebody else
  "N4", // no question is sent more often than allowed
  "N5", // nothing is said in reply that was not asked for
  "P1", // nobody is told of alone whose server does not allow it
  "P2", // nobody is named as missing whose server does not reveal
  "T1", // what terms ask for is exactly what is told
  "T2", // numbers are never compared with instants
  "U1", // who is called unreadable was so, and nobody else
  "R1", // everything that is counted is within its bounds
  "R2", // nothing is left after draining
] as const;

export type Invariant = typeof INVARIANTS[number];

/** An invariant did not hold: the end of this seed. */
export class Violation extends Error {
  override readonly name = "Violation";
  readonly invariant: Invariant;

  constructor(invariant: Invariant, message: string) {
    super(`${invariant}: ${message}`);
    this.invariant = invariant;
  }
}

/** How often each was held, and the worst that was seen. */
export interface CheckFigures {
  readonly counts: Readonly<Record<Invariant, number>>;
  readonly queries: number;
  readonly termQueries: number;
  readonly bookings: number;
  readonly guesses: number;
  readonly worstAnswerMs: number;
  readonly worstByteRatio: number;
}

export function noChecks(): CheckFigures {
  return new Checks().figures;
}

export function mergeChecks(a: CheckFigures, b: CheckFigures): CheckFigures {
  const counts = { ...a.counts };
  for (const each of INVARIANTS) counts[each] += b.counts[each];
  return {
    counts,
    queries: a.queries + b.queries,
    termQueries: a.termQueries + b.termQueries,
    bookings: a.bookings + b.bookings,
    guesses: a.guesses + b.guesses,
    worstAnswerMs: Math.max(a.worstAnswerMs, b.worstAnswerMs),
    worstByteRatio: Math.max(a.worstByteRatio, b.worstByteRatio),
  };
}

export class Checks {
  readonly #counts = Object.fromEntries(
    INVARIANTS.map((each) => [each, 0]),
  ) as Record<Invariant, number>;
  worstAnswerMs = 0;
  worstByteRatio = 0;
  queries = 0;
  /** With terms, or about instants, and answered. */
  termQueries = 0;
  /** Made, and told to whoever asked for them. */
  bookings = 0;
  /** Guessed answers that a main server was handed, and has dropped. */
  guesses = 0;

  /**
   * @param message Called only if it does not hold.
   * @throws {Violation} If it does not.
   */
  hold(invariant: Invariant, holds: boolean, message: () => string): void {
    this.#counts[invariant]++;
    if (!holds) throw new Violation(invariant, message());
  }

  get figures(): CheckFigures {
    const { queries, termQueries, bookings, guesses } = this;
    const { worstAnswerMs, worstByteRatio } = this;
    const counts = { ...this.#counts };
    const done = { queries, termQueries, bookings, guesses };
    return { counts, ...done, worstAnswerMs, worstByteRatio };
  }
}
