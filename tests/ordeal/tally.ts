/** What came of the questions of an ordeal, counted over all its clients. */

import type { JsonAnswer } from "../support/line_client.ts";
import type { Verdict } from "./truth.ts";

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
  /** The same, in queries that the main server slept through. */
  overslept: number;
  /** Servers called unreachable that were there, with when. */
  accused: string[];
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
    overslept: 0,
    accused: [],
    wrong: [],
  };
}

/** Counts one answer, about what was asked. */
export function count(
  tally: Tally,
  verdict: Verdict,
  { names, answer }: {
    readonly names: readonly string[];
    readonly answer: JsonAnswer;
  },
): void {
  const { kind } = verdict;
  if (kind !== "wrong" && kind !== "accused") tally[kind]++;
  else {
    const shown = JSON.stringify(answer);
    tally[kind].push(`${verdict.why}: for ${names} came ${shown}`);
  }
}

/** All of them together. */
export function sumTallies(tallies: readonly Tally[]): Tally {
  const sum = newTally();
  for (const tally of tallies) {
    for (const key of COUNTS) sum[key] += tally[key];
    sum.worstMs = Math.max(sum.worstMs, Math.round(tally.worstMs));
    sum.accused = [...sum.accused, ...tally.accused];
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
  "overslept",
] as const;
