/**
 * A time in a line of bytes: a whole number or an instant, whichever the first
 * time of the file was. Numbers go the quick way; all else is told apart after
 * it.
 */

import { TIME_MAX } from "../base/limits.ts";
import { InstantToken } from "./instant_token.ts";
import { nameCharKind, REFUSED } from "./name.ts";
import type { Times } from "./times.ts";
import type { Zone } from "./zone.ts";

const MINUS = 45;
const ZERO = 48;
const NINE = 57;
const DIGITS_MAX = String(TIME_MAX).length;

const NUMBER_RULE = "a whole number from -(2^53-1) to 2^53-1";
const INSTANT_RULE = "an instant of whole seconds like 2026-11-24T09:00+01:00";

/** Where a time ends that is none. */
export const NONE = -1;

/** Reads time after time, without an object for any. */
export class TimeToken {
  /** What the last one that was read is. */
  value = 0;
  /** What is to stand where none was read. */
  expected = "";
  readonly #instant: InstantToken;
  #times: Times | null = null;
  /** The same, as to compare words for each number took a tenth longer. */
  #isOfNumbers = false;

  /** @param zone Of local times; null refuses these. */
  constructor(zone: Zone | null) {
    this.#instant = new InstantToken(zone);
  }

  /** What times are; null before the first. */
  get times(): Times | null {
    return this.#times;
  }

  set times(times: Times | null) {
    this.#times = times;
    this.#isOfNumbers = times === "numbers";
  }

  /** @returns Where the time ends that starts at `start`, or `NONE`. */
  read(bytes: Uint8Array, start: number): number {
    let at = start;
    let value = 0;
    // Most are plain numbers: this loop and these few questions are all that
    // they pay for.
    for (; bytes[at]! >= ZERO && bytes[at]! <= NINE; at++) {
      value = value * 10 + (bytes[at]! - ZERO);
    }
    const digits = at - start;
    const isPlain = digits > 0 && digits < DIGITS_MAX &&
      bytes[start] !== ZERO && nameCharKind(bytes[at]!) === REFUSED;
    if (!isPlain || !this.#isOfNumbers) {
      return this.#other(bytes, start, this.#number(bytes, start));
    }
    this.value = value;
    return at;
  }

  /** Where a whole number ends, whatever its sign and size. */
  #number(bytes: Uint8Array, start: number): number {
    const isNegative = bytes[start] === MINUS;
    const first = isNegative ? start + 1 : start;
    let at = first;
    let value = 0;
    // Of many digits the value is not exact, but they are too many then.
    for (; bytes[at]! >= ZERO && bytes[at]! <= NINE; at++) {
      value = value * 10 + (bytes[at]! - ZERO);
    }
    const digits = at - first;
    const isPadded = digits > 1 && bytes[first] === ZERO;
    const isWhole = digits > 0 && digits <= DIGITS_MAX && !isPadded &&
      value <= TIME_MAX && nameCharKind(bytes[at]!) === REFUSED;
    // Not minus the value, as minus zero has other bytes than zero.
    this.value = isNegative ? 0 - value : value;
    return isWhole ? at : NONE;
  }

  /**
   * The first time of a file, an instant, or what is wrong.
   *
   * @param numberEnd Where it ends if it is a number; else `NONE`.
   */
  #other(bytes: Uint8Array, start: number, numberEnd: number): number {
    const isDate = InstantToken.begins(bytes, start);
    if (this.times === null) {
      if (!isDate && numberEnd === NONE) return this.#refuse(NUMBER_RULE);
      this.times = isDate ? "instants" : "numbers";
    }
    if (this.times === "numbers") {
      if (numberEnd !== NONE) return numberEnd;
      return this.#refuse(isDate ? `${NUMBER_RULE}, as before` : NUMBER_RULE);
    }
    const instant = this.#instant;
    const isInstant = instant.read(bytes, start) &&
      nameCharKind(bytes[instant.end]!) === REFUSED;
    if (!isInstant) {
      const isNumber = numberEnd !== NONE;
      return this.#refuse(
        isNumber ? `${INSTANT_RULE}, as before` : INSTANT_RULE,
      );
    }
    this.value = instant.seconds;
    return instant.end;
  }

  #refuse(expected: string): number {
    this.expected = expected;
    return NONE;
  }
}
