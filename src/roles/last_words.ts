/** Why a client hears nothing more of its main server. */

import { type Address, formatAddress } from "../base/address.ts";
import { UnavailableError } from "../base/errors.ts";
import type { Answer } from "../wire/client_answers.ts";
import { UNREACHABLE_EXIT_CODE } from "./dial_first.ts";

/** What a script sees when a client may not ask. */
const NOT_ALLOWED_EXIT_CODE = 6;

export interface LastWords {
  readonly why: string;
  readonly exitCode: number;
}

/** What is thrown at all who wait for an answer. */
export function brokenOff(
  server: Address,
  { why, exitCode }: LastWords,
): UnavailableError {
  const where = formatAddress(server);
  const message = `Cannot go on with the main server at ${where}: ${why}`;
  return new UnavailableError(message, exitCode);
}

/** What an answer says of the connection's end; null if it can go on. */
export function lastWords(answer: Answer): LastWords | null {
  if (answer.kind !== "refusal") return null;
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
