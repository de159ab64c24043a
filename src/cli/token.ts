/** `convene token`: lets a client in, or no more. */

import { quote, UsageError } from "../base/errors.ts";
import { systemEntropy, systemEpochMs } from "../net/system_clock.ts";
import { updateSecretFile } from "../store/secret_update.ts";
import {
  drawToken,
  isClientName,
  parseExpiry,
  type TokenEntry,
} from "../wire/access_token.ts";
import { formatTokenList, parseTokenList } from "../wire/token_list.ts";
import { defineCommand } from "./command.ts";
import { optionalFlag, parseText, requiredFlag, switchFlag } from "./flags.ts";
import type { Io } from "./io.ts";

const FLAGS = {
  tokens: requiredFlag({
    placeholder: "FILE",
    summary: "the file of those who may ask; made if it is not there",
  }, parseText),
  expires: optionalFlag({
    placeholder: "DAY|INSTANT",
    summary: "when the token ends, like 2027-01-31, at that day's beginning " +
      "in UTC, or 2027-01-31T09:00:00+01:00; without it, never",
  }, readExpiry),
  remove: switchFlag("take the client out of the file"),
};

const DETAILS = `
The token is printed once, and the file holds only what is needed to recognise
it. Main servers that were given the file with --tokens read it again as it
changes: who was taken out is let in no more, and cut off within a second.

Examples:
  umask 077; convene token reports --tokens clients.tokens > reports.token
  convene token reports --tokens clients.tokens --remove
  convene query --token-file reports.token --ca ca.pem lilith
`;

export const TOKEN = defineCommand({
  name: "token",
  operands: "NAME",
  summary: "Let a client ask a main server, or no more",
  flags: FLAGS,
  details: DETAILS,
}, async ({ flags, operands }, io) => {
  const name = readName(operands);
  const { tokens: path, expires } = flags;
  if (!flags.remove) return await add(name, { path, expires }, io);
  if (expires !== undefined) {
    throw new UsageError("Cannot remove with --expires: expected one of them");
  }
  const change = (entries: readonly TokenEntry[]) =>
    without(entries, { name, path });
  await update(path, { mustExist: true, change });
  io.stderr.write(`${name} may ask no more.\n`);
  return 0;
});

async function add(
  name: string,
  { path, expires }: {
    readonly path: string;
    readonly expires: number | undefined;
  },
  io: Io,
): Promise<number> {
  const expiresMs = expires ?? Infinity;
  const { token, entry } = drawToken(systemEntropy, { name, expiresMs });
  const change = (entries: readonly TokenEntry[]) => {
    if (entries.some((other) => other.name === name)) {
      throw new UsageError(
        `Cannot add ${name} as it is in ${quote(path)} already: ` +
          `expected another name, or --remove first`,
      );
    }
    return [...entries, entry];
  };
  await update(path, { mustExist: false, change });
  const end = expires === undefined
    ? ""
    : ` until ${new Date(expires).toISOString()}`;
  io.stderr.write(`${name} may ask${end}. Its token is not shown again.\n`);
  io.stdout.write(`${token}\n`);
  return 0;
}

function without(
  entries: readonly TokenEntry[],
  { name, path }: { readonly name: string; readonly path: string },
): TokenEntry[] {
  const others = entries.filter((entry) => entry.name !== name);
  if (others.length < entries.length) return others;
  throw new UsageError(
    `Cannot remove ${name} as it is not in ${quote(path)}`,
  );
}

function update(
  path: string,
  { mustExist, change }: {
    readonly mustExist: boolean;
    readonly change: (entries: readonly TokenEntry[]) => readonly TokenEntry[];
  },
): Promise<void> {
  return updateSecretFile(path, {
    what: "token file",
    mustExist,
    change: (text) => formatTokenList(change(parseTokenList(text, path))),
  });
}

function readName([name, ...more]: readonly string[]): string {
  if (more.length > 0) {
    throw new UsageError(`Cannot name a client twice: got ${quote(more[0]!)}`);
  }
  if (isClientName(name)) return name;
  throw new UsageError(
    name === undefined
      ? "Cannot go on without the client's name: expected NAME"
      : `Cannot use ${quote(name)} as a client's name: expected 1 to 64 ` +
        `letters, digits or . _ - @ + '`,
  );
}

function readExpiry(text: string): number {
  const expiresMs = parseExpiry(text);
  if (expiresMs === null) {
    throw new UsageError(
      `Cannot read ${quote(text)} as a day or an instant: expected one like ` +
        `2027-01-31 or 2027-01-31T09:00:00Z`,
    );
  }
  if (expiresMs > systemEpochMs()) return expiresMs;
  throw new UsageError(
    `Cannot let a token end at ${quote(text)} as that is over`,
  );
}
