/** What networks and enemies do to bytes and lines. */

import type { Random } from "../../src/base/ports.ts";
import { below, pick } from "./seeded_random.ts";

/** Bytes that mean nothing. */
export function noise(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => below(random, 256));
}

/** A few of the harms of a network or an enemy, one after another. */
export function spoil(
  random: Random,
  [first, second]: readonly [Uint8Array, Uint8Array],
): Uint8Array {
  let bytes = Uint8Array.from(first);
  for (let harm = 1 + below(random, 3); harm > 0; harm--) {
    const at = below(random, bytes.length + 1);
    const rest = bytes.subarray(at);
    switch (below(random, 5)) {
      case 0:
        if (at < bytes.length) bytes[at]! ^= 1 << below(random, 8);
        break;
      case 1:
        bytes = bytes.slice(0, at);
        break;
      case 2: // A number becomes huge, or a run of zeros.
        rest.subarray(0, 8).fill(pick(random, [0, 0x7f, 0x80, 0xff]));
        break;
      case 3:
        bytes = joined(bytes.subarray(0, at), second.subarray(at));
        break;
      default:
        bytes = joined(bytes, noise(random, below(random, 40)));
    }
  }
  return bytes;
}

function joined(
  ...parts: readonly Uint8Array[]
): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

const MARKS = [
  '"',
  "[",
  "]",
  "{",
  "}",
  ",",
  ":",
  "\\",
  "-",
  "0",
  "e",
  "\ud800",
];

/** Marks of JSON and odd characters put in, or pieces taken out. */
export function spoilLine(random: Random, line: string): string {
  let text = line;
  for (let harm = below(random, 4); harm > 0; harm--) {
    const at = below(random, text.length + 1);
    const cut = at + below(random, 3);
    const mark = random() < 0.7
      ? pick(random, MARKS)
      : String.fromCharCode(below(random, 0x10000));
    text = text.slice(0, at) + mark + text.slice(cut);
  }
  return random() < 0.1 ? text.slice(0, below(random, text.length)) : text;
}
