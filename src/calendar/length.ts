/** How people say how long: `30m`, `1h30m`, `PT30M`, or a whole number. */

import { LENGTH_SECONDS_MAX, TIME_MAX } from "../base/limits.ts";

/** At least 0. A day is 24 hours, and a week seven of these. */
export type Length =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "seconds"; readonly value: number };

/** What a length is, for whoever wrote another thing. */
export const LENGTH_RULE = "a length like 30m, 1h30m, 2d or PT30M, or a " +
  "whole number, from 0";

const SHORT = /^(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;
/** Months and years are left out, as no two need be of one length. */
const ISO =
  /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i;

/** Parts of a length, in whole numbers. */
export interface LengthParts {
  readonly days: number;
  readonly seconds: number;
}

/**
 * @returns Null if it is none, or over a hundred years.
 *
 * @example As people write it, and as ISO 8601 does
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(parseLength("1h30m"), { kind: "seconds", value: 5400 });
 * assertEquals(parseLength("PT30M"), { kind: "seconds", value: 1800 });
 * assertEquals(parseLength("30"), { kind: "number", value: 30 });
 * assertEquals(parseLength("P1M"), null);
 * ```
 */
export function parseLength(text: string): Length | null {
  if (/^\d+$/.test(text)) {
    const value = Number(text);
    return value <= TIME_MAX ? { kind: "number", value } : null;
  }
  const parts = parseLengthParts(text);
  return parts && { kind: "seconds", value: secondsOf(parts) };
}

/** As {@linkcode parseLength}, days apart, for those of a calendar. */
export function parseLengthParts(text: string): LengthParts | null {
  const found = SHORT.exec(text) ?? ISO.exec(text);
  if (!found || found.slice(1).every((digits) => digits === undefined)) {
    return null;
  }
  const [weeks, days, hours, minutes, seconds] = found.slice(1).map((digits) =>
    Number(digits ?? 0)
  ) as [number, number, number, number, number];
  const parts = {
    days: 7 * weeks + days,
    seconds: 3_600 * hours + 60 * minutes + seconds,
  };
  return secondsOf(parts) <= LENGTH_SECONDS_MAX ? parts : null;
}

function secondsOf({ days, seconds }: LengthParts): number {
  return 86_400 * days + seconds;
}

/** What {@linkcode parseLength} reads as the same length: `30`, `PT5400S`. */
export function formatLength({ kind, value }: Length): string {
  return kind === "number" ? `${value}` : `PT${value}S`;
}
