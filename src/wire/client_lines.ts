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

import type { Group, Groups } from "../calendar/groups.ts";
import type { Times } from "../calendar/times.ts";
import type { IntervalSet } from "../intervals/interval_set.ts";
import { absences, whyAndNearest, withoutControls } from "./answer_words.ts";
import { type MayAskGroups, NameReader } from "./asked_groups.ts";
import { isNameList, splitLine } from "./asked_names.ts";
import { type BookingRequest, parseBookingRequest } from "./booking_lines.ts";
import { HELLO_RULE, type HelloRequest, parseHello } from "./hello.ts";
import { parseId } from "./json_id.ts";
import {
  badRequest,
  NAMES_RULE,
  type Refusal,
  strangeField,
} from "./refusals.ts";
import { formatJsonSlots, formatSlots } from "./slot_text.ts";
import type { TermFindings } from "./term_findings.ts";
import { formatMore } from "./term_answers.ts";
import { parseTerms, TERM_FIELDS, termsOf } from "./term_lines.ts";
import type { Terms } from "./terms.ts";

/** What a client wants to know. */
export interface QueryRequest extends MayAskGroups {
  readonly kind: "query";
  /** How to answer: as JSON or as text. */
  readonly json: boolean;
  /** The client's id as JSON text, ready to be echoed; "" without one. */
  readonly id: string;
  /** As typed, each person once; nobody where all that is asked is unknown. */
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
  /** Who the groups are that were asked; left out where none was. */
  readonly groups?: readonly Group[] | undefined;
}

/** Of findings about numbers, to a question without terms. */
export const PLAIN: Pick<Findings, "unreadable" | "times" | "more"> = {
  unreadable: [],
  times: "numbers",
  more: null,
};

/**
 * @param line One line without its end.
 * @param groups Of the main server; null where it has none.
 * @returns The request, why it is refused, or null for a blank line.
 */
export function parseRequest(
  line: string,
  groups: Groups | null = null,
): Request | null {
  const text = line.trim();
  // Of these a client may send millions.
  if (text === "") return null;
  const reader = new NameReader(groups);
  if (text.startsWith("{")) return parseJsonRequest(text, reader);
  const names = reader.people(splitLine(text));
  if (names.length === 0) return null;
  return request({ json: false, id: "", names, terms: null }, reader);
}

function request(
  asked: Pick<QueryRequest, "json" | "id" | "names" | "terms">,
  reader: NameReader,
): QueryRequest | Refusal {
  const query: QueryRequest = { kind: "query", ...asked };
  const divided = reader.divide(query);
  if (divided.kind === "refusal" || !divided.groups) return divided;
  const { names, terms } = divided;
  return { ...divided, terms: terms && termsOf(names, terms) };
}

const REQUEST_FIELDS: ReadonlySet<string> = new Set([
  "id",
  "names",
  ...TERM_FIELDS,
]);

/** @param field One of those that a request may have. */
function isTermField(field: string): boolean {
  return field !== "id" && field !== "names";
}

function parseJsonRequest(text: string, reader: NameReader): Request {
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
  const booking = parseBookingRequest(value, id, reader);
  if (booking) return booking;
  const strange = strangeField(value, REQUEST_FIELDS);
  if (strange !== null) return badRequest(id, strange);
  const hasTerms = Object.keys(value).some(isTermField);
  const { names = hasTerms ? [] : undefined } = value;
  if (!isNameList(names)) return badRequest(id, NAMES_RULE);
  const asking = hasTerms
    ? parseTerms(value, names, reader.people)
    : { names: reader.people(names), terms: null };
  if (typeof asking === "string") return badRequest(id, asking);
  if (asking.names.length === 0) return badRequest(id, NAMES_RULE);
  return request({ json: true, id, ...asking }, reader);
}

/** The answer to a JSON request, without the line's end. */
export function formatJsonAnswer(id: string, found: Findings): string {
  let line = id === "" ? "{" : `{"id":${id},`;
  line += `"slots":${formatJsonSlots(found.slots, found.times)}`;
  line += found.unknown.length === 0
    ? ',"unknown":[]'
    : `,"unknown":${JSON.stringify(found.unknown)}`;
  line += found.unreachable.length === 0
    ? ',"unreachable":[]'
    : `,"unreachable":${JSON.stringify(found.unreachable)}`;
  line += found.pending.length === 0
    ? ',"pending":[]'
    : `,"pending":${JSON.stringify(found.pending)},"waitingFor":${
      JSON.stringify(found.waitingFor)
    }`;
  return `${line}${formatBeyond(found)}}`;
}

/** What not every answer has: a comma, then field after field. */
export function formatBeyond(
  { unreadable, more, times, groups = [] }: Findings,
): string {
  const unread = unreadable.length === 0
    ? ""
    : `,"unreadable":${JSON.stringify(unreadable)}`;
  const rest = more === null ? "" : formatMore(more, times);
  const whose = groups.length === 0
    ? ""
    : `,"groups":${JSON.stringify(groups)}`;
  return unread + rest + whose;
}

/** The lines of the contract's section 2, each ended by LF. */
export function formatTextAnswer(found: Findings): string {
  const { slots, times, more } = found;
  const absent = absences(found);
  // Nearly all answers are this one line, in which nobody is named.
  if (absent.length === 0 && slots !== null && more === null) {
    return `${HEAD} ${formatSlots(slots, times)}\n`;
  }
  const lines = absent.map((line) => `${line}.`);
  if (slots !== null) {
    lines.push(`${slotsHead(found)} ${formatSlots(slots, times)}`);
  }
  if (more) lines.push(...whyAndNearest(more, times));
  return lines.map(withoutControls).join("\n") + "\n";
}

const HEAD = "Available time slots:";

/** What stands before slots: whose they are, unless they are everybody's. */
export function slotsHead(found: Findings): string {
  if (absences(found).length === 0) return HEAD;
  return `Available time slots for ${checkedOf(found).join(", ")}:`;
}

/** The names whose servers all answered, and could read their calendars. */
export function checkedOf(
  { names, unreachable, unreadable }: Findings,
): string[] {
  const unchecked = [...unreachable, ...unreadable];
  const missing = new Set(unchecked.flatMap(({ names }) => names));
  return names.filter((name) => !missing.has(name));
}
