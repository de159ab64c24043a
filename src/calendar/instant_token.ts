/**
 * An instant in a line of bytes: `2026-11-24T09:00+01:00`, with `Z`, or with
 * neither in the zone of whoever wrote it. Seconds need not be there. Beyond
 * 2199 an offset has to be, as nobody knows that of a zone.
 *
 * Bytes beyond the end of a line are never digits, so nothing checks for it.
 *
 * @see RFC 3339 §5.6
 */

import { INSTANT_MAX, INSTANT_MIN } from "../base/limits.ts";
import { type Zone, ZONES_END_S } from "./zone.ts";

const ZERO = 48;
const COLON = 58;
const DOT = 46;
const PLUS = 43;
const MINUS = 45;
const LETTER_T = 84;
const LETTER_Z = 90;
const TO_UPPER = 0b1101_1111;

const DAY_S = 86_400;
const DAYS_IN_400_YEARS = 146_097;
/** From 1 March of the year 0 to 1970. */
const DAYS_TO_1970 = 719_468;
/** `2026-11-24T09:00` */
const MINUTES_CHARS = 16;

/** Reads instant after instant, without an object for any. */
export class InstantToken {
  /** Of the last one that was read: seconds since 1970. */
  seconds = 0;
  /** Where it ends. */
  end = 0;
  readonly #zone: Zone | null;
  #bytes: Uint8Array = new Uint8Array();

  /** @param zone Of local times; null refuses these. */
  constructor(zone: Zone | null) {
    this.#zone = zone;
  }

  /** Whether a date begins at `at`, and not a number. */
  static begins(bytes: Uint8Array, at: number): boolean {
    return bytes[at + 4] === MINUS && number(bytes, at, 4) >= 0;
  }

  /** @returns False if there is none at `at`, or none of whole seconds. */
  read(bytes: Uint8Array, at: number): boolean {
    this.#bytes = bytes;
    const wallSeconds = this.#wallClock(at);
    if (Number.isNaN(wallSeconds)) return false;
    const seconds = this.#less(wallSeconds);
    if (!(seconds >= INSTANT_MIN && seconds <= INSTANT_MAX)) return false;
    this.seconds = seconds;
    return true;
  }

  /** Date and time without the offset; NaN if there is none. */
  #wallClock(at: number): number {
    const bytes = this.#bytes;
    const year = number(bytes, at, 4);
    const month = number(bytes, at + 5, 2);
    const day = number(bytes, at + 8, 2);
    const hour = number(bytes, at + 11, 2);
    const minute = number(bytes, at + 14, 2);
    const isMarked = bytes[at + 4] === MINUS && bytes[at + 7] === MINUS &&
      (bytes[at + 10]! & TO_UPPER) === LETTER_T && bytes[at + 13] === COLON;
    const isThere = year >= 0 && hour >= 0 && hour < 24 && minute >= 0 &&
      minute < 60 && day > 0 && day <= daysInMonth(year, month);
    if (!isMarked || !isThere) return NaN;
    this.end = at + MINUTES_CHARS;
    const second = this.#second();
    const days = daysSince1970(year, month, day);
    return days * DAY_S + hour * 3_600 + minute * 60 + second;
  }

  /** What follows the minutes; NaN if that is no whole second. */
  #second(): number {
    const bytes = this.#bytes;
    if (bytes[this.end] !== COLON) return 0;
    const second = number(bytes, this.end + 1, 2);
    // Of leap seconds, 60, the seconds since 1970 know nothing.
    if (second < 0 || second > 59) return NaN;
    this.end += 3;
    if (bytes[this.end] === DOT) {
      const first = ++this.end;
      while (bytes[this.end] === ZERO) this.end++;
      if (this.end === first) return NaN;
    }
    return second;
  }

  /** The instant, by the offset that follows; NaN if that is none. */
  #less(wallSeconds: number): number {
    const bytes = this.#bytes;
    const mark = bytes[this.end]!;
    if ((mark & TO_UPPER) === LETTER_Z) {
      this.end++;
      return wallSeconds;
    }
    if (mark !== PLUS && mark !== MINUS) {
      return wallSeconds < ZONES_END_S
        ? this.#zone?.instantOf(wallSeconds) ?? NaN
        : NaN;
    }
    const hours = number(bytes, this.end + 1, 2);
    const minutes = number(bytes, this.end + 4, 2);
    const isOffset = hours >= 0 && hours < 24 && minutes >= 0 &&
      minutes < 60 && bytes[this.end + 3] === COLON;
    if (!isOffset) return NaN;
    this.end += 6;
    const seconds = hours * 3_600 + minutes * 60;
    return mark === PLUS ? wallSeconds - seconds : wallSeconds + seconds;
  }
}

/** So many digits from `at` on; -1 if there are fewer. */
function number(bytes: Uint8Array, at: number, digits: number): number {
  let value = 0;
  for (let i = at; i < at + digits; i++) {
    const digit = bytes[i]! - ZERO;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) {
    const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    return isLeap ? 29 : 28;
  }
  if (month < 1 || month > 12) return 0;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** With years that begin in March, leap days are the last of theirs. */
function daysSince1970(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = (month + 9) % 12;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * marchMonth + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_IN_400_YEARS + dayOfEra - DAYS_TO_1970;
}
