/**
 * A little damage to what was fine: enough to be wrong, and little enough to
 * get past the first check.
 */

import type { Random } from "../../src/base/ports.ts";
import { below, pick } from "../support/seeded_random.ts";
import { concat } from "./forms.ts";

/** Nothing in a third of the cases, else one to three harms. */
function harms(random: Random): number {
  return pick(random, [0, 0, 1, 1, 2, 3]);
}

/**
 * Tokens dropped, doubled, swapped, replaced, put in, cut off, or joined with
 * the end of another's.
 *
 * @param options.odd What is put in their place.
 */
export function damageTokens(
  random: Random,
  tokens: readonly string[],
  options: {
    /** Called only if an end is exchanged. */
    readonly other: () => readonly string[];
    readonly odd: readonly string[];
  },
): string[] {
  let damaged = [...tokens];
  for (let left = harms(random); left > 0; left--) {
    const at = below(random, damaged.length + 1);
    const kind = below(random, 8);
    if (kind === 0) damaged.splice(at, 1 + below(random, 3));
    else if (kind === 1) damaged.splice(at, 0, ...damaged.slice(at, at + 3));
    else if (kind === 2) swap(damaged, at, below(random, damaged.length + 1));
    else if (kind === 3) damaged = damaged.slice(0, at);
    else if (kind === 4) damaged = splice(random, damaged, options.other());
    else if (kind === 5) damaged.splice(at, 0, pick(random, options.odd));
    else if (at < damaged.length) damaged[at] = pick(random, options.odd);
  }
  return damaged;
}

function swap(tokens: string[], i: number, j: number): void {
  const [first, second] = [tokens[i], tokens[j]];
  if (first === undefined || second === undefined) return;
  tokens[i] = second;
  tokens[j] = first;
}

function splice(
  random: Random,
  tokens: readonly string[],
  other: readonly string[],
): string[] {
  return [
    ...tokens.slice(0, below(random, tokens.length + 1)),
    ...other.slice(below(random, other.length + 1)),
  ];
}

/** Numbers of the wire at the edges of their encodings and of our bounds. */
export const ODD_BYTES: readonly Uint8Array[] = [
  [0],
  [1],
  [0x7f],
  [0x80],
  [0xff],
  [0x80, 0x00], // zero, too long
  [0x81, 0x80, 0x00], // one, too long
  [0xfe, 0x01], // 254 to 257
  [0xff, 0x01],
  [0x80, 0x02],
  [0x81, 0x02],
  [0xff, 0xff, 0x03], // 65,535 to 65,537
  [0x80, 0x80, 0x04],
  [0x81, 0x80, 0x04],
  [0xff, 0xff, 0x7f], // 2^21-1 and 2^21, the longest answer
  [0x80, 0x80, 0x80, 0x01],
  [0x80, 0x80, 0x80, 0x02], // 2^22, the most people
  [0xff, 0xff, 0xff, 0xff, 0x0f], // 2^32-1
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f], // 2^53-1 and 2^53
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], // 2^64-1
  [0, 0x43, 0x3f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], // escaped 2^53-1
  [0, 0xc3, 0x3f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], // and -(2^53-1)
  [0, 0x43, 0x40, 0, 0, 0, 0, 0, 0], // 2^53
  [0, 0x80, 0, 0, 0, 0, 0, 0, 0], // -0
  [0, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0], // NaN
  [0, 0xff, 0xf0, 0, 0, 0, 0, 0, 0], // -Infinity
  [0, 0x3f, 0xe0, 0, 0, 0, 0, 0, 0], // 0.5
  [0xed, 0xa0, 0x80], // a lone surrogate
  [0xc0, 0x80], // NUL, too long
  [0xef, 0xbb, 0xbf], // a byte-order mark
  [0x65, 0xcc, 0x88], // e and a diaeresis
  [0, 0, 0, 0, 0, 0, 0, 0],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
].map((bytes) => Uint8Array.from(bytes));

const NOTHING = new Uint8Array();

/**
 * Bits flipped, bytes cut, put in or replaced, and ends exchanged.
 *
 * @param other Whose end comes instead; called only for that.
 */
export function damageBytes(
  random: Random,
  bytes: Uint8Array,
  other: () => Uint8Array,
): Uint8Array {
  let damaged = bytes.slice();
  for (let left = harms(random); left > 0; left--) {
    const at = below(random, damaged.length + 1);
    const odd = pick(random, ODD_BYTES);
    const head = damaged.subarray(0, at);
    const kind = below(random, 8);
    if (kind === 0) damaged = concat([head, NOTHING]);
    else if (kind === 1) damaged = concat([head, other().subarray(at)]);
    else if (kind === 2) damaged = concat([head, odd, damaged.subarray(at)]);
    else if (kind === 3) {
      damaged = concat([head, odd, damaged.subarray(at + odd.length)]);
    } else if (kind === 4) {
      damaged = concat([head, odd, damaged.subarray(at + 1)]);
    } else if (kind === 5) {
      damaged = concat([head, damaged.subarray(at + 1 + below(random, 4))]);
    } else if (kind === 6) {
      damaged = concat([damaged, noise(random, below(random, 20))]);
    } else if (at < damaged.length) damaged[at]! ^= 1 << below(random, 8);
  }
  return damaged;
}

/** Bytes that mean nothing, though small ones and edges come often. */
export function noise(random: Random, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const kind = below(random, 4);
    if (kind === 0) bytes[i] = below(random, 4);
    else if (kind === 1) bytes[i] = 0x7e + below(random, 4);
    else bytes[i] = below(random, 256);
  }
  return bytes;
}

/** The same bytes in pieces: whole, byte by byte, or cut anywhere. */
export function cutAnywhere(
  random: Random,
  bytes: Uint8Array,
): readonly Uint8Array[] {
  const way = below(random, 8);
  if (way === 0) return [bytes];
  const most = way === 1 ? 1 : 1 + below(random, Math.max(1, bytes.length));
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + below(random, most);
    pieces.push(bytes.subarray(at, end));
    at = end;
  }
  return pieces;
}
