/**
 * Lines that somebody types: with editing and history, and ended by Ctrl-C or
 * Ctrl-D. Tab completes nothing, as a client may not know who exists.
 */

import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";

const HISTORY_LINES_MAX = 1_000;

interface Streams {
  readonly input: Readable;
  /** Where the question and the typing are shown. */
  readonly output: Writable;
}

/**
 * Asks again once the line before has been dealt with, so that its answer
 * stands above the next question.
 */
export async function* promptLines(
  question: string,
  streams: Streams,
): AsyncGenerator<string, void> {
  const terminal = createInterface({
    ...streams,
    terminal: true,
    prompt: question,
    historySize: HISTORY_LINES_MAX,
    removeHistoryDuplicates: true,
    completer: () => [[], ""],
  });
  // Ctrl-Z would stop this process alone: behind `deno task` the shell would
  // not notice, and some versions of Deno do not let a process stop itself.
  terminal.on("SIGTSTP", () => {});
  const lines = readLines(terminal);
  try {
    terminal.prompt();
    for (let line = await lines.next(); line !== null;) {
      yield line;
      terminal.prompt();
      line = await lines.next();
    }
    // The question still stands there, and the shell's would follow it.
    streams.output.write("\n");
  } finally {
    terminal.close();
  }
}

/** Lines in order, pasted ones too; null for ever after the last. */
function readLines(terminal: Interface) {
  const waiting: string[] = [];
  let closed = false;
  let wake = () => {};
  terminal.on("line", (line) => {
    waiting.push(line);
    wake();
  });
  terminal.on("close", () => {
    closed = true;
    wake();
  });
  return {
    async next(): Promise<string | null> {
      while (waiting.length === 0 && !closed) {
        await new Promise<void>((resolve) => wake = resolve);
      }
      return waiting.shift() ?? null;
    },
  };
}
