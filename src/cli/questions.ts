/**
 * Where a client's questions come from: its arguments, a prompt or a pipe.
 * `query` asks them of a main server somewhere, `up` of its own.
 */

import { UnavailableError } from "../base/errors.ts";
import type { Client } from "../roles/client.ts";
import { splitNames } from "../wire/asked_names.ts";
import type { Io } from "./io.ts";
import { type Format, Printer } from "./output.ts";
import { PipedQuestions } from "./piped_questions.ts";

export interface QuestionOptions {
  /** Connects; asked again only at the prompt, after a connection broke. */
  readonly connect: () => Promise<Client>;
  readonly format: Format;
}

/**
 * Asks once.
 *
 * @returns The exit code of `query`.
 * @throws {UnavailableError} If the main server cannot be asked.
 */
export async function askOnce(
  names: readonly string[],
  io: Io,
  { connect, format }: QuestionOptions,
): Promise<number> {
  const printer = new Printer(io, format);
  const client = await connect();
  try {
    printer.answer(await client.ask(names), names);
  } finally {
    client.close();
  }
  return printer.exitCode;
}

/** Asks what comes from stdin, at a prompt if that is a terminal. */
export function askStdin(io: Io, options: QuestionOptions): Promise<number> {
  return io.stdin.isTerminal ? askPrompt(io, options) : askPipe(io, options);
}

/** A broken connection ends no session: the next question dials again. */
async function askPrompt(
  io: Io,
  { connect, format }: QuestionOptions,
): Promise<number> {
  const printer = new Printer(io, format);
  let client: Client | null = await connect();
  try {
    for await (const line of io.stdin.prompt("Enter names: ")) {
      const names = splitNames(line);
      if (names.length === 0) continue;
      try {
        // It may have broken while nobody asked: that is no answer's loss.
        if (client?.isBroken) client = null;
        client ??= await connect();
        printer.answer(await client.ask(names), names);
      } catch (error) {
        if (!(error instanceof UnavailableError)) throw error;
        printer.raise(error.exitCode);
        io.stderr.write(`convene: ${error.message}\n`);
        client = null;
      }
      await io.stdout.drained();
      await io.stderr.drained();
    }
  } finally {
    client?.close();
  }
  return printer.exitCode;
}

async function askPipe(
  io: Io,
  { connect, format }: QuestionOptions,
): Promise<number> {
  const printer = new Printer(io, format);
  const client = await connect();
  try {
    await new PipedQuestions(client, { io, printer }).askAll();
  } finally {
    client.close();
  }
  return printer.exitCode;
}
