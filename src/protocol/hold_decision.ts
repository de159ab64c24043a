/**
 * What becomes of a hold by what its main server has decided. Each decision is
 * final, and may come twice or late.
 */

import type { Decision, Hold, TransactionId } from "../calendar/bookings.ts";
import type { HoldBook } from "./hold_book.ts";
import type { Released } from "./released.ts";

/**
 * @returns What is booked by that; "unknown" if it was never held here or its
 * ledger is lost; null if nothing is booked.
 */
export function followDecision(
  transaction: TransactionId,
  decision: Decision,
  { book, released }: { readonly book: HoldBook; readonly released: Released },
): Hold | "unknown" | null {
  const hold = book.find(transaction);
  if (!hold) {
    if (decision === "commit") return "unknown";
    released.add(transaction);
    return null;
  }
  if (hold.state === "cancelled") return null;
  if (decision === "cancel") {
    // Its key stays known, also where nobody had said that it was booked.
    book.put({ ...hold, state: "cancelled" });
    return null;
  }
  if (hold.state === "booked") return null;
  if (decision === "commit") {
    const booked = { ...hold, state: "booked" } as const;
    book.put(booked);
    return booked;
  }
  book.remove(transaction);
  released.add(transaction);
  return null;
}
