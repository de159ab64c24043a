/** What the user calls a server, or what its files call it. */

import { quote, UsageError } from "../base/errors.ts";
import { SERVER_NAME_BYTES_MAX } from "../base/limits.ts";
import { isServerName } from "../wire/server_name.ts";

/**
 * @param advice Ends the message, where another name may be given.
 * @throws {UsageError} If it is too long or would blur messages.
 */
export function checkServerName(name: string, advice = ""): string {
  if (isServerName(name)) return name;
  throw new UsageError(
    `Cannot use ${quote(name)} as a server's name: expected up to ` +
      `${SERVER_NAME_BYTES_MAX} bytes in one line, without commas or blanks ` +
      `around it${advice}`,
  );
}
