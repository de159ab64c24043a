/** What a subcommand is: its words for the user, and what it does. */

import { quote, UsageError } from "../base/errors.ts";
import { type FlagTable, type FlagValues, parseFlags } from "./flags.ts";
import { formatHelp } from "./help.ts";
import type { Io } from "./io.ts";

/** What help tells of a subcommand. */
export interface CommandText {
  readonly name: string;
  /** How help calls what belongs to no flag: `[NAME...]`; null for nothing. */
  readonly operands: string | null;
  /** One line, without a full stop. */
  readonly summary: string;
  readonly flags: FlagTable;
  /** Paragraphs and examples, after the flags. */
  readonly details: string;
}

/** A subcommand that is ready to run. */
export interface Command extends CommandText {
  /**
   * @returns The exit code.
   * @throws {UsageError} If the arguments are wrong.
   */
  run(args: readonly string[], io: Io): Promise<number>;
}

/** A subcommand's flags and what belongs to none of them. */
export interface Invocation<Table extends FlagTable> {
  readonly flags: FlagValues<Table>;
  readonly operands: readonly string[];
}

/** Reads the arguments by the table before `run` sees them. */
export function defineCommand<Table extends FlagTable>(
  text: CommandText & { readonly flags: Table },
  run: (given: Invocation<Table>, io: Io) => Promise<number>,
): Command {
  return {
    ...text,
    async run(args, io) {
      if (asksForHelp(args)) {
        io.stdout.write(formatHelp(text));
        return 0;
      }
      const { flags, rest } = parseFlags(args, text.flags);
      if (text.operands === null && rest.length > 0) {
        throw new UsageError(
          `Cannot read ${quote(rest[0]!)} as ${text.name} takes flags only`,
        );
      }
      return await run({ flags, operands: rest }, io);
    },
  };
}

/** Anywhere before `--`: whoever asks for help has not got the rest right. */
export function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  const flags = end < 0 ? args : args.slice(0, end);
  return flags.includes("--help") || flags.includes("-h");
}
