/** A host's IP address, so that answers can be matched by where they come from. */

import { lookup } from "node:dns/promises";
import { isIP, isIPv4, SocketAddress } from "node:net";
import type { Address } from "../base/address.ts";
import { quote, UnavailableError } from "../base/errors.ts";

/**
 * @throws {UnavailableError} If the host has no address.
 */
export async function resolveAddress(address: Address): Promise<Address> {
  if (isIP(address.host)) return { ...address, host: spell(address.host) };
  try {
    const { address: host } = await lookup(address.host);
    return { host, port: address.port };
  } catch {
    throw new UnavailableError(
      `Cannot find the host ${quote(address.host)}: it has no address`,
    );
  }
}

/** An IPv6 address has many spellings; sockets tell the shortest. */
function spell(address: string): string {
  if (isIPv4(address) || address.includes("%")) return address;
  return new SocketAddress({ address, family: "ipv6" }).address;
}

/** Whether only this machine can reach it. */
export function isLoopback({ host }: Address): boolean {
  return host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}
