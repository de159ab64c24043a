/**
 * What a client has sent and nobody has taken up yet: whole lines, and one
 * that is half written and has to end in time.
 */

import { LINE_BYTES_MAX, LINE_MS_MAX } from "../base/limits.ts";
import { LineSplitter } from "../wire/line_splitter.ts";

export class LineIntake {
  readonly #splitter = new LineSplitter(LINE_BYTES_MAX);
  /** One read's worth; null was too long. */
  #lines: (string | null)[] = [];
  #next = 0;
  /** Since when the line that is half written is waited for. */
  #awaitedMs = Infinity;

  /** Whether no whole line is there. */
  get isEmpty(): boolean {
    return this.#next === this.#lines.length;
  }

  /** Whether not even a part of a line is there. */
  get hasNothing(): boolean {
    return this.isEmpty && this.#splitter.pendingBytes === 0;
  }

  push(bytes: Uint8Array): void {
    this.#splitter.push(bytes, (line) => this.#add(line));
  }

  /** Nothing more comes, so what there is of a line is one. */
  finish(): void {
    this.#splitter.finish((line) => this.#add(line));
  }

  /** @returns The next line, which is there; null was too long. */
  take(): string | null {
    const line = this.#lines[this.#next++]!;
    if (this.isEmpty) this.clear();
    return line;
  }

  /** Drops the lines that are whole. */
  clear(): void {
    this.#lines = [];
    this.#next = 0;
  }

  /** From now on a line that was begun has to end. */
  await(nowMs: number): void {
    if (this.#splitter.pendingBytes === 0) return;
    this.#awaitedMs = Math.min(this.#awaitedMs, nowMs);
  }

  /** Nobody reads, so that no line can end. */
  forgive(): void {
    this.#awaitedMs = Infinity;
  }

  /** Whether a line does not end. */
  isLate(nowMs: number): boolean {
    return nowMs - this.#awaitedMs > LINE_MS_MAX;
  }

  #add(line: string | null): void {
    this.#lines.push(line);
    this.#awaitedMs = Infinity;
  }
}
