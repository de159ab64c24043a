/** Help texts, out of the tables that the flags are parsed by. */

import type { CommandText } from "./command.ts";
import type { Flag } from "./flags.ts";

/** `convene help COMMAND`. */
export function formatHelp(command: CommandText): string {
  const flags = Object.entries(command.flags).map(([name, flag]) =>
    [formatFlag(name, flag), describeFlag(flag)] as const
  );
  const help = ["--help", "Show this help."] as const;
  const words = ["convene", command.name, command.operands, "[FLAG...]"];
  return [
    `${command.summary}.`,
    `Usage: ${words.filter((word) => word !== null).join(" ")}`,
    `Flags:\n${formatColumns([...flags, help])}`,
    command.details.trim(),
  ].join("\n\n") + "\n";
}

/** `convene help`. */
export function formatOverview(commands: Iterable<CommandText>): string {
  const rows = [...commands].map(({ name, summary }) =>
    [name, `${summary}.`] as const
  );
  return `convene finds when everyone is free, across calendars that stay on \
the servers
that own them.

Usage: convene COMMAND [FLAG...]

Commands:
${formatColumns(rows)}

"convene help COMMAND" tells more; "convene --version" prints the version.
`;
}

function formatFlag(name: string, { placeholder }: Flag<unknown>): string {
  return placeholder === null ? `--${name}` : `--${name} ${placeholder}`;
}

function describeFlag({ summary, fallback, isRequired }: Flag<unknown>) {
  const text = `${summary[0]?.toUpperCase()}${summary.slice(1)}.`;
  if (isRequired) return `${text} Required.`;
  return fallback === null ? text : `${text} Default: ${fallback}.`;
}

const COLUMNS = 80;

/** Two columns, the second one wrapped; both fit into 80 characters. */
function formatColumns(rows: readonly (readonly [string, string])[]): string {
  const indent = 4 + Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => {
    let text = `  ${left}`.padEnd(indent - 1);
    let column = text.length;
    for (const word of right.split(" ")) {
      if (column + 1 + word.length > COLUMNS) {
        text += `\n${" ".repeat(indent - 1)}`;
        column = indent - 1;
      }
      text += ` ${word}`;
      column += 1 + word.length;
    }
    return text;
  }).join("\n");
}
