/**
 * Where a rule's instances start, in wall-clock time.
 *
 * rrule-temporal expands them in UTC, as it drops what a zone skips; there an
 * hour exists every day, and who knows the zone localises afterwards (RFC 5545
 * §3.3.10, erratum 4271).
 */

import { RRuleTemporal } from "rrule-temporal";
import { reason } from "../base/errors.ts";
import {
  RECURRENCES_A_DAY_MAX,
  RECURRENCES_COUNTED_MAX,
} from "../base/calendar_limits.ts";
import { DayRule } from "./day_rule.ts";
import { MonthRule } from "./month_rule.ts";
import { isWithinDays, paceOf, recurrencesADayMax } from "./pace.ts";
import { type Rule, RuleError } from "./rule.ts";
import { DAY_S, type WallTime } from "./wall_time.ts";
import { firstOfWeek, WEEK_DAYS, weekDayOf } from "./week_days.ts";

const MS_PER_S = 1_000;
/** In recurrences a day of the library. */
const SIMPLE_PACE = 0.01;
/** With more at once the library gives up. */
const INSTANCES_MAX = 10_000;
const PIECE_S = Math.floor(INSTANCES_MAX / RECURRENCES_A_DAY_MAX) * DAY_S;

export interface RecurrenceOptions {
  /** The first instance, which the rule need not tell of, and counts. */
  readonly startWallS: number;
  /** Whether the instances are whole days. */
  readonly isDate: boolean;
  /** The last that an instance may start, in wall-clock time. */
  readonly untilWallS: number;
}

export class Recurrence {
  /** What it takes to follow it; see {@linkcode paceOf}. */
  readonly pace: number;
  readonly #starts: Starts;
  readonly #startWallS: number;
  readonly #untilWallS: number;

  /** @throws {RuleError} If the rule cannot be followed. */
  constructor(rule: Rule, options: RecurrenceOptions) {
    const { startWallS, isDate, untilWallS } = options;
    this.#startWallS = startWallS;
    this.#untilWallS = untilWallS;
    checkPace(rule, isDate);
    checkShape(rule);
    checkFirstWeek(rule, startWallS);
    const simple = DayRule.of(rule, startWallS) ??
      MonthRule.of(rule, startWallS);
    this.#starts = simple ?? orRuleError(() => new AnyRule(rule, options));
    this.pace = simple ? SIMPLE_PACE : paceOf(rule);
  }

  /**
   * Starts of instances from one time until before the other, in order.
   *
   * @throws {RuleError} If it takes too much work to find them.
   */
  between(fromWallS: number, toWallS: number): number[] {
    const from = Math.max(fromWallS, this.#startWallS);
    const last = Math.min(toWallS - 1, this.#untilWallS);
    if (from > last) return [];
    return orRuleError(() => this.#starts.between(from, last));
  }
}

/** What a rule tells of, from its start on, whatever its end. */
interface Starts {
  /** Both included. */
  between(fromWallS: number, lastWallS: number): number[];
}

/** Any rule at all. */
class AnyRule implements Starts {
  readonly #rule: RRuleTemporal;
  readonly #startWallS: number;
  /** How much time is looked at at once. */
  readonly #pieceS: number;

  constructor(rule: Rule, { startWallS, isDate }: RecurrenceOptions) {
    // The time that is left out of a date cannot be chosen by a rule.
    const { bySecond: _s, byMinute: _m, byHour: _h, ...days } = rule;
    const { count, until: _u, ...parts } = isDate ? days : rule;
    // Who counts begins with the first one each time.
    const isInPieces = isWithinDays(rule.freq) && count === null;
    this.#pieceS = isInPieces ? PIECE_S : Infinity;
    this.#startWallS = startWallS;
    this.#rule = new RRuleTemporal({
      ...parts,
      ...weekDayToSay(rule, startWallS),
      ...(count === null ? {} : { count }),
      dtstart: wallClock(startWallS),
      includeDtstart: true,
      cache: false,
    });
  }

  between(fromWallS: number, lastWallS: number): number[] {
    const starts: number[] = [];
    for (let fromS = fromWallS; fromS <= lastWallS; fromS += this.#pieceS) {
      const lastS = Math.min(fromS + this.#pieceS - 1, lastWallS);
      starts.push(...this.#within(fromS, lastS));
    }
    // rrule-temporal 2.2.8 forgets it where a day fits, and not its ordinal.
    const isFirst = fromWallS === this.#startWallS;
    return isFirst && starts[0] !== fromWallS ? [fromWallS, ...starts] : starts;
  }

  #within(fromS: number, lastS: number): number[] {
    const from = new Date(fromS * MS_PER_S);
    return this.#rule.between(from, new Date(lastS * MS_PER_S), true)
      .map(({ epochMilliseconds }) => epochMilliseconds / MS_PER_S);
  }
}

/**
 * The start's day of the week, where numbered weeks leave that to it:
 * rrule-temporal 2.2.8 takes another day in years far from the start.
 */
function weekDayToSay(
  { byWeekNo, byDay }: Rule,
  startWallS: number,
): Pick<Rule, "byDay"> {
  if (byWeekNo === undefined || byDay !== undefined) return {};
  return { byDay: [WEEK_DAYS[weekDayOf(startWallS)]!] };
}

/** The last wall-clock time of an end: a date lasts through its day. */
export function lastWallOf(until: WallTime | null): number {
  if (until === null) return Infinity;
  return until.kind === "date" ? until.wallS + DAY_S - 1 : until.wallS;
}

function wallClock(wallS: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(wallS * MS_PER_S)
    .toZonedDateTimeISO("UTC");
}

function orRuleError<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new RuleError(`Cannot follow the rule: ${reason(error)}`);
  }
}

/** Refuses a rule that no calendar needs: its instances would fill memory. */
function checkPace(rule: Rule, isDate: boolean): void {
  const { freq, count } = rule;
  if (isDate && isWithinDays(freq)) {
    throw new RuleError(`Cannot follow FREQ=${freq} as it starts on a date`);
  }
  const aDay = recurrencesADayMax(rule);
  if (aDay <= RECURRENCES_A_DAY_MAX) return;
  if (count !== null && count <= RECURRENCES_COUNTED_MAX) return;
  throw new RuleError(
    `Cannot follow FREQ=${freq} as it may recur ${RECURRENCES_A_DAY_MAX} ` +
      `times a day: it does so ${aDay} times`,
  );
}

/**
 * Refuses what rrule-temporal 2.2.8 gets wrong, all of it in years by note 2
 * of the RFC: it forgets bare weekdays beside those with ordinals, carries a
 * 53rd that a year does not have into another year, and adds up days that
 * limit each other.
 */
function checkShape(rule: Rule): void {
  const { freq, byMonth, byDay, byMonthDay, byYearDay, byWeekNo } = rule;
  if (freq !== "YEARLY") return;
  const ordinals = (byDay ?? []).map((day) => Number(day.slice(0, -2)));
  const isOfYear = byMonth === undefined && ordinals.some((n) => n !== 0);
  const isMixed = isOfYear && ordinals.includes(0);
  const has53rd = [...isOfYear ? ordinals : [], ...byWeekNo ?? []]
    .some((n) => Math.abs(n) === 53);
  const ofYear = [isOfYear, byYearDay, byWeekNo].filter(Boolean).length;
  const limits = [byMonthDay, !isOfYear && !byWeekNo && byDay].filter(Boolean);
  if (isMixed || has53rd || ofYear > 1 || ofYear && limits.length > 0) {
    throw new RuleError("Cannot follow a rule that chooses days of years so");
  }
}

/**
 * Refuses numbered weeks whose count begins in a week of another year than its
 * own, as 1 January 2021 is in the last one of 2020: rrule-temporal 2.2.8 takes
 * 2021 for the first year then, and forgets even the start.
 */
function checkFirstWeek({ byWeekNo, wkst }: Rule, startWallS: number): void {
  if (byWeekNo === undefined) return;
  // A week is of the year that has most of its days.
  const [own, most] = [startWallS, firstOfWeek(startWallS, wkst) + 3 * DAY_S]
    .map((wallS) => wallClock(wallS).year);
  if (own === most) return;
  throw new RuleError(
    "Cannot follow a rule of numbered weeks that starts in one of another year",
  );
}
