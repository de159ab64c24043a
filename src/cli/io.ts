/** What a command sees of its terminal, or of the pipes in its place. */

import type { TextWriter } from "./text_writer.ts";

export interface Io {
  readonly stdin: Input;
  /** Answers. */
  readonly stdout: Output;
  /** All else. */
  readonly stderr: Output;
  /** Waits for SIGINT or SIGTERM, and takes them from the system until then. */
  interrupted(): Promise<void>;
  /** Whether one of them has come, to somebody who waited. */
  readonly isInterrupted: boolean;
}

export interface Input {
  readonly isTerminal: boolean;
  /** The raw bytes; good for one use. */
  readonly bytes: ReadableStream<Uint8Array>;
  /**
   * Lines that somebody types at a prompt, until Ctrl-C or Ctrl-D.
   *
   * @param interrupted Told of Ctrl-C, also while no line is waited for.
   */
  prompt(question: string, interrupted: () => void): AsyncIterable<string>;
}

export interface Output extends Pick<TextWriter, keyof TextWriter> {
  /** Whether colours would be seen, and are wanted. */
  readonly isColourful: boolean;
  /** How wide its lines may be, now. */
  columns(): number;
}
