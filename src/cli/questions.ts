/**
 * Where a client's questions come from: its arguments, a prompt or a pipe.
 * `query` asks them of a main server somewhere, `up` of its own.
 */

import { UnavailableError, UsageError } from "../base/errors.ts";
import type { Client } from "../roles/client.ts";
import type { Io } from "./io.ts";
import { EXIT_CODES, type Format, Printer } from "./output.ts";
import { PipedQuestions } from "./piped_questions.ts";
import { parseOrder, PromptOrders } from "./prompt_orders.ts";

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
  const orders = new PromptOrders(printer);
  let client: Client | null = await connect();
  try {
    for await (const line of io.stdin.prompt("Enter names: ")) {
      try {
        const order = parseOrder(line);
        if (order === null) continue;
        // It may have broken while nobody asked: that is no answer's loss.
        if (client?.isBroken) client = null;
        client ??= await connect();
        await orders.carryOut(order, { client, io, format });
      } catch (error) {
        printer.raise(toldFailure(error, io));
        client = client?.isBroken ? null : client;
      }
      await io.stdout.drained();
      await io.stderr.drained();
    }
  } finally {
    client?.close();
  }
  return printer.exitCode;
}

/**
 * Says what somebody at the prompt can do better, or has to wait for.
 *
 * @returns The exit code.
 */
function toldFailure(error: unknown, io: Io): number {
  const isExpected = error instanceof UnavailableError ||
    error instanceof UsageError;
  if (!isExpected) throw error;
  io.stderr.write(`convene: ${error.message}\n`);
  return error instanceof UsageError ? EXIT_CODES.badUsage : error.exitCode;
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
