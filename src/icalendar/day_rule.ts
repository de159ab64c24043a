/**
 * Rules of days and weeks with nothing else, which most rules are: every third
 * day, Tuesdays and Thursdays, every other Friday. To work them out takes a
 * hundredth of what a library takes that knows every rule.
 */

import type { Rule } from "./rule.ts";
import { DAY_S } from "./wall_time.ts";
import { firstOfWeek, WEEK_DAYS, weekDayOf } from "./week_days.ts";

const PARTS_KNOWN: ReadonlySet<string> = new Set([
  "freq",
  "interval",
  "count",
  "until",
  "byDay",
  "wkst",
]);

/** The same days of each so many days. */
interface Pattern {
  /** The first period begins with this day, counted from 1970. */
  readonly firstDay: number;
  readonly periodDays: number;
  /** Days after the period's first, ascending. */
  readonly offsets: readonly number[];
}

export class DayRule {
  readonly #startS: number;
  readonly #count: number;
  readonly #pattern: Pattern;

  private constructor(
    startS: number,
    count: number | null,
    pattern: Pattern,
  ) {
    this.#startS = startS;
    this.#count = count ?? Infinity;
    this.#pattern = pattern;
  }

  /** Undefined for rules that say more. */
  static of(rule: Rule, startS: number): DayRule | undefined {
    const { freq, interval, count, byDay } = rule;
    const startDay = Math.floor(startS / DAY_S);
    if (Object.keys(rule).some((part) => !PARTS_KNOWN.has(part))) {
      return undefined;
    }
    if (freq === "DAILY" && byDay === undefined) {
      const pattern = {
        firstDay: startDay,
        periodDays: interval,
        offsets: [0],
      };
      return new DayRule(startS, count, pattern);
    }
    const isEachDay = freq === "DAILY" && interval === 1;
    if (freq !== "WEEKLY" && !isEachDay) return undefined;
    return new DayRule(startS, count, weeksOf(rule, startS));
  }

  /**
   * Starts of instances, of which the first counts even if it is no such day.
   *
   * @param fromS Not before that first one.
   */
  between(fromS: number, lastS: number): number[] {
    const { firstDay, periodDays, offsets } = this.#pattern;
    const startDay = Math.floor(this.#startS / DAY_S);
    const timeS = this.#startS - startDay * DAY_S;
    const own = startDay - firstDay;
    const isOwn = offsets.includes(own);
    const starts: number[] = [];
    if (!isOwn && this.#startS === fromS) starts.push(this.#startS);
    const skipped = offsets.filter((offset) => offset < own).length;
    // How many come before the first period's first day, counting that start.
    const before = (isOwn ? 0 : 1) - skipped;
    const fromDay = Math.floor(fromS / DAY_S);
    let period = Math.max(Math.floor((fromDay - firstDay) / periodDays), 0);
    for (;; period++) {
      for (const [i, offset] of offsets.entries()) {
        const day = firstDay + period * periodDays + offset;
        const startS = day * DAY_S + timeS;
        const index = before + period * offsets.length + i;
        if (startS > lastS || index >= this.#count) return starts;
        if (startS >= fromS) starts.push(startS);
      }
    }
  }
}

function weeksOf(
  { interval, byDay, wkst = "MO" }: Rule,
  startS: number,
): Pattern {
  const names: readonly string[] = WEEK_DAYS;
  const { length } = names;
  const first = names.indexOf(wkst);
  const days = byDay?.map((day) => names.indexOf(day)) ?? [weekDayOf(startS)];
  const offsets = days.map((day) => (day - first + length) % length);
  return {
    firstDay: Math.floor(firstOfWeek(startS, wkst) / DAY_S),
    periodDays: interval * length,
    offsets: [...new Set(offsets)].sort((a, b) => a - b),
  };
}
