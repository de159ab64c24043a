/** Files that only their owner may read, and that are read whole. */

import { quote, UnavailableError } from "../base/errors.ts";
import { about, readSmallFile } from "./text_file.ts";
import { FILE_EXIT_CODE, unreadable } from "./unreadable.ts";

/** What group and others may do. */
const FOREIGN_BITS = 0o077;

/**
 * @param what The file's kind, for messages.
 * @throws {UnavailableError} If it cannot be read, is too large, or others
 * than its owner may read it.
 */
export function readSecretFile(path: string, what: string): string {
  const { mode, isDirectory } = about(path);
  // To take its modes away would lock its owner out.
  if (isDirectory) throw unreadable(path, new Deno.errors.IsADirectory());
  // Where the system has no modes there are none to look at.
  if (mode !== null && (mode & FOREIGN_BITS) !== 0) {
    throw new UnavailableError(
      `Cannot use ${quote(path)} as a ${what} as others than its owner may ` +
        `use it: chmod 600 it`,
      FILE_EXIT_CODE,
    );
  }
  return readSmallFile(path, what);
}
