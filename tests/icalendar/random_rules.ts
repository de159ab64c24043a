/**
 * Rules that may be written (RFC 5545, 3.3.10), drawn by chance: every
 * frequency with the parts that its column of the RFC's table allows. Which
 * parts come often is drawn anew for each rule, as a little of everything
 * finds less than much of something.
 */

import type { Random } from "../../src/base/ports.ts";
import { below, pick, shuffled } from "../support/seeded_random.ts";
import {
  FREQUENCIES,
  type Frequency,
  readRule,
  readWall,
  writeWall,
} from "../support/recurrence_rule.ts";
import { instances, type WallWindow } from "../support/recurrence.ts";

export interface RandomRule {
  readonly rrule: string;
  /** In wall-clock seconds. */
  readonly dtstart: number;
  readonly window: WallWindow;
}

const DAY = 86_400;

/** Long enough for several instances, and short enough to walk. */
const WINDOW_SECONDS: Record<Frequency, number> = {
  SECONDLY: 600,
  MINUTELY: 8 * 3_600,
  HOURLY: 10 * DAY,
  DAILY: 100 * DAY,
  WEEKLY: 200 * DAY,
  MONTHLY: 500 * DAY,
  YEARLY: 1_200 * DAY,
};

/** How far ahead a first instance is looked for: it may be for nothing. */
const SEARCH_SECONDS: Record<Frequency, number> = {
  SECONDLY: 3_600,
  MINUTELY: 5 * DAY,
  HOURLY: 60 * DAY,
  DAILY: 800 * DAY,
  WEEKLY: 800 * DAY,
  MONTHLY: 1_500 * DAY,
  YEARLY: 1_500 * DAY,
};

export function randomRule(random: Random): RandomRule {
  const frequency = pick(random, FREQUENCIES);
  const parts = randomParts(random, frequency);
  const open = parts.join(";");
  const length = WINDOW_SECONDS[frequency];
  const drawn = randomStart(random);
  const to = drawn + SEARCH_SECONDS[frequency];
  // The RFC says what comes of a rule only if it has its own DTSTART.
  const [first] = instances(readRule(open), drawn, { from: drawn, to });
  // A few that have none are enough.
  if (first === undefined && random() < 0.9) return randomRule(random);
  const dtstart = first ?? drawn;
  const from = dtstart + pick(random, [0, 0, 1, below(random, 3 * length)]);
  return {
    rrule: shuffledParts(random, [
      ...parts,
      ...randomEnd(random, dtstart, from + length),
    ]),
    dtstart,
    window: { from, to: from + length },
  };
}

/** FREQ comes first; the others "are not ordered in any particular sequence". */
function shuffledParts(random: Random, parts: readonly string[]): string {
  const [frequency, ...others] = parts;
  return [frequency, ...shuffled(random, others)].join(";");
}

/** Mostly the days that are not in every month, or year. */
function randomStart(random: Random): number {
  const day = pick(random, [
    "20200229",
    "20240229",
    "20240131",
    "20251231",
    "20260101",
    "20261130",
  ]);
  const midnight = random() < 0.3
    ? readWall(day)
    : readWall("20200101") + DAY * below(random, 3_000);
  const second = random() < 0.8 ? 0 : below(random, 60);
  const minute = random() < 0.5 ? 0 : below(random, 60);
  return midnight + 3_600 * below(random, 24) + 60 * minute + second;
}

/** COUNT, UNTIL as a date or a time, or neither. */
function randomEnd(random: Random, start: number, last: number): string[] {
  const kind = below(random, 4);
  if (kind === 0) return [`COUNT=${1 + below(random, 40)}`];
  if (kind > 1) return [];
  const until = writeWall(start + below(random, last - start));
  return [`UNTIL=${random() < 0.5 ? until : until.slice(0, 8)}`];
}

function randomParts(random: Random, frequency: Frequency): string[] {
  const often = pick(random, [0.1, 0.3, 0.6]);
  const parts = [`FREQ=${frequency}`];
  if (random() < 0.5) parts.push(`INTERVAL=${randomInterval(random)}`);
  if (random() < 0.3) parts.push(`WKST=${pick(random, WEEKDAYS)}`);
  const limits = Object.entries(PARTS)
    .filter(([, { allows }]) => allows(frequency))
    .filter(() => random() < often)
    .map(([name, { values, most }]) => `${name}=${some(random, values, most)}`);
  const ruled = withWeekdays(random, frequency, [...parts, ...limits]);
  // "It MUST only be used in conjunction with another BYxxx rule part."
  if (ruled.length > parts.length && random() < often) {
    ruled.push(`BYSETPOS=${some(random, POSITIONS)}`);
  }
  return isSettled(ruled) ? ruled : randomParts(random, frequency);
}

const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const POSITIONS = [1, 2, 3, 5, 10, -1, -2, -3, -7, 366, -366];

function randomInterval(random: Random): number {
  return 1 + below(random, pick(random, [2, 4, 10, 100]));
}

/** The parts of numbers, by the columns of the RFC's table. */
const PARTS: Readonly<
  Record<string, {
    readonly allows: (frequency: Frequency) => boolean;
    readonly values: readonly number[];
    readonly most?: number;
  }>
> = {
  BYMONTH: { allows: () => true, values: upTo(12) },
  BYWEEKNO: {
    allows: (frequency) => frequency === "YEARLY",
    values: [1, 2, 9, 10, 20, 51, 52, 53, -1, -2, -10, -52, -53],
  },
  BYYEARDAY: {
    allows: (frequency) => !["DAILY", "WEEKLY", "MONTHLY"].includes(frequency),
    values: [1, 2, 59, 60, 61, 100, 200, 365, 366, -1, -2, -100, -306, -366],
  },
  BYMONTHDAY: {
    allows: (frequency) => frequency !== "WEEKLY",
    values: [...upTo(31), 29, 30, 31, -1, -2, -3, -15, -29, -30, -31],
  },
  BYHOUR: { allows: () => true, values: [0, 1, 8, 9, 12, 17, 22, 23], most: 2 },
  BYMINUTE: { allows: () => true, values: [0, 1, 15, 30, 45, 59], most: 2 },
  BYSECOND: { allows: () => true, values: [0, 1, 30, 59], most: 2 },
};

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, i) => i + 1);
}

/** One or more of the values, in any order, each once. */
function some(
  random: Random,
  values: readonly (number | string)[],
  most = 5,
): string {
  return shuffled(random, [...new Set(values)])
    .slice(0, 1 + below(random, most)).join(",");
}

/** Ordinals are for months and years only, and not beside BYWEEKNO. */
function withWeekdays(
  random: Random,
  frequency: Frequency,
  parts: readonly string[],
): string[] {
  if (random() < 0.5) return [...parts];
  const hasOrdinals = random() < 0.6 &&
    (frequency === "MONTHLY" || frequency === "YEARLY") &&
    !parts.some((part) => part.startsWith("BYWEEKNO"));
  const isOfMonth = frequency === "MONTHLY" ||
    parts.some((part) => part.startsWith("BYMONTH="));
  const ordinals = isOfMonth
    ? ["", "1", "+2", "3", "4", "5", "-1", "-2", "-5"]
    : ["", "1", "2", "10", "20", "52", "53", "-1", "-5", "-53"];
  const days = hasOrdinals
    ? WEEKDAYS.flatMap((day) => ordinals.map((ordinal) => ordinal + day))
    : WEEKDAYS;
  return [...parts, `BYDAY=${some(random, days)}`];
}

/**
 * Whether the RFC leaves no doubt. A week may lie in two years, and nothing
 * tells which of them is its interval: that matters where not every year
 * counts, where the whole set of a year does, or for days by other parts.
 */
function isSettled(parts: readonly string[]): boolean {
  const weeks = parts.find((part) => part.startsWith("BYWEEKNO="));
  if (weeks === undefined) return true;
  const isEdge = weeks.slice(9).split(",").map(Number)
    .some((week) => Math.abs(week) < 2 || Math.abs(week) > 51);
  return !isEdge ||
    parts.every((part) =>
      !/^(?:INTERVAL|BYSETPOS|BYMONTH|BYMONTHDAY|BYYEARDAY)=/.test(part)
    );
}
