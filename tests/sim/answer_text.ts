/**
 * What a client reads, taken apart by the contract's words and by nothing of
 * the program's.
 */

import type { Times } from "../../src/calendar/times.ts";

export type HeardSlot = readonly [start: number, end: number];

export interface HeardSuggestion {
  readonly slot: HeardSlot;
  readonly free: number;
  readonly of: number;
  readonly missing: readonly string[];
}

/** How many are free in a stretch of time. */
export interface HeardStep {
  readonly slot: HeardSlot;
  readonly free: number;
}

/** What only JSON says. */
export interface HeardMore {
  readonly window: HeardSlot | null;
  readonly suggestions: readonly HeardSuggestion[] | null;
  readonly coverage: readonly HeardStep[] | null;
  readonly reason: {
    readonly code: string;
    readonly message: string;
    readonly nearest: HeardSuggestion | null;
  } | null;
  readonly explanation: readonly string[] | null;
}

interface Unchecked {
  readonly server: string;
  readonly names: readonly string[];
}

export interface HeardAnswer {
  /** Instants are whole seconds since 1970. */
  readonly slots: readonly HeardSlot[] | null;
  readonly unknown: readonly string[];
  readonly pending: readonly string[];
  readonly unreachable: readonly Unchecked[];
  readonly unreadable: readonly Unchecked[];
  /** What its times count; null if it has none. */
  readonly times: Times | null;
  /** Whether it says why there is no slot. */
  readonly saysWhy: boolean;
  /** Null for text. */
  readonly more: HeardMore | null;
  /** The code of a refusal, or what cannot be read; "" for an answer. */
  readonly error: string;
}

/** Reads the times of one answer, which are all of one kind. */
class TimeReader {
  kind: Times | null = null;

  readonly slot = ([start, end]: readonly unknown[]): HeardSlot => [
    this.#time(start),
    this.#time(end),
  ];

  readonly suggestion = (
    { slot, free, of, missing = [] }: Json<HeardSuggestion>,
  ): HeardSuggestion => ({ slot: this.slot(slot), free, of, missing });

  #time(value: unknown): number {
    const kind = typeof value === "string" ? "instants" : "numbers";
    this.kind ??= kind;
    if (kind !== this.kind) return NaN;
    if (typeof value === "string" && INSTANT.test(value)) {
      return Date.parse(value) / 1_000;
    }
    return typeof value === "number" ? value : NaN;
  }
}

type Json<Whole> = Omit<Whole, "slot"> & { readonly slot: readonly unknown[] };

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const SLOTS = /^Available time slots(?: for ([^:]+))?: (.*)$/;
const UNREADABLE =
  /^Server (.+) cannot read the calendars? of (.*): not checked\.$/;
const UNREACHABLE = /^Server (.+) cannot be reached: (.*) not checked\.$/;

export function readJsonAnswer(line: string, id: number | null): HeardAnswer {
  const value = JSON.parse(line);
  const error = (value.id ?? null) === id
    ? value.error?.code ?? ""
    : `the id is ${value.id} and not ${id}`;
  const { unknown, pending, unreachable, unreadable = [] } = value;
  const times = new TimeReader();
  const slots = value.slots?.map(times.slot) ?? null;
  const more = readMore(value, times);
  const checked = { unknown, pending, unreachable, unreadable };
  const saysWhy = more.reason !== null;
  return { slots, ...checked, saysWhy, more, times: times.kind, error };
}

interface JsonMore {
  readonly window?: readonly unknown[];
  readonly suggestions?: readonly Json<HeardSuggestion>[];
  readonly coverage?: readonly Json<HeardStep>[];
  readonly reason?: {
    readonly code: string;
    readonly message: string;
    readonly nearest?: Json<HeardSuggestion>;
  };
  readonly explanation?: readonly string[];
}

function readMore(
  { window, suggestions, coverage, reason, explanation }: JsonMore,
  times: TimeReader,
): HeardMore {
  return {
    window: window ? times.slot(window) : null,
    suggestions: suggestions?.map(times.suggestion) ?? null,
    coverage: coverage?.map(({ slot, free }) => ({
      slot: times.slot(slot),
      free,
    })) ?? null,
    reason: reason
      ? {
        code: reason.code,
        message: reason.message,
        nearest: reason.nearest ? times.suggestion(reason.nearest) : null,
      }
      : null,
    explanation: explanation ?? null,
  };
}

/** @param lines Without the empty line that ends them. */
export function readTextAnswer(lines: readonly string[]): HeardAnswer {
  const [unknown, pending]: [string[], string[]] = [[], []];
  const [unreachable, unreadable]: [Unchecked[], Unchecked[]] = [[], []];
  const times = new TimeReader();
  let slots: HeardSlot[] | null = null;
  let saysWhy = false;
  let error = "";
  for (const line of lines) {
    const [, nobody] = /^(\S+) does not exist\.$/.exec(line) ?? [];
    const [, later] = /^(\S+) is not known yet: .* registered\.$/.exec(line) ??
      [];
    const silent = uncheckedIn(UNREACHABLE, line);
    const broken = uncheckedIn(UNREADABLE, line);
    const found = SLOTS.exec(line);
    if (nobody) unknown.push(nobody);
    else if (later) pending.push(later);
    else if (silent) unreachable.push(silent);
    else if (broken) unreadable.push(broken);
    else if (found) slots = readSlots(found[2]!).map(times.slot);
    else if (line.startsWith("Why: ")) saysWhy = true;
    // Which slot is nearest is told in JSON as well.
    else if (!line.startsWith("Nearest: ")) error ||= line;
  }
  const checked = { unknown, pending, unreachable, unreadable };
  return { slots, ...checked, saysWhy, more: null, times: times.kind, error };
}

function uncheckedIn(form: RegExp, line: string): Unchecked | null {
  const [, server, names] = form.exec(line) ?? [];
  return server === undefined ? null : { server, names: names!.split(", ") };
}

/** Those of numbers are JSON, and instants have to be quoted for it. */
function readSlots(text: string): unknown[][] {
  if (text === "none") return [];
  return JSON.parse(`[${text.replace(/\d{4}-[^,\]]+/g, '"$&"')}]`);
}
