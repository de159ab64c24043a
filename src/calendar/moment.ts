/**
 * How people say when: `2026-11-24`, `2026-11-24T09:00`, `09:00`, `today`,
 * `tomorrow`, `now`, `+2w`, an instant of RFC 3339, or a whole number.
 */

/** A moment as it was said: some depend on a zone, and on what time it is. */
export type Moment =
  | { readonly kind: "number"; readonly value: number }
  /** Whole seconds since 1970. */
  | { readonly kind: "instant"; readonly seconds: number }
  /** Wall-clock time; ISO 8601 without an offset. A date is its midnight. */
  | { readonly kind: "local"; readonly text: string }
  /** Today's, `HH:MM`. */
  | { readonly kind: "time_of_day"; readonly text: string }
  | { readonly kind: "now" }
  /** A midnight, so many days after the last one. */
  | { readonly kind: "day"; readonly days: number }
  /** After now, or for the end of a window after its start. */
  | { readonly kind: "later"; readonly duration: string };
