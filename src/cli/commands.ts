/** The subcommands, and what stands in a subcommand's place. */

import config from "../../deno.json" with { type: "json" };
import { quote, UsageError } from "../base/errors.ts";
import { asksForHelp, type Command } from "./command.ts";
import { formatHelp, formatOverview } from "./help.ts";
import type { Io } from "./io.ts";
import { nearestWord } from "./nearest.ts";

/** Loaded when it is wanted: a query need not wait for the servers' code. */
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ["serve-main", async () => (await import("./serve_main.ts")).SERVE_MAIN],
  [
    "serve-backend",
    async () => (await import("./serve_backend.ts")).SERVE_BACKEND,
  ],
  ["query", async () => (await import("./query.ts")).QUERY],
  ["book", async () => (await import("./book.ts")).BOOK],
  ["cancel", async () => (await import("./cancel.ts")).CANCEL],
  ["bookings", async () => (await import("./bookings.ts")).BOOKINGS],
  ["up", async () => (await import("./up.ts")).UP],
  ["check", async () => (await import("./check.ts")).CHECK],
  ["keygen", async () => (await import("./keygen.ts")).KEYGEN],
  ["token", async () => (await import("./token.ts")).TOKEN],
]);

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
    io.stderr.write(await overview());
    return 2;
  }
  if (name === "--version") {
    refuseMore(name, args);
    io.stdout.write(`convene ${config.version}\n`);
    return 0;
  }
  if (name === "help" || asksForHelp([name])) {
    io.stdout.write(await help(args.filter((arg) => !asksForHelp([arg]))));
    return 0;
  }
  const command = await findCommand(name);
  return await command.run(args, io);
}

/** The command that explains what the arguments meant to do. */
export function helpFor([name]: readonly string[]): string {
  const isKnown = name !== undefined && COMMANDS.has(name);
  return isKnown ? `convene help ${name}` : "convene help";
}

async function overview(): Promise<string> {
  const loads = [...COMMANDS.values()];
  return formatOverview(await Promise.all(loads.map((load) => load())));
}

async function help(names: readonly string[]): Promise<string> {
  const [name, ...more] = names;
  if (name === undefined || name === "help") return await overview();
  refuseMore("help", more);
  return formatHelp(await findCommand(name));
}

function findCommand(name: string): Promise<Command> {
  const load = COMMANDS.get(name);
  if (load) return load();
  const words = [...COMMANDS.keys()];
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
