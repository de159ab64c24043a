/**
 * What a client writes and reads: a question to a line of JSON, and a line of
 * JSON to an answer. The main server's side is in `client_lines.ts`.
 */

import { quote, WireError } from "../base/errors.ts";
import { LINE_BYTES_MAX, NAMES_PER_QUERY_MAX } from "../base/limits.ts";
import { isCanonical } from "../intervals/interval_set.ts";
import type { Findings, RefusalCode, Unreachable } from "./client_lines.ts";

const ENCODER = new TextEncoder();

/** A JSON answer, as its client reads it. */
export type Answer =
  & {
    /** As the request had it; undefined if the server could not read it. */
    readonly id: unknown;
  }
  & (
    | { readonly kind: "findings"; readonly findings: Findings }
    | {
      readonly kind: "refusal";
      readonly code: string;
      readonly message: string;
    }
  );

/** The line that asks for the names, without its end. */
export function formatRequest(id: number, names: readonly string[]): string {
  return JSON.stringify({ id, names });
}

/**
 * @returns Why the request would be refused, or null: a main server hangs up
 * on a line that is too long, so it must not see one.
 */
export function refuseRequest(
  line: string,
  names: readonly string[],
): Answer | null {
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
export function refusal(code: RefusalCode, message: string): Answer {
  return { kind: "refusal", id: undefined, code, message };
}

/**
 * @param line One line of JSON, as `formatJsonAnswer()` or `formatRefusal()`
 * made it.
 * @param asked The names of the request, to tell which of them exist.
 * @throws {WireError} If it is no such line.
 */
export function parseAnswer(line: string, asked: readonly string[]): Answer {
  let value;
  try {
    value = JSON.parse(line);
  } catch {
    throw new WireError(`Cannot read answer as JSON: got ${quote(line)}`);
  }
  if (isRecord(value) && isRecord(value.error)) {
    const { code, message } = value.error;
    if (isPlain(code) && isPlain(message)) {
      return { kind: "refusal", id: value.id, code, message };
    }
  }
  if (!isRecord(value) || !isFindings(value, new Set(asked))) {
    throw new WireError(`Cannot read answer as findings: got ${quote(line)}`);
  }
  const { slots, unknown, unreachable, pending, waitingFor = [] } = value;
  const absent = new Set([...unknown, ...pending]);
  const findings: Findings = {
    names: asked.filter((name) => !absent.has(name)),
    slots: slots === null ? null : Float64Array.from(slots.flat()),
    unknown,
    unreachable,
    pending,
    waitingFor,
  };
  return { kind: "findings", id: value.id, findings };
}

interface FindingsJson {
  slots: [number, number][] | null;
  unknown: string[];
  unreachable: Unreachable[];
  pending: string[];
  waitingFor?: string[];
}

/**
 * What a terminal is going to show comes from a peer: names must be some that
 * were asked, and all other text must be plain.
 */
function isFindings(
  value: Record<string, unknown>,
  asked: ReadonlySet<unknown>,
): value is Record<string, unknown> & FindingsJson {
  const { slots, unknown, unreachable, pending, waitingFor = [] } = value;
  const areAsked = (names: unknown): names is string[] =>
    Array.isArray(names) && names.every((name) => asked.has(name));
  return (slots === null || areSlots(slots)) &&
    areAsked(unknown) && areAsked(pending) &&
    Array.isArray(waitingFor) && waitingFor.every(isPlain) &&
    Array.isArray(unreachable) &&
    unreachable.every((each) =>
      isRecord(each) && isPlain(each.server) && areAsked(each.names)
    );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Text that cannot move a cursor, ring a bell or end a line. */
function isPlain(value: unknown): value is string {
  return typeof value === "string" &&
    !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value);
}

function areSlots(value: unknown): value is [number, number][] {
  return Array.isArray(value) && value.every(isPair) &&
    isCanonical(Float64Array.from(value.flat()));
}

function isPair(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 &&
    value.every(Number.isSafeInteger);
}
