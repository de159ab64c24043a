/**
 * Where a client's questions come from: its arguments, a prompt or a pipe.
 * `query` asks them of a main server somewhere, `up` of its own.
 */

import { UnavailableError, UsageError } from "../base/errors.ts";
import type { Client } from "../roles/client.ts";
import type { Io } from "./io.ts";
import { EXIT_CODES, Printer, type View } from "./output.ts";
import { PipedQuestions } from "./piped_questions.ts";
import { parseOrder, PromptOrders } from "./prompt_orders.ts";
import type { Asking } from "./term_flags.ts";

export interface QuestionOptions extends View {
  /** Connects; asked again only at the prompt, after a connection broke. */
  readonly connect: () => Promise<Client>;
  readonly asking: Asking;
}

/**
 * Asks once.
 *
 * @returns The exit code of `query`.
 * @throws {UnavailableError} If the main server cannot be asked.
 * @throws {UsageError} If what is asked contradicts itself.
 */
export async function askOnce(
  plain: readonly string[],
  io: Io,
  { connect, asking, ...view }: QuestionOptions,
): Promise<number> {
  const printer = new Printer(io, view);
  const { names, terms } = asking(plain);
  const client = await connect();
  try {
    printer.answer(await client.ask(names, terms), names);
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
  { connect, asking, ...view }: QuestionOptions,
): Promise<number> {
  const printer = new Printer(io, view);
  const orders = new PromptOrders(printer, asking);
  let client: Client | null = await connect();
  let isInterrupted = false;
  const interrupted = () => {
    isInterrupted = true;
    // Whoever does not want to wait for an answer does not have to.
    client?.close();
  };
  try {
    // What servers in this process have said stands before the prompt.
    await io.stderr.drained();
    for await (const line of io.stdin.prompt("Enter names: ", interrupted)) {
      try {
        const order = parseOrder(line);
        if (order === null) continue;
        // It may have broken while nobody asked: that is no answer's loss.
        if (client?.isBroken) client = null;
        client ??= await connect();
        await orders.carryOut(order, { client, io, ...view });
      } catch (error) {
        printer.raise(toldFailure(error, { io, isInterrupted }));
        client = client?.isBroken ? null : client;
      }
      await io.stdout.drained();
      await io.stderr.drained();
      // Nobody would see the next answer.
      if (io.stdout.failure !== null) break;
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
function toldFailure(
  error: unknown,
  { io, isInterrupted }: { readonly io: Io; readonly isInterrupted: boolean },
): number {
  const isExpected = error instanceof UnavailableError ||
    error instanceof UsageError;
  if (!isExpected) throw error;
  if (isInterrupted) return EXIT_CODES.notChecked;
  io.stderr.write(`convene: ${error.message}\n`);
  return error instanceof UsageError ? EXIT_CODES.badUsage : error.exitCode;
}

async function askPipe(
  io: Io,
  { connect, asking, ...view }: QuestionOptions,
): Promise<number> {
  const printer = new Printer(io, view);
  const client = await connect();
  try {
    await new PipedQuestions(client, { io, printer, asking }).askAll();
  } finally {
    client.close();
  }
  return printer.exitCode;
}
