/** Why a file that the user named cannot be read, or written. */

import { quote, reason, UnavailableError } from "../base/errors.ts";

export const FILE_EXIT_CODE = 2;

/** @param shownAs What the file is called in messages. */
export function unreadable(shownAs: string, error: unknown): UnavailableError {
  const why = error instanceof Deno.errors.NotFound
    ? "no such file"
    : explain(error, "--allow-read");
  return new UnavailableError(
    `Cannot read ${quote(shownAs)}: ${why}`,
    FILE_EXIT_CODE,
  );
}

export function unwritable(path: string, error: unknown): UnavailableError {
  return new UnavailableError(
    `Cannot write to ${quote(path)}: ${whyUnwritable(error)}`,
    FILE_EXIT_CODE,
  );
}

/** What stands in the way of a file that would be made if it were not there. */
export function whyUnwritable(error: unknown): string {
  return error instanceof Deno.errors.NotFound
    ? "no such folder"
    : explain(error, "--allow-write");
}

/** @param flag Of Deno, by which it may be done. */
function explain(error: unknown, flag: string): string {
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  if (error instanceof Deno.errors.NotADirectory) {
    return "a file stands where its folder should be";
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return "the system gives no permission";
  }
  if (error instanceof Deno.errors.NotCapable) {
    return `Deno was started without the permission, see ${flag}`;
  }
  return reason(error);
}
