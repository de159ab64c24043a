/**
 * How a line of bytes is shown to people: characters to count, and the piece
 * of it that is in the way.
 */

import { quote } from "../base/errors.ts";

const LF = 10;
const CR = 13;
const TAB = 9;
const SPACE = 32;
const CLOSE = 93;
const PUNCTUATION = new Set([..."[],;"].map((char) => char.charCodeAt(0)));
const TOKEN_BYTES_MAX = 1_024;

/** Space, tab, vertical tab, form feed or carriage return. */
function isBlank(byte: number): boolean {
  return byte === SPACE || (byte >= TAB && byte <= CR && byte !== LF);
}

/** The first byte from `at` on that is no blank. */
export function skipBlanks(bytes: Uint8Array, at: number): number {
  let next = at;
  while (isBlank(bytes[next]!)) next++;
  return next;
}

/** What stands at `at`, quoted: a word, or a single mark. */
export function quoteTokenAt(bytes: Uint8Array, at: number): string {
  if (bytes[at] === LF) return "the end of the line";
  let end = at;
  while (!endsToken(bytes[end]!) && end < at + TOKEN_BYTES_MAX) end++;
  const token = bytes.subarray(at, Math.max(end, at + 1));
  return quote(new TextDecoder("utf-8", { ignoreBOM: true }).decode(token));
}

/** The interval that opens at `open` and closes, quoted without its blanks. */
export function quoteIntervalAt(bytes: Uint8Array, open: number): string {
  const end = bytes.indexOf(CLOSE, open) + 1;
  const text = new TextDecoder().decode(bytes.subarray(open, end));
  return quote(text.replace(/\s/g, ""));
}

/** In characters, from 1: how far `at` is into the line from `start`. */
export function columnOf(bytes: Uint8Array, start: number, at: number): number {
  let column = 1;
  for (let i = start; i < at; i++) {
    const isWithinCharacter = bytes[i]! >> 6 === 0b10;
    if (!isWithinCharacter) column++;
  }
  return column;
}

function endsToken(byte: number): boolean {
  return byte === LF || isBlank(byte) || PUNCTUATION.has(byte);
}
