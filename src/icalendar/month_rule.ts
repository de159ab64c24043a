/**
 * Rules of one day of a month or of a year with nothing else: birthdays, and
 * the 15th of each month. A calendar may have one for everybody whom its owner
 * knows, and to work them out takes a small part of what a library takes that
 * knows every rule.
 */

import type { Rule } from "./rule.ts";
import { DAY_S } from "./wall_time.ts";

const MS_PER_S = 1_000;
const YEAR_MONTHS = 12;
/** The last day that every month has. */
const EVERY_MONTHS_DAY_MAX = 28;
const PARTS_KNOWN: ReadonlySet<string> = new Set([
  "freq",
  "interval",
  "count",
  "until",
  "byMonth",
  "byMonthDay",
  "wkst",
]);

/** A day of the calendar; months are counted on from year to year. */
interface Place {
  readonly month: number;
  readonly day: number;
}

export class MonthRule {
  readonly #startS: number;
  readonly #count: number;
  readonly #periodMonths: number;

  private constructor(startS: number, { freq, interval, count }: Rule) {
    this.#startS = startS;
    this.#count = count ?? Infinity;
    this.#periodMonths = freq === "YEARLY" ? interval * YEAR_MONTHS : interval;
  }

  /** Undefined for rules that say more, or another day than their start's. */
  static of(rule: Rule, startS: number): MonthRule | undefined {
    const { freq, byMonth, byMonthDay } = rule;
    if (Object.keys(rule).some((part) => !PARTS_KNOWN.has(part))) {
      return undefined;
    }
    const { month, day } = placeOf(startS);
    // How many there were before would take long to find out.
    if (day > EVERY_MONTHS_DAY_MAX && rule.count !== null) return undefined;
    if (byMonthDay !== undefined && `${byMonthDay}` !== `${day}`) {
      return undefined;
    }
    if (freq === "YEARLY") {
      // A day of a month that is not told is one of every month.
      const isTold = byMonthDay === undefined || byMonth !== undefined;
      const ownMonth = month % YEAR_MONTHS + 1;
      const isOwn = byMonth === undefined || `${byMonth}` === `${ownMonth}`;
      return isTold && isOwn ? new MonthRule(startS, rule) : undefined;
    }
    return freq === "MONTHLY" && byMonth === undefined
      ? new MonthRule(startS, rule)
      : undefined;
  }

  /**
   * Starts of instances; a month without such a day has none (§3.3.10).
   *
   * @param fromS Not before the first one.
   */
  between(fromS: number, lastS: number): number[] {
    const { month, day } = placeOf(this.#startS);
    const timeS = this.#startS - secondsOf({ month, day });
    const ahead = placeOf(fromS).month - month;
    const starts: number[] = [];
    let period = Math.floor(ahead / this.#periodMonths);
    for (; period < this.#count; period++) {
      const place = { month: month + period * this.#periodMonths, day };
      const startS = secondsOf(place) + timeS;
      if (!(startS <= lastS)) break;
      if (startS >= fromS && placeOf(startS).day === day) starts.push(startS);
    }
    return starts;
  }
}

function placeOf(wallS: number): Place {
  const date = new Date(Math.floor(wallS / DAY_S) * DAY_S * MS_PER_S);
  return {
    month: date.getUTCFullYear() * YEAR_MONTHS + date.getUTCMonth(),
    day: date.getUTCDate(),
  };
}

/** Of a day that its month does not have, one of the next; NaN beyond all. */
function secondsOf({ month, day }: Place): number {
  return new Date(0).setUTCFullYear(0, month, day) / MS_PER_S;
}
