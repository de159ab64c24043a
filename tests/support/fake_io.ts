/** A terminal, or pipes, that a test fills and reads. */

import type { Io } from "../../src/cli/io.ts";
import { type ByteSink, TextWriter } from "../../src/cli/text_writer.ts";

export interface FakeIoOptions {
  /** What a pipe brings, a chunk each. */
  readonly chunks?: Iterable<string>;
  /** What somebody types; stdin is a terminal. */
  readonly typed?: readonly string[];
  /** In place of memory. */
  readonly stdout?: ByteSink;
  readonly stderr?: ByteSink;
  readonly isInterrupted?: boolean;
  readonly isColourful?: boolean;
  /** How wide the terminal is. */
  readonly columns?: number;
}

/** Keeps what is written, as text. */
export class MemorySink implements ByteSink {
  #text = "";
  readonly #decoder = new TextDecoder();

  get text(): string {
    return this.#text;
  }

  write(bytes: Uint8Array): Promise<number> {
    this.#text += this.#decoder.decode(bytes, { stream: true });
    return Promise.resolve(bytes.length);
  }
}

export function fakeIo(options: FakeIoOptions = {}) {
  const { chunks = [], typed, isColourful = false, columns = 80 } = options;
  const stdout = new MemorySink();
  const stderr = new MemorySink();
  const encoder = new TextEncoder();
  const bytes = Iterator.from(chunks).map((chunk) => encoder.encode(chunk));
  const io: Io = {
    stdin: {
      isTerminal: typed !== undefined,
      bytes: ReadableStream.from(bytes),
      async *prompt() {
        yield* typed ?? [];
      },
    },
    stdout: Object.assign(new TextWriter(options.stdout ?? stdout), {
      isColourful,
      columns: () => columns,
    }),
    stderr: Object.assign(new TextWriter(options.stderr ?? stderr), {
      isColourful,
      columns: () => columns,
    }),
    interrupted: () => new Promise(() => {}),
    isInterrupted: options.isInterrupted ?? false,
  };
  /** What was printed so far, once it is written. */
  const printed = async () => {
    await io.stdout.drained();
    await io.stderr.drained();
    return { stdout: stdout.text, stderr: stderr.text };
  };
  return { io, printed };
}
