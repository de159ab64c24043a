/**
 * Lines that somebody types: with editing and history, and ended by Ctrl-C or
 * Ctrl-D. Tab completes nothing, as a client may not know who exists.
 */

import {
  clearScreenDown,
  createInterface,
  cursorTo,
  type Interface,
  moveCursor,
} from "node:readline";
import type { Writable } from "node:stream";
import { Typing, type TypingInput } from "./typing.ts";

const HISTORY_LINES_MAX = 1_000;

/** Has others print whole lines above the question and what is typed. */
export type PrintAbove = (print: () => void) => void;

interface Streams {
  readonly input: TypingInput;
  /** Where the question and the typing are shown. */
  readonly output: Writable;
  /** Told how to print there as long as a line is waited for; null after. */
  readonly waits?: (above: PrintAbove | null) => void;
}

/**
 * Asks again once the line before has been dealt with, so that its answer
 * stands above the next question. What was typed before Ctrl-D still comes,
 * and what was typed before Ctrl-C does not.
 *
 * @param interrupted Told of Ctrl-C, also while no line is waited for.
 */
export async function* promptLines(
  question: string,
  streams: Streams,
  interrupted = () => {},
): AsyncGenerator<string, void> {
  const terminal = createInterface({
    input: new Typing(streams.input),
    output: streams.output,
    terminal: true,
    prompt: question,
    historySize: HISTORY_LINES_MAX,
    removeHistoryDuplicates: true,
    completer: () => [[], ""],
  });
  // Ctrl-Z would stop this process alone: behind `deno task` the shell would
  // not notice, and some versions of Deno do not let a process stop itself.
  terminal.on("SIGTSTP", () => {});
  const lines = readLines(terminal, interrupted);
  const above: PrintAbove = (print) =>
    lines.hasEnded ? print() : printAbove(terminal, streams.output, print);
  try {
    for (;;) {
      const isAsked = !lines.hasEnded;
      if (isAsked) terminal.prompt();
      streams.waits?.(isAsked ? above : null);
      const line = await lines.next();
      streams.waits?.(null);
      if (line !== null) {
        yield line;
        continue;
      }
      // The question still stands there, and the shell's would follow it.
      if (isAsked) streams.output.write("\n");
      return;
    }
  } finally {
    terminal.close();
  }
}

/** What is typed may have several rows, and stands below in full again. */
function printAbove(
  terminal: Interface,
  output: Writable,
  print: () => void,
): void {
  const { rows } = terminal.getCursorPos();
  moveCursor(output, 0, -rows);
  cursorTo(output, 0);
  clearScreenDown(output);
  print();
  // Or readline would go up to the first of its rows, which is gone.
  Object.assign(terminal, { prevRows: 0 });
  terminal.prompt(true);
}

/** Lines in order, pasted ones too; null for ever after the last. */
function readLines(terminal: Interface, interrupted: () => void) {
  let waiting: string[] = [];
  let hasEnded = false;
  let wake = () => {};
  terminal.on("line", (line) => {
    // What was read together with the end still comes after it.
    if (!hasEnded) waiting.push(line);
    wake();
  });
  terminal.on("SIGINT", () => {
    waiting = [];
    terminal.close();
    interrupted();
  });
  terminal.on("close", () => {
    hasEnded = true;
    wake();
  });
  return {
    /** Whether nothing more is typed; lines may be left. */
    get hasEnded() {
      return hasEnded;
    },
    async next(): Promise<string | null> {
      while (waiting.length === 0 && !hasEnded) {
        await new Promise<void>((resolve) => wake = resolve);
      }
      return waiting.shift() ?? null;
    },
  };
}
