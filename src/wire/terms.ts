/**
 * What a client may ask beyond names: when, for how long, and who is needed.
 * A question without any of it has no terms, and is answered as it always was.
 */

import type { Length } from "../calendar/length.ts";
import type { Moment } from "../calendar/moment.ts";
import type { Tentative } from "../calendar/times.ts";

/** How many have to be free, of all who are asked. */
export type Quorum =
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "percent"; readonly percent: number };

/** Which slots come first, and so which are left when there is a limit. */
export type SlotOrder = "earliest" | "attendance" | "longest";

export interface Terms {
  /** Now, or no bound for numbers, unless given. */
  readonly from: Moment | null;
  /** Two weeks after `from`, or no bound for numbers, unless given. */
  readonly to: Moment | null;
  /** Of a slot at least. */
  readonly duration: Length | null;
  /** Of dates and times of day, and of the granularity's day; an IANA name. */
  readonly timezone: string;
  /** Slots begin and end at multiples of it, counted from midnight or zero. */
  readonly granularity: Length | null;
  /** Free time that has to lie before a slot, and after it. */
  readonly bufferBefore: Length | null;
  readonly bufferAfter: Length | null;
  /** Who has to be free, and who may be; everybody asked is in one of them. */
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

/** Whether some may be missing, so that slots come with who is free. */
export function areSomeOptional({ optional }: Terms): boolean {
  return optional.length > 0;
}
