/** Files that only their owner may read, and that are read whole. */

import { quote, UnavailableError } from "../base/errors.ts";
import { FILE_EXIT_CODE, unreadable } from "./unreadable.ts";

/** Keys, tokens and certificates are far smaller. */
const BYTES_MAX = 1_048_576;
/** What group and others may do. */
const FOREIGN_BITS = 0o077;

/**
 * @param what The file's kind, for messages.
 * @throws {UnavailableError} If it cannot be read, is no file of secrets by
 * its size, or others than its owner may read it.
 */
export function readSecretFile(path: string, what: string): string {
  const { mode, size } = about(path);
  // Where the system has no modes there are none to look at.
  if (mode !== null && (mode & FOREIGN_BITS) !== 0) {
    throw new UnavailableError(
      `Cannot use ${quote(path)} as a ${what} as others than its owner may ` +
        `use it: chmod 600 it`,
      FILE_EXIT_CODE,
    );
  }
  if (size > BYTES_MAX) {
    throw new UnavailableError(
      `Cannot use ${quote(path)} as a ${what} as it has more than ` +
        `${BYTES_MAX} bytes`,
      FILE_EXIT_CODE,
    );
  }
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function about(path: string): Deno.FileInfo {
  try {
    return Deno.statSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}
