/** What a question with terms, or about instants, finds beyond slots. */

import type { Slot } from "../calendar/bookings.ts";
import type { Window } from "../calendar/times.ts";

/** A slot in which not everybody may be free. */
export interface Suggestion {
  readonly slot: Slot;
  /** Who can come to all of it, of those who were checked. */
  readonly free: number;
  readonly of: number;
  /** Those who cannot, as typed, as far as their servers tell. */
  readonly missing: readonly string[];
}

/** A stretch in which the same number of people is free. */
export interface CoverageStep {
  readonly slot: Slot;
  readonly free: number;
}

export const REASON_CODES = [
  "attendees_unavailable",
  "too_short",
  "outside_working_hours",
  "window_empty",
  "unreachable",
] as const;

export type ReasonCode = typeof REASON_CODES[number];

/** Why there is no slot. */
export interface Reason {
  readonly code: ReasonCode;
  /**
   * For people: who or how many are in the way. One sentence without a full
   * stop, and without times.
   */
  readonly message: string;
  /** The slot in which most are free, and of these the longest. */
  readonly nearest: Suggestion | null;
}

export interface TermFindings {
  /** What was looked at; null for numbers without bounds. */
  readonly window: Window | null;
  /** Null where everybody is needed. */
  readonly suggestions: readonly Suggestion[] | null;
  /** Gapless over the window; null unless it was asked for. */
  readonly coverage: readonly CoverageStep[] | null;
  /** Null where there is a slot, or a suggestion. */
  readonly reason: Reason | null;
  /** A sentence a step; null unless it was asked for. */
  readonly explanation: readonly string[] | null;
}
