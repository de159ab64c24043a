/**
 * What an answer with terms, or about instants, has beside its slots, as JSON.
 *
 * | Field         | What it is                                               |
 * |---------------|----------------------------------------------------------|
 * | `window`      | `[from,to]`                                              |
 * | `suggestions` | `[{"slot":[s,e],"free":4,"of":5,"missing":["callie"]}]`  |
 * | `coverage`    | `[{"slot":[s,e],"free":3}]`, without gaps                |
 * | `reason`      | `{"code":"…","message":"…","nearest":{…}}`               |
 * | `explanation` | `["…"]`                                                  |
 *
 * Each is left out where there is none, and so are `missing` and `nearest`.
 */

import type { Times } from "../calendar/times.ts";
import { areAmong } from "./asked_names.ts";
import { isPlain, isRecord } from "./json_checks.ts";
import type { JsonTimes } from "./json_times.ts";
import { formatJsonSlot, jsonSlotFormat } from "./slot_text.ts";
import {
  type CoverageStep,
  type Reason,
  REASON_CODES,
  type Suggestion,
  type TermFindings,
} from "./term_findings.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The fields of what is there, a comma before each. */
export function formatMore(more: TermFindings, times: Times): string {
  const { window, suggestions, coverage, reason, explanation } = more;
  let text = "";
  if (window) {
    const { from: start, to: end } = window;
    text += `,"window":${formatJsonSlot({ start, end }, times)}`;
  }
  if (suggestions) {
    const list = suggestions.map((each) => formatSuggestion(each, times));
    text += `,"suggestions":[${list.join(",")}]`;
  }
  if (coverage) {
    const format = jsonSlotFormat(times);
    const steps = coverage.map(({ slot, free }) =>
      `{"slot":${format(slot)},"free":${free}}`
    );
    text += `,"coverage":[${steps.join(",")}]`;
  }
  if (reason) text += `,"reason":${formatReason(reason, times)}`;
  if (explanation) text += `,"explanation":${JSON.stringify(explanation)}`;
  return text;
}

function formatSuggestion(
  { slot, free, of, missing }: Suggestion,
  times: Times,
): string {
  const names = missing.length === 0
    ? ""
    : `,"missing":${JSON.stringify(missing)}`;
  const when = formatJsonSlot(slot, times);
  return `{"slot":${when},"free":${free},"of":${of}${names}}`;
}

function formatReason(
  { code, message, nearest }: Reason,
  times: Times,
): string {
  const near = nearest ? `,"nearest":${formatSuggestion(nearest, times)}` : "";
  return `{"code":"${code}","message":${JSON.stringify(message)}${near}}`;
}

/** What an answer is read with. */
export interface AnswerReading {
  readonly times: JsonTimes;
  /** Whom it may name. */
  readonly asked: readonly string[];
}

const NOTHING: TermFindings = {
  window: null,
  suggestions: null,
  coverage: null,
  reason: null,
  explanation: null,
};

/**
 * @returns Null if there is nothing of it; undefined if something in it is
 * not what it should be, or not fit to be shown.
 */
export function parseMore(
  value: Fields,
  reading: AnswerReading,
): TermFindings | null | undefined {
  const fields = Object.keys(NOTHING) as (keyof TermFindings)[];
  if (fields.every((field) => value[field] === undefined)) return null;
  const { window, suggestions, coverage, reason, explanation } = value;
  const { times } = reading;
  const read = {
    window: unlessAbsent(window, (value) => times.window(value)),
    suggestions: unlessAbsent(
      suggestions,
      (value) => all(value, (each) => parseSuggestion(each, reading)),
    ),
    coverage: unlessAbsent(coverage, (value) => parseCoverage(value, times)),
    reason: unlessAbsent(reason, (value) => parseReason(value, reading)),
    explanation: unlessAbsent(
      explanation,
      (value) => all(value, (each) => isPlain(each) ? each : undefined),
    ),
  };
  return isWhole(read) ? read : undefined;
}

type Partly<Whole> = { [Field in keyof Whole]: Whole[Field] | undefined };

function isWhole(read: Partly<TermFindings>): read is TermFindings {
  return Object.values(read).every((field) => field !== undefined);
}

function unlessAbsent<Value>(
  value: unknown,
  parse: (value: unknown) => Value | undefined,
): Value | null | undefined {
  return value === undefined ? null : parse(value);
}

/** All elements of a list; undefined if one of them is none. */
function all<Value>(
  list: unknown,
  parse: (element: unknown) => Value | undefined,
): Value[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const read: Value[] = [];
  for (const element of list) {
    const value = parse(element);
    if (value === undefined) return undefined;
    read.push(value);
  }
  return read;
}

function parseSuggestion(
  value: unknown,
  { times, asked }: AnswerReading,
): Suggestion | undefined {
  if (!isRecord(value)) return undefined;
  const slot = times.slot(value.slot);
  const { free, of, missing = [] } = value;
  if (!slot || !isCount(of) || !isCount(free) || free > of) return undefined;
  return areAmong(missing, asked) ? { slot, free, of, missing } : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && value as number >= 0;
}

/** Steps in their order, each from where the one before it ends. */
function parseCoverage(
  value: unknown,
  times: JsonTimes,
): CoverageStep[] | undefined {
  const steps = all(value, (step) => {
    if (!isRecord(step)) return undefined;
    const slot = times.slot(step.slot);
    return slot && isCount(step.free) ? { slot, free: step.free } : undefined;
  });
  const isGapless = steps?.every(({ slot }, i) =>
    i === 0 || steps[i - 1]!.slot.end === slot.start
  );
  return isGapless ? steps : undefined;
}

function parseReason(
  value: unknown,
  reading: AnswerReading,
): Reason | undefined {
  if (!isRecord(value)) return undefined;
  const { message } = value;
  const code = REASON_CODES.find((code) => code === value.code);
  const nearest = unlessAbsent(
    value.nearest,
    (value) => parseSuggestion(value, reading),
  );
  return code && isPlain(message) && nearest !== undefined
    ? { code, message, nearest }
    : undefined;
}
