/** Where a server may be reached from: unsealed, from its own machine only. */

import { UsageError } from "../base/errors.ts";
import { isLoopback, resolveAddress } from "../net/resolve.ts";
import type { Io } from "./io.ts";

export const INSECURE_SUMMARY =
  "bind more than loopback though nothing is sealed";

/**
 * The address to bind, as a number.
 *
 * @throws {UsageError} If others could reach it and that is not wanted.
 * @throws {UnavailableError} If the host has no address.
 */
export async function hostToBind(
  { host, insecure }: { readonly host: string; readonly insecure: boolean },
  io: Io,
): Promise<string> {
  const address = await resolveAddress({ host, port: 0 });
  if (isLoopback(address)) return address.host;
  if (!insecure) {
    throw new UsageError(
      `Cannot bind ${host} as nothing is sealed yet and others could listen ` +
        `and lie: add --insecure in a laboratory, or bind 127.0.0.1`,
    );
  }
  io.stderr.write(
    `INSECURE: on ${host} everyone who can reach it can ask, listen and lie.\n`,
  );
  return address.host;
}
