/**
 * A stream of bytes, cut anywhere, to lines.
 *
 * A line ends with LF or CR LF. LF is no part of any longer UTF-8 sequence, so
 * bytes are decoded only up to a line's end and never in mid-character.
 */

import { assert } from "@std/assert";

const LF = 0x0a;
const CR = 0x0d;
const HELD_BYTES_FIRST = 256;
const NOTHING = new Uint8Array();

// Invalid bytes become U+FFFD, which no name contains, and a byte-order mark
// stays, as white space.
const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Is handed each line without its end, or null once for a line that exceeds
 * the bound: as soon as it does, and what else there is of it is dropped.
 */
export type TakeLine = (line: string | null) => void;

/** Holds at most one line that has not ended yet. */
export class LineSplitter {
  readonly #lineBytesMax: number;
  #held = NOTHING;
  #heldBytes = 0;
  /** The line has been refused and has not ended. */
  #dropping = false;

  /** @param lineBytesMax The longest line that is taken, without its end. */
  constructor(lineBytesMax: number) {
    assert(lineBytesMax > 0, "some lines must fit");
    this.#lineBytesMax = lineBytesMax;
  }

  /** Bytes held of a line that has not ended; 0 between lines. */
  get pendingBytes(): number {
    return this.#heldBytes;
  }

  /**
   * @param bytes A view; nothing of it is kept.
   *
   * @example A chunk may end anywhere
   * ```ts
   * import { assertEquals } from "@std/assert";
   * const lines: (string | null)[] = [];
   * const splitter = new LineSplitter(5);
   * for (const chunk of ["le", "o\r\nlilith", " zein\nx\n"]) {
   *   splitter.push(new TextEncoder().encode(chunk), (l) => lines.push(l));
   * }
   * assertEquals(lines, ["leo", null, "x"]);
   * ```
   */
  push(bytes: Uint8Array, take: TakeLine): void {
    const lastEnd = bytes.lastIndexOf(LF);
    if (lastEnd < 0) return this.#hold(bytes, take);
    let from = 0;
    if (this.#heldBytes > 0 || this.#dropping) {
      const end = bytes.indexOf(LF);
      this.#hold(bytes.subarray(0, end), take);
      this.#takeHeld(take);
      from = end + 1;
    }
    if (from <= lastEnd) this.#takeAll(bytes.subarray(from, lastEnd), take);
    this.#hold(bytes.subarray(lastEnd + 1), take);
  }

  /** The stream has ended, and so has its last line, if there is one. */
  finish(take: TakeLine): void {
    if (this.#heldBytes > 0 || this.#dropping) this.#takeHeld(take);
  }

  /** @param bytes Whole lines, without the last one's LF. */
  #takeAll(bytes: Uint8Array, take: TakeLine): void {
    if (bytes.length <= this.#lineBytesMax) {
      // None can be too long, so all are decoded at once.
      for (const line of DECODER.decode(bytes).split("\n")) {
        take(line.endsWith("\r") ? line.slice(0, -1) : line);
      }
      return;
    }
    for (let from = 0; from <= bytes.length;) {
      const end = bytes.indexOf(LF, from);
      const line = bytes.subarray(from, end < 0 ? bytes.length : end);
      take(this.#isOverlong(line) ? null : decodeLine(line));
      from += line.length + 1;
    }
  }

  #takeHeld(take: TakeLine): void {
    const line = this.#held.subarray(0, this.#heldBytes);
    const dropped = this.#dropping;
    this.#forget();
    this.#dropping = false;
    if (!dropped) take(this.#isOverlong(line) ? null : decodeLine(line));
  }

  #hold(bytes: Uint8Array, take: TakeLine): void {
    if (this.#dropping || bytes.length === 0) return;
    const heldBytes = this.#heldBytes + bytes.length;
    // One byte more may be the CR of a line that just fits.
    if (heldBytes > this.#lineBytesMax + 1) {
      this.#dropping = true;
      this.#forget();
      return take(null);
    }
    if (heldBytes > this.#held.length) this.#grow(heldBytes);
    this.#held.set(bytes, this.#heldBytes);
    this.#heldBytes = heldBytes;
  }

  /** By doubling, as a peer may send one byte at a time. */
  #grow(bytes: number): void {
    const size = Math.max(bytes, 2 * this.#held.length, HELD_BYTES_FIRST);
    const held = new Uint8Array(Math.min(size, this.#lineBytesMax + 1));
    held.set(this.#held.subarray(0, this.#heldBytes));
    this.#held = held;
  }

  #forget(): void {
    this.#held = NOTHING;
    this.#heldBytes = 0;
  }

  #isOverlong(line: Uint8Array): boolean {
    const endBytes = line.at(-1) === CR ? 1 : 0;
    return line.length - endBytes > this.#lineBytesMax;
  }
}

function decodeLine(line: Uint8Array): string {
  return DECODER.decode(line.at(-1) === CR ? line.subarray(0, -1) : line);
}
