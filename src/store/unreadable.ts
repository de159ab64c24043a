/** Why a file that the user named cannot be read. */

import { quote, reason, UnavailableError } from "../base/errors.ts";

export const FILE_EXIT_CODE = 2;

/** @param shownAs What the file is called in messages. */
export function unreadable(shownAs: string, error: unknown): UnavailableError {
  return new UnavailableError(
    `Cannot read ${quote(shownAs)}: ${explain(error)}`,
    FILE_EXIT_CODE,
  );
}

function explain(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "no such file";
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  if (error instanceof Deno.errors.PermissionDenied) {
    return "the system gives no permission";
  }
  if (error instanceof Deno.errors.NotCapable) {
    return "Deno was started without the permission, see --allow-read";
  }
  return reason(error);
}
