/** The real stdin, stdout, stderr and signals behind {@linkcode Io}. */

import process from "node:process";
import { COLUMNS_DEFAULT } from "../base/grid_limits.ts";
import type { Input, Io, Output } from "./io.ts";
import { promptLines } from "./prompt.ts";
import { TextWriter } from "./text_writer.ts";

/** To be made once: there is one terminal. */
export function openTerminal(): Io {
  return {
    stdin: openInput(),
    stdout: openOutput(Deno.stdout),
    stderr: openOutput(Deno.stderr),
    interrupted,
  };
}

function openInput(): Input {
  return {
    isTerminal: Deno.stdin.isTerminal(),
    // Not touched before it is needed: the prompt reads in its own way.
    get bytes() {
      return Deno.stdin.readable;
    },
    prompt: (question, interrupted) => {
      const streams = { input: process.stdin, output: process.stderr };
      return promptLines(question, streams, interrupted);
    },
  };
}

function openOutput(stream: typeof Deno.stdout): Output {
  const isTerminal = stream.isTerminal();
  const isColourful = isTerminal && !Deno.noColor;
  const columns = () => isTerminal ? terminalColumns() : COLUMNS_DEFAULT;
  return Object.assign(new TextWriter(stream), { isColourful, columns });
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
