/** The names among a command's arguments. */

import { UsageError } from "../base/errors.ts";
import { splitNames } from "../wire/asked_names.ts";

/** @throws {UsageError} If there is none. */
export function namesIn(operands: readonly string[]): string[] {
  const names = splitNames(operands.join(" "));
  if (names.length > 0) return names;
  throw new UsageError("Cannot ask about nobody: expected a name");
}
