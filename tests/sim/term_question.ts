/** Questions with terms: what a client writes, and what it means by that. */

import type { Times } from "../../src/calendar/times.ts";
import type { OracleTerms } from "../support/term_oracle.ts";
import { type Answered, modelKey } from "./asked.ts";
import { EPOCH_S } from "./natures.ts";

export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** A moment as it is written, and what it is when something else is known. */
export interface Said {
  readonly text: string | number;
  at(known: { readonly nowS: number; readonly fromS: number }): number;
}

export interface TermQuestion {
  /** As a request has them. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** What its times count; null if it has none. */
  readonly times: Times | null;
  /** Null where nothing is said of it. */
  readonly from: Said | null;
  readonly to: Said | null;
  readonly duration: number;
  readonly before: number;
  readonly after: number;
  readonly step: number | null;
  /** From what time the steps of a day are counted, after midnight in UTC. */
  readonly midnightS: number;
  /** Null where everybody has to come. */
  readonly quorum: number | `${number}%` | null;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly limit: number | null;
  readonly sort: OracleTerms["sort"];
  readonly coverage: boolean;
  readonly explain: boolean;
}

const MINUTE_S = 60;
const WEEKS_S = 14 * 86_400;
const TIME_MAX = 2 ** 53 - 1;

/** As a question without terms would have it. */
export const NO_QUESTION: TermQuestion = {
  fields: {},
  times: null,
  from: null,
  to: null,
  duration: 1,
  before: 0,
  after: 0,
  step: null,
  midnightS: 0,
  quorum: null,
  required: [],
  optional: [],
  limit: null,
  sort: "earliest",
  coverage: false,
  explain: false,
};

/** Whether an answer tells its window: of numbers only if there is one. */
export function isBounded({ from, to }: TermQuestion, times: Times): boolean {
  return times === "instants" || from !== null || to !== null;
}

/** Whether all who are asked have to be free, or some may be missing. */
export function maySomeMiss(
  question: TermQuestion,
  names: readonly string[],
): boolean {
  return question.quorum !== null ||
    names.some((name) => !isNeeded(question, name));
}

/** Plain names are needed, unless so many are enough. */
export function isNeeded(
  { quorum, required, optional }: TermQuestion,
  name: string,
): boolean {
  const has = (names: readonly string[]) =>
    names.some((each) => modelKey(each) === modelKey(name));
  return quorum === null ? !has(optional) : has(required);
}

/** How many have to be free, of so many who exist. */
export function leastOf({ quorum }: TermQuestion, count: number): number {
  if (quorum === null) return 1;
  if (typeof quorum === "number") return quorum;
  // In whole numbers, so that nothing is rounded but what is left over.
  return Math.max(1, Math.floor((parseInt(quorum) * count + 99) / 100));
}

/** The window of a question; of instants it may begin now. */
export function windowAt(
  { from, to }: TermQuestion,
  times: Times,
  nowS: number,
): TimeWindow {
  const [start, end] = times === "instants"
    // The next whole minute, unless this is one.
    ? [nowS + (MINUTE_S - nowS % MINUTE_S) % MINUTE_S, null]
    : [-TIME_MAX, TIME_MAX];
  const fromS = from?.at({ nowS, fromS: nowS }) ?? start;
  return { from: fromS, to: to?.at({ nowS, fromS }) ?? end ?? fromS + WEEKS_S };
}

/** What may have been looked at, by the seconds in which it was answered. */
export function windowsOf(
  { asked: { terms, readMs }, nowMs }: Answered,
  times: Times,
): TimeWindow[] {
  if (times === "numbers") return [windowAt(terms ?? NO_QUESTION, times, 0)];
  const first = Math.floor(readMs / 1_000);
  const last = Math.floor(nowMs / 1_000);
  return Array.from(
    { length: last - first + 1 },
    (_, i) => windowAt(terms ?? NO_QUESTION, times, EPOCH_S + first + i),
  );
}
