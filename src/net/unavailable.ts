/** What the system says when a socket cannot be had, in the user's words. */

import { type Address, formatAddress } from "../base/address.ts";
import { reason, UnavailableError } from "../base/errors.ts";

/** @param what `listen on TCP`, `bind UDP`, … */
export function refusedSocket(
  what: string,
  { address, error, exitCode }: {
    readonly address: Address;
    readonly error: unknown;
    readonly exitCode?: number;
  },
): UnavailableError {
  return new UnavailableError(
    `Cannot ${what} ${formatAddress(address)}: ${explain(error)}`,
    exitCode,
  );
}

function explain(error: unknown): string {
  if (error instanceof Deno.errors.AddrInUse) return "the port is in use";
  if (error instanceof Deno.errors.AddrNotAvailable) {
    return "this machine has no such address";
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return "the system gives no permission";
  }
  if (error instanceof Deno.errors.NotCapable) {
    return "Deno was started without the permission, see --allow-net";
  }
  if (error instanceof Deno.errors.ConnectionRefused) {
    return "connection refused";
  }
  const said = reason(error).replace(/\.$/, "").toLowerCase();
  if (said.includes("failed to lookup address")) return "it has no address";
  return said.replace(/ \(os error \d+\)$/, "");
}
