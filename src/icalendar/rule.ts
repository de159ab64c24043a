/**
 * A recurrence rule's text, read to the letter: a part that is not understood
 * would be time that is taken for free.
 *
 * @see RFC 5545 §3.3.10
 */

import { quote } from "../base/errors.ts";
import { parseWallTime, type WallTime } from "./wall_time.ts";

export type Frequency =
  | "SECONDLY"
  | "MINUTELY"
  | "HOURLY"
  | "DAILY"
  | "WEEKLY"
  | "MONTHLY"
  | "YEARLY";

/** Parts that are lists of numbers. */
type ListKey =
  | "bySecond"
  | "byMinute"
  | "byHour"
  | "byMonthDay"
  | "byYearDay"
  | "byWeekNo"
  | "byMonth"
  | "bySetPos";

/** Parts that are not there are undefined, or null where one has to look. */
export interface Rule extends Readonly<Partial<Record<ListKey, number[]>>> {
  readonly freq: Frequency;
  readonly interval: number;
  readonly count: number | null;
  readonly until: WallTime | null;
  /** Like `MO`, `2TU` or `-1FR`. */
  readonly byDay?: string[];
  readonly wkst?: string;
}

/** A rule that cannot be followed. */
export class RuleError extends Error {
  override readonly name = "RuleError";
}

const FREQUENCIES: readonly Frequency[] = [
  "SECONDLY",
  "MINUTELY",
  "HOURLY",
  "DAILY",
  "WEEKLY",
  "MONTHLY",
  "YEARLY",
];
const NOT_YEARLY = FREQUENCIES.slice(0, -1);
const NOT_MONTHLY_OR_YEARLY = FREQUENCIES.slice(0, -2);

/** The part's name in {@linkcode Rule}, its bounds, and who cannot have it. */
interface ListPart {
  readonly key: ListKey;
  readonly min: number;
  readonly max: number;
  /** Whether values count from the end, too. */
  readonly isSigned: boolean;
  readonly notWith: readonly Frequency[];
}

const LISTS: Readonly<Record<string, ListPart>> = {
  BYSECOND: list("bySecond", 0, 59),
  BYMINUTE: list("byMinute", 0, 59),
  BYHOUR: list("byHour", 0, 23),
  BYMONTHDAY: { ...signed("byMonthDay", 31), notWith: ["WEEKLY"] },
  BYYEARDAY: {
    ...signed("byYearDay", 366),
    notWith: ["DAILY", "WEEKLY", "MONTHLY"],
  },
  BYWEEKNO: { ...signed("byWeekNo", 53), notWith: NOT_YEARLY },
  BYMONTH: list("byMonth", 1, 12),
  BYSETPOS: signed("bySetPos", 366),
};

function list(key: ListKey, min: number, max: number): ListPart {
  return { key, min, max, isSigned: false, notWith: [] };
}

function signed(key: ListKey, max: number): ListPart {
  return { key, min: 1, max, isSigned: true, notWith: [] };
}

const NUMBER_MAX = 999_999_999;
const DAY = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/;

/** @throws {RuleError} If any part is not understood, or comes twice. */
export function parseRule(text: string): Rule {
  const parts = new Map<string, string>();
  // A semicolon at the end is common, and says nothing; nor do blanks, which
  // programs leave that fold lines with two.
  const rule = text.toUpperCase().replace(/\s+/g, "").replace(/;$/, "");
  for (const part of rule.split(";")) {
    const [, name, value] = /^([A-Z-]+)=(.+)$/.exec(part) ?? [];
    if (name === undefined || parts.has(name)) throw bad(part, "a part");
    parts.set(name, value!);
  }
  const freq = FREQUENCIES.find((name) => name === parts.get("FREQ"));
  if (freq === undefined) throw bad(text, "a rule with a frequency");
  let read: Rule = { freq, interval: 1, count: null, until: null };
  parts.delete("FREQ");
  for (const [name, value] of parts) {
    read = { ...read, ...parsePart(name, value, freq) };
  }
  return checked(read);
}

function parsePart(
  name: string,
  value: string,
  freq: Frequency,
): Partial<Rule> {
  const what = `${name}=${value}`;
  switch (name) {
    case "INTERVAL":
      return { interval: positive(value, what) };
    case "COUNT":
      return { count: positive(value, what) };
    case "UNTIL": {
      const until = parseWallTime(value);
      if (until === undefined) throw bad(what, "an end");
      return { until };
    }
    // Said by those who may mean other calendars as well (RFC 7529 §4.1).
    case "RSCALE":
      if (value !== "GREGORIAN") throw bad(what, "a calendar");
      return {};
    case "SKIP":
      if (value !== "OMIT") throw bad(what, "a way to skip");
      return {};
    case "WKST":
      if (!/^(MO|TU|WE|TH|FR|SA|SU)$/.test(value)) throw bad(what, "a day");
      return { wkst: value };
    case "BYDAY":
      return { byDay: parseDays(value, what, freq) };
  }
  const part = Object.hasOwn(LISTS, name) ? LISTS[name] : undefined;
  if (part === undefined) throw bad(what, "a part");
  if (part.notWith.includes(freq)) throw bad(what, `a part of FREQ=${freq}`);
  return numbersOf(part, value);
}

function numbersOf(part: ListPart, value: string): Pick<Rule, ListKey> {
  const numbers = value.split(",").map((item) => parseItem(item, part));
  return { [part.key]: numbers };
}

function positive(value: string, what: string): number {
  const number = /^\d+$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > NUMBER_MAX) throw bad(what, "a number");
  return number;
}

function parseItem(item: string, part: ListPart): number {
  // A leap second is as good as the second before (§3.3.12).
  const number = Number(part.key === "bySecond" && item === "60" ? 59 : item);
  const size = part.isSigned ? Math.abs(number) : number;
  if (!/^[+-]?\d+$/.test(item) || size < part.min || size > part.max) {
    throw bad(item, `one of ${part.key.toUpperCase()}`);
  }
  return number;
}

function parseDays(value: string, what: string, freq: Frequency): string[] {
  return value.split(",").map((item) => {
    const [, ordinal, day] = DAY.exec(item) ?? [];
    if (day === undefined) throw bad(what, "days");
    if (ordinal === undefined) return day;
    const size = Math.abs(Number(ordinal));
    if (NOT_MONTHLY_OR_YEARLY.includes(freq) || size < 1 || size > 53) {
      throw bad(what, `days of FREQ=${freq}`);
    }
    return `${Number(ordinal)}${day}`;
  });
}

/** What the parts may not be together. */
function checked(rule: Rule): Rule {
  const { byDay, byWeekNo, bySetPos } = rule;
  if (byWeekNo !== undefined && byDay?.some((day) => day.length > 2)) {
    throw bad(byDay.join(), "days of weeks by number");
  }
  const others = Object.keys(rule).filter((key) => key.startsWith("by"));
  if (bySetPos !== undefined && others.length === 1) {
    throw bad(`BYSETPOS=${bySetPos}`, "a part without what it chooses from");
  }
  return rule;
}

function bad(text: string, what: string): RuleError {
  return new RuleError(`Cannot read ${quote(text)} as ${what} of a recurrence`);
}
