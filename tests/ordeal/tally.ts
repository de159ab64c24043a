/** What came of the questions of an ordeal, counted over all its clients. */

/** What has become of the questions. */
export interface Tally {
  asked: number;
  complete: number;
  partial: number;
  pending: number;
  /** Connections that broke as their main server was killed. */
  broken: number;
  /** Questions that went down with their main server. */
  dropped: number;
  /** Answers beyond 2.1 s of a main server that could run. */
  late: number;
  /** The latest of all, beyond pauses and stalls. */
  worstMs: number;
  /** Servers called unreachable that were there. */
  accused: number;
  /** The same, in queries that the main server slept through. */
  overslept: number;
  /** Answers that were not true, or never came; with what was asked. */
  wrong: string[];
}

export function newTally(): Tally {
  return {
    asked: 0,
    complete: 0,
    partial: 0,
    pending: 0,
    broken: 0,
    dropped: 0,
    late: 0,
    worstMs: 0,
    accused: 0,
    overslept: 0,
    wrong: [],
  };
}

/** All of them together. */
export function sumTallies(tallies: readonly Tally[]): Tally {
  const sum = newTally();
  for (const tally of tallies) {
    for (const key of COUNTS) sum[key] += tally[key];
    sum.worstMs = Math.max(sum.worstMs, Math.round(tally.worstMs));
    sum.wrong = [...sum.wrong, ...tally.wrong];
  }
  return sum;
}

const COUNTS = [
  "asked",
  "complete",
  "partial",
  "pending",
  "broken",
  "dropped",
  "late",
  "accused",
  "overslept",
] as const;
