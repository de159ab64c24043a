/** Whether a backend can hold what a main server claims. */

import { sameSlot } from "../calendar/booking_rules.ts";
import type { Hold } from "../calendar/bookings.ts";
import type { FreeTime } from "../calendar/free_time.ts";
import type { ClaimRequest } from "../wire/bookings.ts";
import type { ClaimVerdict } from "../wire/claim_verdict.ts";
import { sameId } from "../wire/datagram.ts";
import { listId } from "../wire/registration.ts";
import type { HoldBook } from "./hold_book.ts";
import type { Released } from "./released.ts";

/** What a claim is held against. */
export interface Circumstances {
  readonly time: FreeTime;
  readonly book: HoldBook;
  readonly released: Released;
  /** Whether somebody may be told of without company. */
  readonly mayBeAlone: (person: number) => boolean;
}

/**
 * A claim that is held already is held again: its answer was lost.
 *
 * @returns Null if the claim is a late copy, whose transaction has ended.
 */
export function judgeClaim(
  claim: ClaimRequest,
  { time, book, released, mayBeAlone }: Circumstances,
): ClaimVerdict | null {
  const list = listId(time.people.names.digest);
  if (!sameId(claim.list, list)) return { kind: "stale", list };
  const isDiscreet = !claim.people.every(mayBeAlone);
  const held = { kind: "held", isDiscreet } as const;
  const known = book.find(claim.transaction);
  if (known) return known.state === "cancelled" ? null : held;
  if (released.has(claim.transaction)) return null;
  const other = book.ofKey(claim.key);
  if (other) return verdictBeside(other, claim, keysOf(claim, time));
  if (isDiscreet && claim.alone) return { kind: "not_alone" };
  const why = whyUnchecked(claim, time);
  if (why) return why;
  // The function that finds common time is the one that grants it.
  const people = time.notFree(claim.people, claim.slot);
  if (people.length === 0) return held;
  const kind = "not_free";
  return isDiscreet ? { kind, isDiscreet } : { kind, people, isDiscreet };
}

/** What stands in the way of looking whether the slot is free, if anything. */
function whyUnchecked(
  { slot, people }: ClaimRequest,
  time: FreeTime,
): ClaimVerdict | null {
  const { times } = time.people;
  if (times !== null && times !== slot.times) {
    return { kind: "other_times", times };
  }
  const readable = time.readable(people, { from: slot.start, to: slot.end });
  if (readable.length === people.length) return null;
  const unreadable = people.filter((person) => !readable.includes(person));
  return { kind: "unreadable", people: unreadable };
}

/** What the ledger keeps of a claim that is granted. */
export function holdOf(claim: ClaimRequest, time: FreeTime): Hold {
  const { transaction, decider, key, slot, title } = claim;
  const people = keysOf(claim, time);
  return { transaction, decider, key, slot, title, state: "held", people };
}

/** What is said to a claim whose key has another transaction's hold. */
function verdictBeside(
  other: Hold,
  { slot }: ClaimRequest,
  people: readonly string[],
): ClaimVerdict {
  const { transaction, decider } = other;
  if (other.state === "held") {
    return { kind: "contested", transaction, decider };
  }
  const isSame = sameSlot(other.slot, slot) &&
    other.people.length === people.length &&
    other.people.every((person, i) => person === people[i]);
  return { kind: isSame ? "booked_before" : "key_taken" };
}

function keysOf({ people }: ClaimRequest, { people: { names } }: FreeTime) {
  return people.map((person) => names.keyAt(person)).sort();
}
