/** The real stdin, stdout, stderr and signals behind {@linkcode Io}. */

import process from "node:process";
import { COLUMNS_DEFAULT } from "../base/grid_limits.ts";
import type { Input, Io, Output } from "./io.ts";
import { type PrintAbove, promptLines } from "./prompt.ts";
import { type ByteSink, TextWriter } from "./text_writer.ts";

/** To be made once: there is one terminal. */
export function openTerminal(): Io {
  const stderr = new PromptedStderr();
  let isInterrupted = false;
  return {
    stdin: openInput((above) => stderr.above = above),
    stdout: openOutput(Deno.stdout),
    stderr: openOutput(Deno.stderr, stderr),
    interrupted: () => interrupted().then(() => void (isInterrupted = true)),
    get isInterrupted() {
      return isInterrupted;
    },
  };
}

/** What comes while somebody types does not come amid what is typed. */
class PromptedStderr implements ByteSink {
  above: PrintAbove | null = null;

  async write(bytes: Uint8Array): Promise<number> {
    if (!this.above) return await Deno.stderr.write(bytes);
    // All at once, as keys are shown at any time.
    this.above(() => {
      for (let count = 0; count < bytes.length;) {
        count += Deno.stderr.writeSync(bytes.subarray(count));
      }
    });
    return bytes.length;
  }
}

function openInput(waits: (above: PrintAbove | null) => void): Input {
  return {
    isTerminal: Deno.stdin.isTerminal(),
    // Not touched before it is needed: the prompt reads in its own way.
    get bytes() {
      return Deno.stdin.readable;
    },
    prompt: (question, interrupted) => {
      const streams = { input: process.stdin, output: process.stderr, waits };
      return promptLines(question, streams, interrupted);
    },
  };
}

function openOutput(
  stream: typeof Deno.stdout,
  sink: ByteSink = stream,
): Output {
  const isTerminal = stream.isTerminal();
  const isColourful = isTerminal && !Deno.noColor;
  const columns = () => isTerminal ? terminalColumns() : COLUMNS_DEFAULT;
  return Object.assign(new TextWriter(sink), { isColourful, columns });
}

function terminalColumns(): number {
  // Some say zero, for what they do not know.
  return Deno.consoleSize().columns || COLUMNS_DEFAULT;
}

function interrupted(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  // Windows knows no SIGTERM.
  const signals: Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT"]
    : ["SIGINT", "SIGTERM"];
  const stop = () => {
    for (const signal of signals) Deno.removeSignalListener(signal, stop);
    resolve();
  };
  for (const signal of signals) Deno.addSignalListener(signal, stop);
  return promise;
}
