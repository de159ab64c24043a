/**
 * What a client writes and reads: a question to a line of JSON, and a line of
 * JSON to an answer. The main server's side is in `client_lines.ts`.
 */

import { quote, WireError } from "../base/errors.ts";
import { LINE_BYTES_MAX, NAMES_PER_QUERY_MAX } from "../base/limits.ts";
import { readGroups } from "./asked_groups.ts";
import { areAmong } from "./asked_names.ts";
import type { Findings, Unreachable } from "./client_lines.ts";
import { arePlain, isPlain, isRecord } from "./json_checks.ts";
import { JsonTimes } from "./json_times.ts";
import type { RefusalCode } from "./refusals.ts";
import { parseMore } from "./term_answers.ts";
import { formatTerms } from "./term_lines.ts";
import type { Terms } from "./terms.ts";

const ENCODER = new TextEncoder();

/** What every JSON answer has. */
export interface Answered {
  readonly kind: string;
  /** As the request had it; undefined if the server could not read it. */
  readonly id: unknown;
}

/** A request that was not answered, and why. */
export interface Refused extends Answered {
  readonly kind: "refusal";
  readonly code: string;
  readonly message: string;
}

export function isRefused(answer: Answered): answer is Refused {
  return answer.kind === "refusal";
}

/** A JSON answer to a question, as its client reads it. */
export type Answer =
  | Answered & { readonly kind: "findings"; readonly findings: Findings }
  | Refused;

/** What a client asks. */
export interface Asked {
  /** Each person once. */
  readonly names: readonly string[];
  /** Null where only names are asked. */
  readonly terms: Terms | null;
}

/** The line that asks for the names, without its end. */
export function formatRequest(id: number, { names, terms }: Asked): string {
  return JSON.stringify({ id, names, ...terms && formatTerms(terms) });
}

/**
 * @returns Why the request would be refused, or null: a main server hangs up
 * on a line that is too long, so it must not see one.
 */
export function refuseRequest(
  line: string,
  names: readonly string[],
): Refused | null {
  // A UTF-16 unit takes up to three bytes of UTF-8.
  if (line.length * 3 <= LINE_BYTES_MAX) return null;
  const bytes = ENCODER.encode(line).length;
  if (bytes <= LINE_BYTES_MAX) return null;
  return names.length > NAMES_PER_QUERY_MAX
    ? refusal(
      "too_many_names",
      `Cannot ask for ${names.length} names as a query has at most ${NAMES_PER_QUERY_MAX}`,
    )
    : refusal(
      "line_too_long",
      `Cannot ask in ${bytes} bytes as a line has at most ${LINE_BYTES_MAX}`,
    );
}

/** An answer that no server gave. */
export function refusal(code: RefusalCode, message: string): Refused {
  return { kind: "refusal", id: undefined, code, message };
}

/**
 * @param line One line of JSON, as `formatJsonAnswer()` or `formatRefusal()`
 * made it.
 * @param asked The names of the request, to tell which of them exist.
 * @throws {WireError} If it is no such line.
 */
export function parseAnswer(line: string, asked: readonly string[]): Answer {
  const value = parseObject(line);
  const refused = refusalIn(value, line);
  if (refused) return refused;
  const about = readGroups(value.groups, asked);
  if (!about) throw refuseAnswer(line, "as findings");
  const { names, groups } = about;
  const times = new JsonTimes();
  const slots = value.slots === null ? null : times.set(value.slots);
  const more = parseMore(value, { times, asked: names });
  const isWhole = slots !== undefined && more !== undefined;
  if (!isWhole || !areFindings(value, names)) {
    throw refuseAnswer(line, "as findings");
  }
  const { unknown, pending, waitingFor = [], unreadable = [] } = value;
  const findings: Findings = {
    names: unknown.length + pending.length === 0 ? names : names.filter(
      (name) => !unknown.includes(name) && !pending.includes(name),
    ),
    slots,
    unknown,
    unreachable: value.unreachable.map(withoutMore),
    pending,
    waitingFor,
    unreadable: unreadable.map(withoutMore),
    times: times.times,
    more,
    ...groups && { groups },
  };
  return { kind: "findings", id: value.id, findings };
}

/** What is printed is checked, so what nobody knows here is left out. */
function withoutMore({ server, names }: Unreachable): Unreachable {
  return { server, names };
}

/** @throws {WireError} If the line is no JSON object. */
export function parseObject(line: string): Record<string, unknown> {
  let value;
  try {
    value = JSON.parse(line);
  } catch {
    throw refuseAnswer(line, "as JSON");
  }
  if (!isRecord(value)) throw refuseAnswer(line, "as findings");
  return value;
}

/**
 * The refusal that an answer is; null if it is none.
 *
 * @throws {WireError} If it is one, and not fit to be shown.
 */
export function refusalIn(
  { id, error }: Record<string, unknown>,
  line: string,
): Refused | null {
  if (!isRecord(error)) return null;
  const { code, message } = error;
  if (!isPlain(code) || !isPlain(message)) {
    throw refuseAnswer(line, "as an error");
  }
  return { kind: "refusal", id, code, message };
}

/** Reads what comes though no name was asked. */
export function parseUnasked(line: string): Answer {
  return parseAnswer(line, []);
}

const QUOTED_CHARS_MAX = 200;

/** @param line May be as long as an answer gets, so it is cut first. */
export function refuseAnswer(line: string, rule: string): WireError {
  const got = quote(line.slice(0, QUOTED_CHARS_MAX));
  return new WireError(`Cannot read answer ${rule}: got ${got}`);
}

interface NamesJson {
  unknown: string[];
  unreachable: Unreachable[];
  pending: string[];
  waitingFor?: string[];
  unreadable?: Unreachable[];
}

/**
 * What a terminal is going to show comes from a peer: names must be some that
 * were asked, and all other text must be plain.
 */
function areFindings(
  value: Record<string, unknown>,
  asked: readonly string[],
): value is Record<string, unknown> & NamesJson {
  const { unknown, unreachable, pending } = value;
  const { waitingFor = [], unreadable = [] } = value;
  return areAmong(unknown, asked) && areAmong(pending, asked) &&
    arePlain(waitingFor) &&
    areOfServers(unreachable, asked) && areOfServers(unreadable, asked);
}

/** Whether it tells which of those asked servers could not check. */
export function areOfServers(
  value: unknown,
  asked: readonly string[],
): value is Unreachable[] {
  return Array.isArray(value) &&
    value.every((each) =>
      isRecord(each) && isPlain(each.server) && areAmong(each.names, asked)
    );
}
