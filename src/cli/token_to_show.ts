/** The token that a client shows, and to whom it may. */

import { type Address, formatAddress } from "../base/address.ts";
import { FileFormatError, quote, UsageError } from "../base/errors.ts";
import { isLoopback } from "../net/resolve.ts";
import { readSecretFile } from "../store/secret_file.ts";
import { parseToken } from "../wire/access_token.ts";
import { optionalFlag, switchFlag } from "./flags.ts";

const VARIABLE = "CONVENE_TOKEN";

export const TOKEN_FLAGS = {
  "token-file": optionalFlag({
    placeholder: "FILE",
    summary:
      `file with the token to show; without it, ${VARIABLE} if it is set`,
  }, tokenPath),
  insecure: switchFlag("show the token in the clear to another machine"),
};

/**
 * @returns Undefined if there is no token.
 * @throws {FileFormatError} If it is no token.
 * @throws {UnavailableError} If the file cannot be read, or others may.
 * @throws {UsageError} If others could read it on its way.
 */
export function tokenToShow(
  flags: {
    readonly "token-file": string | undefined;
    readonly insecure: boolean;
    readonly main: readonly Address[];
  },
  { isTls }: { readonly isTls: boolean },
): string | undefined {
  const token = readToken(flags["token-file"]);
  if (token === undefined || isTls || flags.insecure) return token;
  for (const main of flags.main) {
    if (isLoopback(main) || main.host === "localhost") continue;
    throw new UsageError(
      `Cannot show the token to ${formatAddress(main)} in the clear as ` +
        `others could take it: add --tls or --ca, or --insecure in a laboratory`,
    );
  }
  return token;
}

/** Whoever mistakes it for the token itself is not told by showing it again. */
function tokenPath(text: string): string {
  if (!parseToken(text.trim())) return text;
  throw new UsageError(
    `Cannot take a token from a command line, where others may see it: ` +
      `expected a file that it is in, or ${VARIABLE}`,
  );
}

function readToken(path: string | undefined): string | undefined {
  const text = path === undefined ? variable() : readSecretFile(path, "token");
  const token = text?.trim();
  if (path === undefined && !token) return undefined;
  if (token && parseToken(token)) return token;
  const where = path === undefined ? VARIABLE : quote(path);
  throw new FileFormatError(
    `Cannot use ${where} as a token: expected one as convene token prints it`,
  );
}

function variable(): string | undefined {
  try {
    return Deno.env.get(VARIABLE);
  } catch (error) {
    // Whoever runs it without the permission has not set it for us.
    if (error instanceof Deno.errors.NotCapable) return undefined;
    throw error;
  }
}
