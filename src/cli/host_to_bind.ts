/** Where a server may be reached from: unprotected, from its own machine only. */

import { UsageError } from "../base/errors.ts";
import { isLoopback, resolveAddress } from "../net/resolve.ts";
import type { Io } from "./io.ts";

export const INSECURE_SUMMARY =
  "bind more than loopback though others could listen and lie";

/**
 * The address to bind, as a number.
 *
 * @param lacks The flags without which others could listen or lie.
 * @throws {UsageError} If others could reach it and that is not wanted.
 * @throws {UnavailableError} If the host has no address.
 */
export async function hostToBind(
  { host, insecure }: { readonly host: string; readonly insecure: boolean },
  lacks: readonly string[],
  io: Io,
): Promise<string> {
  const address = await resolveAddress({ host, port: 0 });
  if (isLoopback(address) || lacks.length === 0) return address.host;
  if (!insecure) {
    throw new UsageError(
      `Cannot bind ${host} as others could listen and lie there: add ` +
        `${lacks.join(" and ")}, or --insecure in a laboratory, or bind ` +
        `127.0.0.1`,
    );
  }
  io.stderr.write(
    `INSECURE: on ${host} everyone who can reach it can ask, listen and lie.\n`,
  );
  return address.host;
}
