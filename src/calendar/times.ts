/**
 * What times count, and stretches of time.
 *
 * A server's times are all of one kind. Numbers count whatever their owner
 * wants; instants are whole seconds since 1970 in UTC, and only they have
 * zones, days and working hours.
 */

/** What a server's times count. */
export type Times = "numbers" | "instants";

/** A stretch of time, half-open, of whole numbers; `from` is before `to`. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** How an event that is not certain counts (RFC 4791, 7.10). */
export type Tentative = "busy" | "free";
