/**
 * A stream of lines, cut anywhere: the same lines as when the whole stream is
 * split at once, and never more held than a line may have.
 */

import { LineSplitter } from "../../src/wire/line_splitter.ts";
import { below, pick } from "../support/seeded_random.ts";
import { cutAnywhere, noise } from "./damage.ts";
import { concat, PIECES } from "./forms.ts";
import { someName } from "./odd_texts.ts";
import { promise, type Target } from "./target.ts";

const LF = 10;
const CR = 13;

export const SPLITTER: Target<readonly Uint8Array[]> = {
  name: "splitter",
  share: 14,
  form: PIECES,
  generate(random) {
    const bytes = random() < 0.15
      ? noise(random, below(random, 60))
      : new TextEncoder().encode(randomLines());
    return cutAnywhere(random, bytes);

    function randomLines(): string {
      let text = "";
      for (let left = below(random, 8); left > 0; left--) {
        text += random() < 0.6
          ? someName(random).slice(0, 1 + below(random, 16))
          : "x".repeat(6 + below(random, 5));
        text += pick(random, ["\n", "\n", "\r\n", "\r", "", "\n\n", "\r\r\n"]);
      }
      return text;
    }
  },
  run(pieces) {
    const whole = concat(pieces);
    // The bound is part of the test, and what comes tells which one it is.
    const bytesMax = whole.length > 60 ? 64 : 1 + whole.length % 11;
    const expected = JSON.stringify(splitAtOnce(whole, bytesMax));
    const got = JSON.stringify(splitPieces(pieces, bytesMax));
    promise(got === expected, () => `${bytesMax}: ${got} <> ${expected}`);
  },
};

/** Each piece is overwritten once it is taken: nothing of it may be kept. */
function splitPieces(
  pieces: readonly Uint8Array[],
  bytesMax: number,
): (string | null)[] {
  const lines: (string | null)[] = [];
  const splitter = new LineSplitter(bytesMax);
  for (const piece of pieces) {
    const lent = piece.slice();
    splitter.push(lent, (line) => lines.push(line));
    lent.fill(0x31);
    const held = splitter.pendingBytes;
    promise(held <= bytesMax + 1, () => `${held} bytes held of ${bytesMax}`);
  }
  splitter.finish((line) => lines.push(line));
  promise(splitter.pendingBytes === 0, () => "something is left behind");
  return lines;
}

/** The plain way: the bytes of each line, one by one. */
function splitAtOnce(whole: Uint8Array, bytesMax: number): (string | null)[] {
  const lines: (string | null)[] = [];
  let line: number[] = [];
  const end = () => {
    const bytes = line.at(-1) === CR ? line.slice(0, -1) : line;
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    const text = decoder.decode(Uint8Array.from(bytes));
    lines.push(bytes.length > bytesMax ? null : text);
    line = [];
  };
  for (const byte of whole) {
    if (byte === LF) end();
    else line.push(byte);
  }
  if (line.length > 0) end();
  return lines;
}
