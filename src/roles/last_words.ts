/** Why a client hears nothing more of its main server. */

import { type Address, formatAddress } from "../base/address.ts";
import { UnavailableError } from "../base/errors.ts";
import { type Answered, isRefused } from "../wire/client_answers.ts";
import { UNREACHABLE_EXIT_CODE } from "./dial_first.ts";

/** What a script sees when a client may not ask. */
const NOT_ALLOWED_EXIT_CODE = 6;

export interface LastWords {
  readonly why: string;
  readonly exitCode: number;
}

/** The main server has said that it does nothing of what it is asked. */
export class TurnedAwayError extends UnavailableError {}

/**
 * What is thrown at all who wait for an answer.
 *
 * @param exitCode Of the server's last words; without them it broke off.
 */
export function brokenOff(
  server: Address,
  why: string,
  exitCode?: number,
): UnavailableError {
  const where = formatAddress(server);
  const message = `Cannot go on with the main server at ${where}: ${why}`;
  return exitCode === undefined
    ? new UnavailableError(message, UNREACHABLE_EXIT_CODE)
    : new TurnedAwayError(message, exitCode);
}

/** What an answer says of the connection's end; null if it can go on. */
export function lastWords(answer: Answered): LastWords | null {
  if (!isRefused(answer)) return null;
  if (answer.code === "not_allowed") {
    const why = `it does not let us in (${answer.message})`;
    return { why, exitCode: NOT_ALLOWED_EXIT_CODE };
  }
  if (answer.code === "tls_required") {
    const why = "it takes TLS only, see --tls and --ca";
    return { why, exitCode: UNREACHABLE_EXIT_CODE };
  }
  return null;
}
