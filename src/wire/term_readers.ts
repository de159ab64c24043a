/** How each term is read, from JSON or from a flag, and what it has to be. */

import { NAMES_PER_QUERY_MAX } from "../base/limits.ts";
import { type Length, LENGTH_RULE, parseLength } from "../calendar/length.ts";
import {
  isTimezone,
  type Moment,
  MOMENT_RULE,
  parseMoment,
  TIMEZONE_RULE,
} from "../calendar/moment.ts";
import type { Tentative } from "../calendar/times.ts";
import { distinctNames, isNameList } from "./asked_names.ts";
import { type Quorum, SLOT_ORDERS, type SlotOrder } from "./terms.ts";

export interface Reader<Value> {
  /** Goes on after "must be". */
  readonly rule: string;
  /** Null if it is no such value. */
  readonly read: (value: unknown) => Value | null;
}

const DAY_SECONDS = 86_400;

/** Text, or a number in its place. */
function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" ? `${value}` : null;
}

function readLength(value: unknown): Length | null {
  const text = textOf(value);
  return text === null ? null : parseLength(text);
}

export const MOMENT: Reader<Moment> = {
  rule: MOMENT_RULE,
  read(value) {
    const text = textOf(value);
    return text === null ? null : parseMoment(text);
  },
};

export const LENGTH: Reader<Length> = { rule: LENGTH_RULE, read: readLength };

export const LENGTH_OVER_ZERO: Reader<Length> = {
  rule: LENGTH_RULE.replace("from 0", "over 0"),
  read(value) {
    const length = readLength(value);
    return length && length.value > 0 ? length : null;
  },
};

/** Days begin anew, so no step of a day's time is longer than one. */
export const STEP: Reader<Length> = {
  rule: `${LENGTH_OVER_ZERO.rule}; of time at most a day`,
  read(value) {
    const length = LENGTH_OVER_ZERO.read(value);
    const isLong = length?.kind === "seconds" && length.value > DAY_SECONDS;
    return isLong ? null : length;
  },
};

export const TIMEZONE: Reader<string> = {
  rule: TIMEZONE_RULE,
  read: (value) =>
    typeof value === "string" && isTimezone(value) ? value : null,
};

export const NAMES: Reader<string[]> = {
  rule: "a list of names",
  read: (value) => isNameList(value) ? distinctNames(value) : null,
};

export const QUORUM: Reader<Quorum> = {
  rule: `a number of people from 1 to ${NAMES_PER_QUERY_MAX}, or a share ` +
    'like "80%"',
  read(value) {
    if (typeof value === "number") {
      const isCount = isWhole(value, NAMES_PER_QUERY_MAX);
      return isCount ? { kind: "count", count: value } : null;
    }
    const [, digits] = /^(\d{1,3})%$/.exec(textOf(value) ?? "") ?? [];
    const percent = Number(digits);
    return isWhole(percent, 100) ? { kind: "percent", percent } : null;
  },
};

export const LIMIT: Reader<number> = {
  rule: "a whole number from 1",
  read: (value) => isWhole(value, Number.MAX_SAFE_INTEGER) ? value : null,
};

export const ORDER: Reader<SlotOrder> = oneOf(SLOT_ORDERS);

export const TENTATIVE: Reader<Tentative> = oneOf(["busy", "free"]);

export const FLAG: Reader<boolean> = {
  rule: "true or false",
  read: (value) => typeof value === "boolean" ? value : null,
};

function isWhole(value: unknown, max: number): value is number {
  return Number.isInteger(value) && value as number >= 1 &&
    value as number <= max;
}

function oneOf<Word extends string>(words: readonly Word[]): Reader<Word> {
  return {
    rule: words.map((word) => `"${word}"`).join(" or "),
    read: (value) => words.find((word) => word === value) ?? null,
  };
}
