/**
 * Finds lines in bytes that come in pieces cut anywhere: hands over where each
 * line starts in bytes that hold all of it and the LF after it.
 */

const LF = 10;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const REST_BYTES_FIRST = 1_024;

/**
 * Takes the line at `start` of bytes that are good during the call only, and
 * tells where the next one starts.
 */
export type TakeLine = (bytes: Uint8Array, start: number) => number;

export class LineJoiner {
  /** The line that has begun and not ended, in its first bytes. */
  #rest = new Uint8Array(REST_BYTES_FIRST);
  #restBytes = 0;
  #isFirst = true;

  push(chunk: Uint8Array, take: TakeLine): void {
    let start = 0;
    if (this.#restBytes > 0 || this.#isFirst) {
      start = chunk.indexOf(LF) + 1;
      this.#keep(start === 0 ? chunk : chunk.subarray(0, start));
      if (start === 0) return;
      this.#takeRest(take);
    }
    const end = chunk.lastIndexOf(LF) + 1;
    while (start < end) start = take(chunk, start);
    this.#keep(chunk.subarray(start));
  }

  /** Takes the last line, if it has no LF of its own. */
  finish(take: TakeLine): void {
    if (this.#restBytes === 0) return;
    this.#keep(Uint8Array.of(LF));
    this.#takeRest(take);
  }

  #takeRest(take: TakeLine): void {
    const isMarked = this.#isFirst &&
      BYTE_ORDER_MARK.every((byte, i) => this.#rest[i] === byte);
    this.#isFirst = false;
    this.#restBytes = 0;
    take(this.#rest, isMarked ? BYTE_ORDER_MARK.length : 0);
  }

  #keep(bytes: Uint8Array): void {
    const end = this.#restBytes + bytes.length;
    if (end > this.#rest.length) {
      const larger = new Uint8Array(Math.max(end, 2 * this.#rest.length));
      larger.set(this.#rest);
      this.#rest = larger;
    }
    this.#rest.set(bytes, this.#restBytes);
    this.#restBytes = end;
  }
}
