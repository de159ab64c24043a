/**
 * One question a line from a pipe: many in flight, answered in order, in
 * constant memory however many lines there are.
 *
 * Three things hold the reading back: the client's bounds, what stdout has not
 * taken, and at most one chunk of lines at a time. Answers in flight stay with
 * the system while stdout is full.
 */

import { LINE_BYTES_MAX, OUTPUT_BYTES_PAUSE } from "../base/limits.ts";
import type { Client } from "../roles/client.ts";
import { unreadable } from "../store/unreadable.ts";
import { type Answer, refusal } from "../wire/client_answers.ts";
import { splitNames } from "../wire/asked_names.ts";
import { LineSplitter } from "../wire/line_splitter.ts";
import type { Io } from "./io.ts";
import type { Printer } from "./output.ts";
import type { Asking } from "./term_flags.ts";

const OVERLONG = refusal(
  "line_too_long",
  `Cannot read a line of stdin as it has at most ${LINE_BYTES_MAX} bytes`,
);

export class PipedQuestions {
  readonly #client: Client;
  readonly #io: Io;
  readonly #printer: Printer;
  readonly #asking: Asking;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  /** Settles after all answers to what was asked so far. */
  #lastAnswered: Promise<void> = Promise.resolve();
  /** What ended it all, in a box as it might be anything. */
  #failure: { readonly error: unknown } | null = null;
  #stopped = false;

  constructor(
    client: Client,
    { io, printer, asking }: {
      readonly io: Io;
      readonly printer: Printer;
      readonly asking: Asking;
    },
  ) {
    this.#client = client;
    this.#io = io;
    this.#printer = printer;
    this.#asking = asking;
    this.#reader = io.stdin.bytes.getReader();
  }

  /**
   * Asks until stdin ends, the connection breaks or nobody reads the answers.
   *
   * @throws {UnavailableError} If the connection breaks, or stdin cannot be
   * read; then what was asked before is answered.
   * @throws {UsageError} If what is asked contradicts itself.
   */
  async askAll(): Promise<void> {
    const splitter = new LineSplitter(LINE_BYTES_MAX);
    let lines: (string | null)[] = [];
    const take = (line: string | null) => lines.push(line);
    for (let done = false; !done && !this.#stopped;) {
      const chunk = await this.#read();
      if (chunk) splitter.push(chunk, take);
      // Of a line that broke off nobody knows what it was to be.
      else if (this.#failure === null) splitter.finish(take);
      await this.#askLines(lines);
      lines = [];
      done = chunk === null;
    }
    await this.#lastAnswered;
    if (this.#failure) throw this.#failure.error;
  }

  /** @returns Null when nothing more comes, as stdin has ended or broken. */
  async #read(): Promise<Uint8Array | null> {
    try {
      return (await this.#reader.read()).value ?? null;
    } catch (error) {
      this.#failure ??= { error: unreadable("stdin", error) };
      return null;
    }
  }

  async #askLines(lines: readonly (string | null)[]): Promise<void> {
    for (const line of lines) {
      const names = line === null ? null : splitNames(line);
      if (names?.length === 0) continue;
      if (!this.#client.hasRoom) await this.#client.room();
      if (this.#stopped) return;
      this.#lastAnswered = names === null
        ? this.#print(this.#client.answerInTurn(OVERLONG), [])
        : this.#ask(names);
    }
  }

  #ask(plain: readonly string[]): Promise<void> {
    const { names, terms } = this.#asking(plain);
    return this.#print(this.#client.ask(names, terms), names);
  }

  #print(answer: Promise<Answer>, asked: readonly string[]): Promise<void> {
    return answer.then((answer) => {
      this.#printer.answer(answer, asked);
      this.#holdBack();
    }).catch((error) => this.#fail(error));
  }

  /** Reads no more answers while stdout takes none. */
  #holdBack(): void {
    const { stdout } = this.#io;
    if (stdout.failure !== null) return this.#stop();
    if (stdout.unwrittenChars < OUTPUT_BYTES_PAUSE) return;
    this.#client.pause();
    stdout.drained().then(() => {
      if (stdout.failure === null) this.#client.resume();
      else this.#stop();
    });
  }

  /** What breaks after the end is the end's own doing. */
  #fail(error: unknown): void {
    if (this.#stopped) return;
    this.#failure = { error };
    this.#stop();
  }

  /** Also wakes a read that waits for somebody to type the next line. */
  #stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#reader.cancel().catch(() => {});
    this.#client.close();
  }
}
