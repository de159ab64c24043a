/**
 * One line of a free-time file, read as bytes: `name;[[start,end],…]`, a
 * comment that begins with `#`, or nothing. The first time of a file tells
 * whether it is a file of numbers or of instants.
 *
 * A line is followed by LF. That is no blank, digit or letter, so whatever
 * goes through the bytes stops there and needs no other check.
 */

import { NAME_CHARS_MAX, NAME_KEY_BYTES_MAX } from "../base/limits.ts";
import { type IntervalSet, normalize } from "../intervals/interval_set.ts";
import {
  columnOf,
  quoteIntervalAt,
  quoteTokenAt,
  skipBlanks,
} from "./line_token.ts";
import { formatInstant } from "./moment.ts";
import { LOWERED, NAME_RULE, nameCharKind, nameKey, REFUSED } from "./name.ts";
import { NONE, TimeToken } from "./time_token.ts";
import type { Times } from "./times.ts";
import type { Zone } from "./zone.ts";

const COMMA = 44;
const HASH = 35;
const SEMICOLON = 59;
const OPEN = 91;
const CLOSE = 93;
const LF = 10;
const TO_LOWER = 32;

/** Where a line ends that is bad. */
const FAILED = -1;

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What a line turned out to be. */
export type LineKind = "person" | "blank" | "bad";

/** Reads line after line into the same arrays. */
export class FreeTimeLine {
  /** The key of the name in its first `keyBytes`. */
  readonly key = new Uint8Array(NAME_KEY_BYTES_MAX);
  keyBytes = 0;
  /** The canonical set of free time in its first `length`. */
  bounds: IntervalSet = new Float64Array(64);
  length = 0;
  /** Where the next line starts. */
  next = 0;
  #bytes: Uint8Array = new Uint8Array();
  #start = 0;
  /** Where the name starts, or where a bad line goes wrong. */
  #at = 0;
  /** What a bad line should have there. */
  #expected = "";
  /** What it has, or where that stands. */
  #got = "";
  #gotAt = 0;
  #isSorted = true;
  readonly #time: TimeToken;

  /** @param zone Of local times; null refuses these. */
  constructor(zone: Zone | null) {
    this.#time = new TimeToken(zone);
  }

  /** What the lines so far count; null as long as none has any time. */
  get times(): Times | null {
    return this.#time.times;
  }

  /** Reads the line that starts at `start` and goes to the next LF. */
  read(bytes: Uint8Array, start: number): LineKind {
    const timesBefore = this.#time.times;
    this.#bytes = bytes;
    this.#start = start;
    this.length = 0;
    this.#isSorted = true;
    const nameAt = skipBlanks(bytes, start);
    if (bytes[nameAt] === LF || bytes[nameAt] === HASH) {
      this.next = bytes.indexOf(LF, nameAt) + 1;
      return "blank";
    }
    const end = this.#person(nameAt);
    if (end === FAILED) {
      this.next = bytes.indexOf(LF, this.#at) + 1;
      // A line that is not kept says nothing of the others.
      this.#time.times = timesBefore;
      return "bad";
    }
    this.next = end + 1;
    this.#at = nameAt;
    if (!this.#isSorted) this.#sort();
    return "person";
  }

  /** Reads the whole line from its name on. */
  #person(start: number): number {
    let at = this.#name(start);
    if (at === FAILED) return FAILED;
    at = this.#list(at);
    if (at === FAILED) return FAILED;
    at = skipBlanks(this.#bytes, at);
    if (this.#bytes[at] === LF) return at;
    return this.#fail(at, "the end of the line");
  }

  /** Where the name starts, or where a bad line goes wrong; from 1. */
  get column(): number {
    return columnOf(this.#bytes, this.#start, this.#at);
  }

  /** What is wrong with a bad line. */
  get complaint(): string {
    const got = this.#got || quoteTokenAt(this.#bytes, this.#gotAt);
    return `expected ${this.#expected}, got ${got}`;
  }

  /** Reads the name and the semicolon after it; tells where it stopped. */
  #name(start: number): number {
    const bytes = this.#bytes;
    let isAscii = true;
    let end = start;
    for (let kind; (kind = nameCharKind(bytes[end]!)) !== REFUSED; end++) {
      if (kind === undefined) isAscii = false;
      const byte = bytes[end]!;
      // Writes beyond the array do nothing, and such a name is refused.
      this.key[end - start] = kind === LOWERED ? byte + TO_LOWER : byte;
    }
    this.keyBytes = end - start;
    const isName = isAscii
      ? end > start && end - start <= NAME_CHARS_MAX
      : this.#unicodeName(start, end);
    if (!isName) return this.#fail(start, NAME_RULE);
    const at = skipBlanks(bytes, end);
    if (bytes[at] === SEMICOLON) return at + 1;
    this.#fail(at, '";" after the name');
    // Where it belongs: what follows may be far, as blanks may come between.
    this.#at = end;
    return FAILED;
  }

  /** Makes the key of a name that is not all ASCII, if it is a name. */
  #unicodeName(start: number, end: number): boolean {
    let key;
    try {
      key = nameKey(DECODER.decode(this.#bytes.subarray(start, end)));
    } catch {
      return false;
    }
    if (key === undefined) return false;
    // Not by `encodeInto()`: Deno 2.7 miscounts in it, once it is optimised.
    const bytes = ENCODER.encode(key);
    this.key.set(bytes);
    this.keyBytes = bytes.length;
    return true;
  }

  /** Reads `[…]` with any number of intervals. */
  #list(start: number): number {
    const bytes = this.#bytes;
    let at = skipBlanks(bytes, start);
    if (bytes[at] !== OPEN) {
      return this.#fail(at, "a list like [[1,3],[4,6]]");
    }
    at = skipBlanks(bytes, at + 1);
    if (bytes[at] === CLOSE) return at + 1;
    for (;;) {
      at = this.#interval(at);
      if (at === FAILED) return FAILED;
      at = skipBlanks(bytes, at);
      if (bytes[at] === CLOSE) return at + 1;
      if (bytes[at] !== COMMA) {
        return this.#fail(at, '"," or "]" after an interval');
      }
      at = skipBlanks(bytes, at + 1);
    }
  }

  /** Reads `[start,end]`. */
  #interval(open: number): number {
    const bytes = this.#bytes;
    if (bytes[open] !== OPEN) {
      return this.#fail(open, "an interval like [1,3]");
    }
    const time = this.#time;
    const startAt = skipBlanks(bytes, open + 1);
    let at = time.read(bytes, startAt);
    if (at === NONE) return this.#fail(startAt, time.expected);
    const start = time.value;
    at = skipBlanks(bytes, at);
    if (bytes[at] !== COMMA) {
      return this.#fail(at, '"," between start and end');
    }
    const endAt = skipBlanks(bytes, at + 1);
    at = time.read(bytes, endAt);
    if (at === NONE) return this.#fail(endAt, time.expected);
    const end = time.value;
    at = skipBlanks(bytes, at);
    if (bytes[at] !== CLOSE) return this.#fail(at, '"]" after the end');
    if (start >= end) {
      const got = time.times === "numbers"
        ? `"[${start},${end}]"`
        // Clocks that are changed show them the other way around.
        : `${quoteIntervalAt(bytes, open)}, in UTC ${formatInstant(start)} ` +
          `to ${formatInstant(end)}`;
      return this.#fail(open, "a start before its end", got);
    }
    this.#append(start, end);
    return at + 1;
  }

  #append(start: number, end: number): void {
    if (this.length > 0 && start <= this.bounds[this.length - 1]!) {
      this.#isSorted = false;
    }
    if (this.length === this.bounds.length) {
      const larger = new Float64Array(2 * this.length);
      larger.set(this.bounds);
      this.bounds = larger;
    }
    this.bounds[this.length++] = start;
    this.bounds[this.length++] = end;
  }

  #sort(): void {
    const sorted = normalize(this.bounds.subarray(0, this.length));
    this.bounds.set(sorted);
    this.length = sorted.length;
  }

  #fail(at: number, expected: string, got = ""): number {
    this.#at = at;
    this.#gotAt = at;
    this.#got = got;
    this.#expected = expected;
    return FAILED;
  }
}
