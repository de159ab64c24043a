/**
 * The lines a process prints, kept for the message of a failing test, and
 * waited for by what they say rather than for how long they take.
 */

import { within } from "./deadline.ts";

/** How long a process may take until it says what is expected of it. */
const LINE_WAIT_MS = 15_000;

export class LineLog {
  readonly lines: string[] = [];
  /** Resolves when the stream has ended and every line is in `lines`. */
  readonly ended: Promise<void>;
  #grown = Promise.withResolvers<void>();
  #open = true;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.ended = this.#read(stream);
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<void> {
    let rest = "";
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      this.lines.push(...lines);
      this.#tell();
    }
    if (rest !== "") this.lines.push(rest);
    this.#open = false;
    this.#tell();
  }

  #tell(): void {
    const { resolve } = this.#grown;
    this.#grown = Promise.withResolvers();
    resolve();
  }

  /** All of it as it was printed. */
  get text(): string {
    return this.lines.map((line) => `${line}\n`).join("");
  }

  /**
   * @param pattern What the line must match, printed already or not.
   * @param after Lines before this index do not count: pass `lines.length`
   * as it was before the cause, to wait for the effect.
   * @throws {AssertionError} If the line does not come; it shows what did.
   */
  waitFor(
    pattern: RegExp,
    { after = 0, ms = LINE_WAIT_MS }: { after?: number; ms?: number } = {},
  ): Promise<RegExpExecArray> {
    const what = () => `a line like ${pattern}, but got:\n${this.text}`;
    return within(this.#find(pattern, after), { ms, what });
  }

  async #find(pattern: RegExp, from: number): Promise<RegExpExecArray> {
    for (let next = from;;) {
      const grown = this.#grown.promise;
      for (; next < this.lines.length; next++) {
        const match = pattern.exec(this.lines[next]!);
        if (match) return match;
      }
      if (!this.#open) {
        throw new Error(`No line like ${pattern} was printed:\n${this.text}`);
      }
      await grown;
    }
  }
}
