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
  "N1", // strangers get no more than they give
  "N4", // no question is sent more often than allowed
  "N5", // nothing is said in reply that was not asked for
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

export class Checks {
  readonly #counts = new Map<Invariant, number>();
  worstAnswerMs = 0;
  worstByteRatio = 0;
  queries = 0;

  /**
   * @param message Called only if it does not hold.
   * @throws {Violation} If it does not.
   */
  hold(invariant: Invariant, holds: boolean, message: () => string): void {
    this.#counts.set(invariant, this.of(invariant) + 1);
    if (!holds) throw new Violation(invariant, message());
  }

  of(invariant: Invariant): number {
    return this.#counts.get(invariant) ?? 0;
  }

  addAll(other: Checks): void {
    for (const invariant of INVARIANTS) {
      this.#counts.set(invariant, this.of(invariant) + other.of(invariant));
    }
    this.queries += other.queries;
    this.worstAnswerMs = Math.max(this.worstAnswerMs, other.worstAnswerMs);
    this.worstByteRatio = Math.max(this.worstByteRatio, other.worstByteRatio);
  }
}
