/** The subcommands, and what stands in a subcommand's place. */

import config from "../../deno.json" with { type: "json" };
import { quote, UsageError } from "../base/errors.ts";
import { BOOK } from "./book.ts";
import { BOOKINGS } from "./bookings.ts";
import { CANCEL } from "./cancel.ts";
import { asksForHelp, type Command } from "./command.ts";
import { formatHelp, formatOverview } from "./help.ts";
import type { Io } from "./io.ts";
import { KEYGEN } from "./keygen.ts";
import { nearestWord } from "./nearest.ts";
import { QUERY } from "./query.ts";
import { SERVE_BACKEND } from "./serve_backend.ts";
import { SERVE_MAIN } from "./serve_main.ts";
import { TOKEN } from "./token.ts";
import { UP } from "./up.ts";

const COMMANDS: readonly Command[] = [
  SERVE_MAIN,
  SERVE_BACKEND,
  QUERY,
  BOOK,
  CANCEL,
  BOOKINGS,
  UP,
  KEYGEN,
  TOKEN,
];

/** What a first argument may be that is no subcommand. */
const OTHER_WORDS = ["help", "--help", "--version"];

/**
 * Runs what the first argument names.
 *
 * @returns The exit code.
 * @throws {UsageError} If the arguments are wrong.
 */
export async function runCommand(
  [name, ...args]: readonly string[],
  io: Io,
): Promise<number> {
  if (name === undefined) {
    io.stderr.write(formatOverview(COMMANDS));
    return 2;
  }
  if (name === "--version") {
    refuseMore(name, args);
    io.stdout.write(`convene ${config.version}\n`);
    return 0;
  }
  if (name === "help" || asksForHelp([name])) {
    io.stdout.write(help(args.filter((arg) => !asksForHelp([arg]))));
    return 0;
  }
  return await findCommand(name).run(args, io);
}

/** The command that explains what the arguments meant to do. */
export function helpFor([name]: readonly string[]): string {
  const isKnown = COMMANDS.some((command) => command.name === name);
  return isKnown ? `convene help ${name}` : "convene help";
}

function help(names: readonly string[]): string {
  const [name, ...more] = names;
  if (name === undefined || name === "help") return formatOverview(COMMANDS);
  refuseMore("help", more);
  return formatHelp(findCommand(name));
}

function findCommand(name: string): Command {
  const command = COMMANDS.find((command) => command.name === name);
  if (command) return command;
  const words = COMMANDS.map(({ name }) => name);
  throw new UsageError(
    `Cannot run ${quote(name)} as a command: expected ${
      words.join(", ")
    } or help; ` +
      `the nearest is ${nearestWord(name, [...words, ...OTHER_WORDS])}`,
  );
}

function refuseMore(word: string, args: readonly string[]): void {
  if (args[0] === undefined) return;
  throw new UsageError(
    `Cannot read ${quote(args[0])} as nothing follows ${word} here`,
  );
}
