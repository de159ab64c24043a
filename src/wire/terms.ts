/**
 * What a client may ask beyond names: when, for how long, and who is needed.
 * A question without any of it has no terms, and is answered as it always was.
 */

import type { Length } from "../calendar/length.ts";
import { type Moment, timesOf } from "../calendar/moment.ts";
import type { Tentative, Times } from "../calendar/times.ts";

/** How many have to be free, of all who are asked. */
export type Quorum =
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "percent"; readonly percent: number };

export const SLOT_ORDERS = ["earliest", "attendance", "longest"] as const;

/** Which slots come first, and so which are left when there is a limit. */
export type SlotOrder = typeof SLOT_ORDERS[number];

export interface Terms {
  /** The next whole minute, or no bound for numbers, unless given. */
  readonly from: Moment | null;
  /** Two weeks after `from`, or no bound for numbers, unless given. */
  readonly to: Moment | null;
  /** Of a slot at least. */
  readonly duration: Length | null;
  /**
   * Of dates and times of day, and of the granularity's day; an IANA name,
   * and UTC unless given.
   */
  readonly timezone: string;
  /** Slots begin and end at multiples of it, counted from midnight or zero. */
  readonly granularity: Length | null;
  /** Free time that has to lie before a slot, and after it. */
  readonly bufferBefore: Length | null;
  readonly bufferAfter: Length | null;
  /**
   * Who has to be free, and who may be, as typed; everybody asked is in one of
   * them.
   */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly quorum: Quorum | null;
  readonly limit: number | null;
  readonly sort: SlotOrder;
  readonly tentative: Tentative;
  /** Whether to say how the answer came about. */
  readonly explain: boolean;
  /** Whether to say how many are free when. */
  readonly coverage: boolean;
}

/** What stands for each term that is not given. */
export const NO_TERMS: Terms = {
  from: null,
  to: null,
  duration: null,
  timezone: "UTC",
  granularity: null,
  bufferBefore: null,
  bufferAfter: null,
  required: [],
  optional: [],
  quorum: null,
  limit: null,
  sort: "earliest",
  tentative: "busy",
  explain: false,
  coverage: false,
};

/** `3`, or `80%`. */
export function formatQuorum(quorum: Quorum): number | string {
  return quorum.kind === "count" ? quorum.count : `${quorum.percent}%`;
}

/** What each term that is given counts, by the name of its field. */
function timesOfEach(terms: Terms): [string, Times][] {
  const each: [string, Times][] = [];
  for (const field of ["from", "to"] as const) {
    const moment = terms[field];
    if (moment) each.push([field, timesOf(moment)]);
  }
  for (const field of LENGTHS) {
    const length = terms[field];
    // No buffer is none, whatever it counts.
    if (!length || length.value === 0) continue;
    const times = length.kind === "number" ? "numbers" : "instants";
    each.push([field, times]);
  }
  return each;
}

const LENGTHS = [
  "duration",
  "granularity",
  "bufferBefore",
  "bufferAfter",
] as const;

/** What the terms are about; null if nothing in them tells. */
export function timesOfTerms(terms: Terms): Times | null {
  return timesOfEach(terms)[0]?.[1] ?? null;
}

/** Why terms are about nothing, as they mix times; null if they do not. */
export function mixedTerms(terms: Terms): string | null {
  const each = timesOfEach(terms);
  const number = each.find(([, times]) => times === "numbers")?.[0];
  const instant = each.find(([, times]) => times === "instants")?.[0];
  if (number === undefined || instant === undefined) return null;
  return `as ${number} is a plain number and ${instant} is not: expected ` +
    "numbers only, or none";
}
