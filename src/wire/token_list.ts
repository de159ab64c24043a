/** The file of those who may ask: one JSON object a line. */

import { FileFormatError } from "../base/errors.ts";
import { formatEntry, parseEntry, type TokenEntry } from "./access_token.ts";

/**
 * @param path How the file is called in messages.
 * @throws {FileFormatError} If a line is no entry, or one comes twice.
 */
export function parseTokenList(text: string, path: string): TokenEntry[] {
  const entries: TokenEntry[] = [];
  const taken = new Set<string>();
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const where = `${path}:${index + 1}`;
    const entry = parseEntry(line);
    if (!entry) {
      throw new FileFormatError(
        `${where}: expected a client as convene token writes it`,
      );
    }
    if (taken.has(`name ${entry.name}`) || taken.has(`id ${entry.id}`)) {
      throw new FileFormatError(`${where}: ${entry.name} comes twice`);
    }
    taken.add(`name ${entry.name}`).add(`id ${entry.id}`);
    entries.push(entry);
  }
  return entries;
}

/** The whole file. */
export function formatTokenList(entries: readonly TokenEntry[]): string {
  return entries.map((entry) => `${formatEntry(entry)}\n`).join("");
}
