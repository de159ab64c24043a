/**
 * Bookings: slots that people have agreed on, and what servers keep of them so
 * that nobody is booked twice and nothing that was promised is lost.
 *
 * A booking is made in two steps. Each backend holds the slot for its own
 * people, and keeps that in its ledger before it says so; the main server
 * keeps its decision before it tells anybody; then each backend follows it. A
 * main server that does not know a transaction has never decided to commit it
 * ("presumed abort").
 */

import type { Kinds } from "./mixed_times.ts";
import type { Times } from "./times.ts";

/** From start to end, half-open; the start comes first. */
export interface Slot {
  readonly start: number;
  readonly end: number;
}

/** A slot that stands for itself: nothing beside it tells what it counts. */
export interface TimedSlot extends Slot {
  readonly times: Times;
}

/** Random bytes in hexadecimal: one attempt to book. */
export type TransactionId = string;
export const TRANSACTION_BYTES = 16;

/** Random bytes in hexadecimal: a ledger, for as long as its file lives. */
export type LedgerId = string;
export const LEDGER_BYTES = 8;

/** What a backend is to keep free for a booking. */
export interface Claim {
  readonly transaction: TransactionId;
  /** The ledger of the main server that decides. */
  readonly decider: LedgerId;
  /** Made by the client; the same key is the same booking. */
  readonly key: string;
  readonly slot: TimedSlot;
  readonly title: string;
}

/**
 * - `held`: prepared; it counts as busy and is the main server's to decide.
 * - `booked`: committed.
 * - `cancelled`: was committed and is free again; kept, so that its key is
 *   known.
 */
export type HoldState = "held" | "booked" | "cancelled";

/**
 * What becomes of a hold.
 *
 * - `release`: it comes to nothing.
 * - `commit`: it is booked.
 * - `cancel`: it was booked, whether or not its server has heard of that, and
 *   is free again.
 */
export type Decision = "release" | "commit" | "cancel";

/** A claim that a backend has granted. */
export interface Hold extends Claim {
  readonly state: HoldState;
  /** Keys of this server's people in it, ascending. */
  readonly people: readonly string[];
}

/** What one commit changes in a backend's ledger. */
export type HoldChange =
  | { readonly kind: "put"; readonly hold: Hold }
  /** A hold that came to nothing. */
  | { readonly kind: "remove"; readonly transaction: TransactionId };

/**
 * What a backend keeps of bookings. Every call returns when its outcome is
 * durable; who throws {@linkcode LedgerFullError} has changed nothing, and
 * after any other error nobody knows, so that the server has to end.
 */
export interface HoldLedger {
  /** Drawn when the ledger was made; null before there is one. */
  readonly id: LedgerId | null;
  /** All that is kept, as it was when the ledger was opened. */
  load(): readonly Hold[];
  /** All of the changes or none; makes the ledger if there is none. */
  commit(changes: readonly HoldChange[]): void;
}

/** People of one server, and what to tell that server. */
export interface BookedPart {
  readonly server: string;
  /** Keys of them, ascending; null where an older ledger does not tell. */
  readonly people: readonly string[] | null;
  /** Whether it has confirmed the last decision. */
  readonly confirmed: boolean;
}

/** What people know of a booking. */
export interface BookedSlot {
  readonly key: string;
  /** By which people speak of it; follows from the key. */
  readonly id: string;
  readonly slot: TimedSlot;
  readonly title: string;
  /** As typed, each once. */
  readonly names: readonly string[];
}

/** A booking as the main server keeps it. */
export interface Booking extends BookedSlot {
  readonly transaction: TransactionId;
  readonly state: "booked" | "cancelled";
  readonly parts: readonly BookedPart[];
}

/** A booking that was refused for good: its key gets the same answer again. */
export interface RefusedBooking {
  readonly key: string;
  readonly slot: TimedSlot;
  readonly names: readonly string[];
  /** Who was not free, as typed; nobody if that is not told. */
  readonly notFree: readonly string[];
}

/** What one commit changes in a main server's ledger, in this order. */
export type BookingChange =
  | { readonly kind: "put"; readonly booking: Booking }
  /** From then on no server has confirmed. */
  | { readonly kind: "cancel"; readonly transaction: TransactionId }
  /** Of no effect once something else has been decided. */
  | {
    readonly kind: "confirm";
    readonly transaction: TransactionId;
    readonly server: string;
    readonly decision: Decision;
  }
  | { readonly kind: "refuse"; readonly refused: RefusedBooking }
  /** These were refused so long ago that there is no more room for them. */
  | { readonly kind: "forget"; readonly keys: readonly string[] };

/** The booking after a change to it; the same one if it is of no effect. */
export function changedBooking(
  booking: Booking,
  change: BookingChange & { readonly kind: "cancel" | "confirm" },
): Booking {
  if (change.kind === "cancel") {
    const parts = booking.parts.map((part) => ({ ...part, confirmed: false }));
    return { ...booking, state: "cancelled", parts };
  }
  const { server, decision } = change;
  if (decisionOn(booking) !== decision) return booking;
  const parts = booking.parts.map((part) =>
    part.server === server ? { ...part, confirmed: true } : part
  );
  return { ...booking, parts };
}

/** What its servers have to do. */
export function decisionOn({ state }: Booking): Decision {
  return state === "booked" ? "commit" : "cancel";
}

/** What a main server keeps of bookings; errors as in {@linkcode HoldLedger}. */
export interface BookingLedger {
  /** Drawn when the ledger was made; null before there is one. */
  readonly id: LedgerId | null;
  /**
   * Makes the ledger if there is none.
   *
   * @returns Its id.
   * @throws {LedgerFullError} If it cannot be made.
   */
  make(): LedgerId;
  load(): {
    readonly bookings: readonly Booking[];
    /** Of the last 30 days. */
    readonly refused: readonly RefusedBooking[];
  };
  /** All of the changes or none. */
  commit(changes: readonly BookingChange[]): void;
}

/** There is no room, or no ledger can be made: nothing was changed. */
export class LedgerFullError extends Error {
  override readonly name = "LedgerFullError";
}

/** What a client asks for. */
export interface BookRequest {
  readonly key: string;
  readonly slot: TimedSlot;
  readonly title: string;
  /** As typed, each person once, 1 to 256. */
  readonly names: readonly string[];
}

/** How an attempt to book ended. */
export type BookOutcome =
  | { readonly kind: "booked"; readonly booking: BookedSlot }
  /** For good: the key gets the same answer again. Without names: not told. */
  | { readonly kind: "not_free"; readonly names: readonly string[] }
  /** Nothing was booked, as a server speaks of somebody in company only. */
  | {
    readonly kind: "not_alone";
    readonly name: string;
    readonly server: string;
  }
  /** Nothing was booked, and the same key may try again. */
  | { readonly kind: "unknown_name"; readonly names: readonly string[] }
  | {
    readonly kind: "not_known_yet";
    readonly names: readonly string[];
    /** Servers that have not registered. */
    readonly waitingFor: readonly string[];
  }
  | {
    readonly kind: "unreachable";
    readonly servers: readonly {
      readonly server: string;
      readonly names: readonly string[];
    }[];
  }
  /** Calendars that their servers cannot read. */
  | {
    readonly kind: "unreadable";
    readonly servers: readonly {
      readonly server: string;
      readonly names: readonly string[];
    }[];
  }
  /** The slot is of another kind than some server's times. */
  | ({ readonly kind: "mixed_times" } & Kinds)
  /** Copies of a server that keep no ledger in common. */
  | { readonly kind: "copies"; readonly server: string }
  /** A ledger has no room; of which server, null for the main server. */
  | { readonly kind: "ledger_full"; readonly server: string | null }
  /** The key stands for another slot or other people. */
  | { readonly kind: "key_taken" }
  /** Too many attempts are under way. */
  | { readonly kind: "busy" }
  /** Somebody else decides it, and has not. */
  | { readonly kind: "outcome_unknown" };

export type CancelOutcome =
  | { readonly kind: "cancelled" }
  | { readonly kind: "no_such_booking" }
  | { readonly kind: "ledger_full"; readonly server: null };
