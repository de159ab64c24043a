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

import { quote } from "../base/errors.ts";
import { NAMES_PER_QUERY_MAX } from "../base/limits.ts";
import type { IntervalSet } from "../intervals/interval_set.ts";
import { nameKey } from "../calendar/name.ts";
import { HELLO_RULE, type HelloRequest, parseHello } from "./hello.ts";
import { parseId } from "./json_id.ts";

/** What a client wants to know. */
export interface QueryRequest {
  readonly kind: "query";
  /** How to answer: as JSON or as text. */
  readonly json: boolean;
  /** The client's id as JSON text, ready to be echoed; "" without one. */
  readonly id: string;
  /** As typed, each person once, at least one. */
  readonly names: readonly string[];
}

/** Why there is no answer; the codes are the contract's. */
export type RefusalCode =
  | "bad_request"
  | "too_many_names"
  | "line_too_long"
  | "too_large"
  | "busy"
  | "tls_required"
  | "not_allowed"
  | "group_too_small"
  | "internal";

export interface Refusal {
  readonly kind: "refusal";
  readonly json: boolean;
  readonly id: string;
  readonly code: RefusalCode;
  /** For people: what was wrong and what was expected. */
  readonly message: string;
}

/** What a line may turn out to be. */
export type Request = QueryRequest | HelloRequest | Refusal;

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
}

/** Names in a line, split at spaces and commas; a person counts once. */
export function splitNames(line: string): string[] {
  return distinctNames(line.split(/[\s,]+/).filter((name) => name !== ""));
}

/** Each person once, in the first spelling. */
export function distinctNames(names: readonly string[]): string[] {
  if (names.length < 2) return [...names];
  const seen = new Map<string, string>();
  for (const name of names) {
    const key = nameKey(name) ?? name;
    if (!seen.has(key)) seen.set(key, name);
  }
  return [...seen.values()];
}

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
  if (names.length <= NAMES_PER_QUERY_MAX) {
    return { kind: "query", json, id, names };
  }
  return {
    kind: "refusal",
    json,
    id,
    code: "too_many_names",
    message:
      `Cannot answer for ${names.length} names as a query has at most ${NAMES_PER_QUERY_MAX}`,
  };
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
  for (const field of Object.keys(value)) {
    // To ignore a wish that is not understood would be to answer wrongly.
    if (!REQUEST_FIELDS.has(field)) {
      return badRequest(id, `as its field ${quote(field)} is not known here`);
    }
  }
  const { names } = value;
  if (!Array.isArray(names) || names.length === 0 || !names.every(isName)) {
    return badRequest(id, "as names must be a list of one name or more");
  }
  return request({ json: true, id, names: distinctNames(names) });
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function badRequest(id: string, why: string): Refusal {
  return {
    kind: "refusal",
    json: true,
    id,
    code: "bad_request",
    message: `Cannot read the request ${why}`,
  };
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
  for (const { server, names } of unreachable) {
    lines.push(
      `Server ${server} cannot be reached: ${names.join(", ")} not checked.`,
    );
  }
  if (slots !== null) {
    const whose = lines.length === 0
      ? ""
      : ` for ${checkedNames(names, unreachable).join(", ")}`;
    lines.push(`Available time slots${whose}: ${formatSlots(slots)}`);
  }
  return lines.map(withoutControls).join("\n") + "\n";
}

/** No name that was typed may move somebody's cursor or forge a line. */
function withoutControls(line: string): string {
  return line.replace(/\p{Cc}/gu, "\ufffd");
}

function absence(servers: readonly string[]): string {
  if (servers.length === 0) return "no server has registered";
  return servers.length === 1
    ? `server ${servers[0]} has not registered`
    : `servers ${servers.join(", ")} have not registered`;
}

/** The names whose servers all answered. */
export function checkedNames(
  names: readonly string[],
  unreachable: readonly Unreachable[],
): string[] {
  const missing = new Set(unreachable.flatMap(({ names }) => names));
  return names.filter((name) => !missing.has(name));
}

/** The answer to a refused request, without the line's end. */
export function formatRefusal(refusal: Refusal): string {
  const { json, id, code, message } = refusal;
  if (!json) return `${message}.`;
  const error = JSON.stringify({ code, message });
  return id === "" ? `{"error":${error}}` : `{"id":${id},"error":${error}}`;
}
