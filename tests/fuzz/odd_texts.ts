/** Names, numbers and marks that have broken readers before. */

import type { Random } from "../../src/base/ports.ts";
import { below, pick } from "../support/seeded_random.ts";

/** All that Unicode calls white space, or that looks like it. */
export const BLANKS: readonly string[] = [
  ..."\t\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006",
  ..."\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000",
  ..."\u180e\u200b\u200c\u200d\u2060\ufeff",
];

/** Blanks that a free-time file may have around its tokens. */
export const FILE_BLANKS: readonly string[] = [" ", "\t", "\r", "\v", "\f"];

const GOOD_NAMES: readonly string[] = [
  "a",
  "A",
  "lilith",
  "zein",
  "callie",
  "o'neil@x+y_z-1",
  "007",
  "-",
  "--main",
  "+",
  "'",
  "...",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "Zo\u00eb", // and its twin in NFD
  "Zoe\u0308",
  "\u212b\u00c5A\u030a", // three of one letter
  "\u0130stanbul", // lower-casing makes it longer
  "i\u0307stanbul",
  "\u03a3\u039f\u03a3", // sigma at the end
  "H\u0331", // in NFC two, its lower case one
  "\u0958", // NFC takes it apart
  "\u1e9e\ufb01",
  "\u4e2d\u6587",
  "\ud835\udc9c", // beyond 16 bits
  "x".repeat(63),
  "x".repeat(64),
  "H\u0331".repeat(64),
  "\u0130".repeat(64),
  "\u4e2d".repeat(64),
  "\ud835\udc9c".repeat(64),
];

const BAD_NAMES: readonly string[] = [
  "",
  "x".repeat(65),
  "\u0130".repeat(65),
  "\ud835\udc9c".repeat(65),
  "\u0308e",
  "a\0b",
  "a\x1b[2J",
  "a\x7f",
  "a\u009b1m",
  "a\u200bb",
  "\u202eabc",
  "\ud800",
  "\udc00a",
  "\ufffd",
  "\ud83d\ude00",
  "a/b",
  'a"b',
  "a\\b",
  "#a",
  "\ufeffa",
  "a;b",
  "[",
];

/** A name as people have it. */
export function goodName(random: Random): string {
  if (random() < 0.5) return pick(random, GOOD_NAMES);
  const letters = 1 + below(random, 3);
  let name = "";
  for (let i = 0; i < letters; i++) name += pick(random, LETTERS);
  return name;
}

const LETTERS: readonly string[] = [..."abcXYZ19_\u00e9\u00c9"];

/** A name, and now and then what is none. */
export function someName(random: Random): string {
  if (random() < 0.08) return pick(random, BAD_NAMES);
  if (random() < 0.02) return `a${pick(random, BLANKS)}b`;
  return goodName(random);
}

/** What reads like a number and is none of ours, or is the last one. */
export const ODD_NUMBERS: readonly string[] = [
  "9007199254740991",
  "-9007199254740991",
  "9007199254740990",
  "9007199254740992",
  "-9007199254740992",
  "9007199254740993",
  "18446744073709551616",
  "99999999999999999999",
  "-0",
  "00",
  "01",
  "-01",
  "+1",
  "--1",
  "-",
  "1.5",
  "1.50",
  "1.0",
  ".5",
  "1.",
  "1e3",
  "1E+2",
  "1e400",
  "-1e400",
  "1e-400",
  "0x10",
  "1_0",
  "1n",
  "NaN",
  "Infinity",
  "null",
  "\u0661", // a digit, but not of ASCII
  "\uff11",
];

/** What reads like an instant and is none, or is one of few. */
export const ODD_INSTANTS: readonly string[] = [
  "0000-01-01T00:00Z",
  "0000-01-01T00:00+00:01",
  "9999-12-31T23:59:59Z",
  "9999-12-31T23:59-00:01",
  "2199-12-31T23:59:59",
  "2200-01-01T00:00",
  "2200-01-01T00:00Z",
  "2026-02-29T00:00Z",
  "2028-02-29T00:00Z",
  "2026-03-08T02:30",
  "2026-11-01T01:30",
  "2026-11-01T24:00",
  "2026-11-01T09:60",
  "2026-11-01T23:59:60Z",
  "2026-11-01T09:00:00.000Z",
  "2026-11-01T09:00:00.5Z",
  "2026-11-01T09:00:00.",
  "2026-11-01t09:00z",
  "2026-11-01 09:00Z",
  "2026-11-01",
  "2026-11-01T09",
  "2026-11-01T09:00+24:00",
  "2026-11-01T09:00+0100",
  "2026-11-01T09:00Zz",
  "2026-",
  "1-1-2026",
  "+002026-11-01T09:00Z",
];

export const ODD_MARKS: readonly string[] = [
  ..."\"'[]{}(),:;\\-+.#0123456789eE\0\n/*",
  "[[",
  "]]",
  "],[",
  "[]",
  "{}",
  "\r\n",
  "\ud800",
  "\ufeff",
  "true",
  "null",
];
