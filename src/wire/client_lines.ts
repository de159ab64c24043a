/**
 * The client protocol: a line asks, a line or a few answer.
 *
 * | Request line        | Answer                                        |
 * |---------------------|-----------------------------------------------|
 * | begins with `{`     | one line of JSON, `id` echoed                 |
 * | blank               | none                                          |
 * | anything else       | text, ended by an empty line: `nc` is a client|
 *
 * Nothing here knows of sockets or time; every function is pure.
 */

import { NAMES_PER_QUERY_MAX } from "../base/limits.ts";
import type { Times } from "../calendar/times.ts";
import type { IntervalSet } from "../intervals/interval_set.ts";
import { absence, unreachableText, withoutControls } from "./answer_words.ts";
import { distinctNames, isNameList, splitNames } from "./asked_names.ts";
import { type BookingRequest, parseBookingRequest } from "./booking_lines.ts";
import { HELLO_RULE, type HelloRequest, parseHello } from "./hello.ts";
import { parseId } from "./json_id.ts";
import {
  badRequest,
  NAMES_RULE,
  type Refusal,
  strangeField,
  tooManyNames,
} from "./refusals.ts";
import type { TermFindings } from "./term_findings.ts";
import type { Terms } from "./terms.ts";

/** What a client wants to know. */
export interface QueryRequest {
  readonly kind: "query";
  /** How to answer: as JSON or as text. */
  readonly json: boolean;
  /** The client's id as JSON text, ready to be echoed; "" without one. */
  readonly id: string;
  /** As typed, each person once, at least one. */
  readonly names: readonly string[];
  /** Null where only names were asked. */
  readonly terms: Terms | null;
}

/** What a line may turn out to be. */
export type Request =
  | QueryRequest
  | BookingRequest
  | HelloRequest
  | Refusal;

/** People of one server that did not answer in time. */
export interface Unreachable {
  readonly server: string;
  readonly names: readonly string[];
}

/**
 * What a query found. `names`, `unknown` and `pending` share out the names
 * that were asked; names are as typed, in the order asked.
 */
export interface Findings {
  /** The names that exist, checked or not. */
  readonly names: readonly string[];
  /** Common to all checked names; null when none was checked. */
  readonly slots: IntervalSet | null;
  readonly unknown: readonly string[];
  readonly unreachable: readonly Unreachable[];
  /** Not known yet, as an expected server has not registered. */
  readonly pending: readonly string[];
  /** The expected servers that have not registered, if names are pending. */
  readonly waitingFor: readonly string[];
  /** People whose calendars their servers cannot read. */
  readonly unreadable: readonly Unreachable[];
  /** What slots count. */
  readonly times: Times;
  /** Null unless the question had terms, or is about instants. */
  readonly more: TermFindings | null;
}

/** Of findings about numbers, to a question without terms. */
export const PLAIN: Pick<Findings, "unreadable" | "times" | "more"> = {
  unreadable: [],
  times: "numbers",
  more: null,
};

/**
 * @param line One line without its end.
 * @returns The request, why it is refused, or null for a blank line.
 */
export function parseRequest(line: string): Request | null {
  const text = line.trim();
  if (text.startsWith("{")) return parseJsonRequest(text);
  const names = splitNames(text);
  if (names.length === 0) return null;
  return request({ json: false, id: "", names });
}

function request(
  { json, id, names }: { json: boolean; id: string; names: string[] },
): QueryRequest | Refusal {
  return names.length <= NAMES_PER_QUERY_MAX
    ? { kind: "query", json, id, names, terms: null }
    : tooManyNames({ json, id, names });
}

const REQUEST_FIELDS = new Set(["id", "names"]);

function parseJsonRequest(text: string): Request {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(text);
  } catch {
    return badRequest("", "as JSON: it is malformed");
  }
  const id = parseId(value.id, text);
  if (id === null) return badRequest("", "as its id is no string or number");
  if (Object.hasOwn(value, "hello")) {
    return parseHello(value, id) ?? badRequest(id, HELLO_RULE);
  }
  const booking = parseBookingRequest(value, id);
  if (booking) return booking;
  const strange = strangeField(value, REQUEST_FIELDS);
  if (strange !== null) return badRequest(id, strange);
  const { names } = value;
  if (!isNameList(names) || names.length === 0) {
    return badRequest(id, NAMES_RULE);
  }
  return request({ json: true, id, names: distinctNames(names) });
}

/** The answer to a JSON request, without the line's end. */
export function formatJsonAnswer(id: string, found: Findings): string {
  let line = id === "" ? "{" : `{"id":${id},`;
  line += `"slots":${formatJsonSlots(found.slots)}`;
  line += found.unknown.length === 0
    ? ',"unknown":[]'
    : `,"unknown":${JSON.stringify(found.unknown)}`;
  line += found.unreachable.length === 0
    ? ',"unreachable":[]'
    : `,"unreachable":${JSON.stringify(found.unreachable)}`;
  if (found.pending.length === 0) return line + ',"pending":[]}';
  return line +
    `,"pending":${JSON.stringify(found.pending)},"waitingFor":${
      JSON.stringify(found.waitingFor)
    }}`;
}

/** `[[2,3],[5,7]]`, or `null`. */
export function formatJsonSlots(slots: IntervalSet | null): string {
  if (slots === null) return "null";
  let text = "[";
  for (let i = 0; i < slots.length; i += 2) {
    text += `${i === 0 ? "" : ","}[${slots[i]},${slots[i + 1]}]`;
  }
  return text + "]";
}

/** `[2,3], [5,7]`, or `none`. */
export function formatSlots(slots: IntervalSet): string {
  if (slots.length === 0) return "none";
  let text = "";
  for (let i = 0; i < slots.length; i += 2) {
    text += `${i === 0 ? "" : ", "}[${slots[i]},${slots[i + 1]}]`;
  }
  return text;
}

/** The lines of the contract's section 2, each ended by LF. */
export function formatTextAnswer(found: Findings): string {
  const { names, slots, unknown, unreachable, pending } = found;
  const lines = unknown.map((name) => `${name} does not exist.`);
  for (const name of pending) {
    lines.push(`${name} is not known yet: ${absence(found.waitingFor)}.`);
  }
  for (const each of unreachable) lines.push(`${unreachableText(each)}.`);
  if (slots !== null) {
    const whose = lines.length === 0
      ? ""
      : ` for ${checkedNames(names, unreachable).join(", ")}`;
    lines.push(`Available time slots${whose}: ${formatSlots(slots)}`);
  }
  return lines.map(withoutControls).join("\n") + "\n";
}

/** The names whose servers all answered. */
export function checkedNames(
  names: readonly string[],
  unreachable: readonly Unreachable[],
): string[] {
  const missing = new Set(unreachable.flatMap(({ names }) => names));
  return names.filter((name) => !missing.has(name));
}
