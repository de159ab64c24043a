/**
 * The forms of inputs. Bytes are written in hexadecimal, or as JSON text of a
 * character a byte where most of them are text.
 */

import { fromHex, toHex } from "../support/hex.ts";
import type { Form } from "./target.ts";

type Bytes = Uint8Array;

/** One message. */
export const BYTES: Form<Bytes> = {
  show: toHex,
  read: fromHex,
  shorter: shorterBytes,
};

/** One line of text; lone surrogates are kept. */
export const TEXT: Form<string> = {
  show: (text) => JSON.stringify(text),
  read: (line) => JSON.parse(line),
  *shorter(text) {
    for (const [from, to] of runs(text.length)) {
      yield text.slice(0, from) + text.slice(to);
    }
  },
};

/** Arguments of a command. */
export const WORDS: Form<readonly string[]> = {
  show: (words) => JSON.stringify(words),
  read: (line) => JSON.parse(line),
  shorter: (words) => shorterLists(words, TEXT.shorter),
};

/** Messages, one after another. */
export const MESSAGES: Form<readonly Bytes[]> = {
  show: (messages) => JSON.stringify(messages.map(toHex)),
  read: (line) => JSON.parse(line).map(fromHex),
  shorter: (messages) => shorterLists(messages, shorterBytes),
};

/** A stream of text in the pieces in which it comes. */
export const PIECES: Form<readonly Bytes[]> = {
  show: (pieces) => JSON.stringify(pieces.map(toLatin1)).replace(NOT_ASCII, u),
  read: (line) => JSON.parse(line).map(fromLatin1),
  *shorter(pieces) {
    if (pieces.length > 1) yield [concat(pieces)];
    for (let i = 1; i < pieces.length; i++) {
      const joined = concat(pieces.slice(i - 1, i + 1));
      yield pieces.toSpliced(i - 1, 2, joined);
    }
    yield* shorterLists(pieces, shorterBytes);
  },
};

/** All pieces in one. */
export function concat(pieces: readonly Bytes[]): Uint8Array<ArrayBuffer> {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Sooner than an assertion would compare them. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Halves of `length`, then quarters, down to single places. */
function* runs(length: number): Generator<[from: number, to: number]> {
  for (let size = Math.ceil(length / 2); size > 0; size = size >> 1) {
    for (let from = 0; from < length; from += size) {
      yield [from, Math.min(length, from + size)];
    }
  }
}

function* shorterBytes(bytes: Bytes): Generator<Bytes> {
  for (const [from, to] of runs(bytes.length)) {
    yield concat([bytes.subarray(0, from), bytes.subarray(to)]);
  }
}

/** Without some of the items, then with one of them shorter. */
function* shorterLists<Item>(
  items: readonly Item[],
  shorter: (item: Item) => Iterable<Item>,
): Generator<readonly Item[]> {
  for (const [from, to] of runs(items.length)) {
    yield items.toSpliced(from, to - from);
  }
  for (const [i, item] of items.entries()) {
    for (const less of shorter(item)) yield items.with(i, less);
  }
}

const NOT_ASCII = /[\x7f-\xff]/g;

function u(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function toLatin1(bytes: Bytes): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

function fromLatin1(text: string): Bytes {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
