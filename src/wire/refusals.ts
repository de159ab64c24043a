/** Why a request gets no answer, and how that is said. */

import { quote } from "../base/errors.ts";
import { NAMES_PER_QUERY_MAX } from "../base/limits.ts";

/** Why there is no answer; the codes are the contract's. */
export type RefusalCode =
  | "bad_request"
  | "too_many_names"
  | "line_too_long"
  | "too_large"
  | "mixed_times"
  | "busy"
  | "tls_required"
  | "not_allowed"
  | "group_too_small"
  | "unavailable"
  | "internal";

export interface Refusal {
  readonly kind: "refusal";
  readonly json: boolean;
  readonly id: string;
  readonly code: RefusalCode;
  /** For people: what was wrong and what was expected. */
  readonly message: string;
}

export const NAMES_RULE = "as names must be a list of one name or more";

/** @param why Goes on after "Cannot read the request". */
export function badRequest(id: string, why: string): Refusal {
  return {
    kind: "refusal",
    json: true,
    id,
    code: "bad_request",
    message: `Cannot read the request ${why}`,
  };
}

interface TooMuchAsked {
  readonly json: boolean;
  readonly id: string;
}

export function tooManyNames(
  asked: TooMuchAsked & { readonly names: readonly string[] },
): Refusal {
  return tooMany(asked, `${asked.names.length} names`, NAMES_PER_QUERY_MAX);
}

/** @param what More than `max` of them. */
export function tooMany(
  { json, id }: TooMuchAsked,
  what: string,
  max: number,
): Refusal {
  return {
    kind: "refusal",
    json,
    id,
    code: "too_many_names",
    message: `Cannot answer for ${what} as a query has at most ${max}`,
  };
}

/**
 * Why an object with such fields is refused, or null: to ignore a wish that is
 * not understood would be to answer wrongly.
 */
export function strangeField(
  value: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
): string | null {
  const field = Object.keys(value).find((field) => !known.has(field));
  return field === undefined
    ? null
    : `as its field ${quote(field)} is not known here`;
}

/** The answer to a refused request, without the line's end. */
export function formatRefusal(refusal: Refusal): string {
  const { json, id, code, message } = refusal;
  if (!json) return `${message}.`;
  const error = JSON.stringify({ code, message });
  return id === "" ? `{"error":${error}}` : `{"id":${id},"error":${error}}`;
}
