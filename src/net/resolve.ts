/** A host's IP address, so that answers can be matched by where they come from. */

import { lookup } from "node:dns/promises";
import { isIP, isIPv4, SocketAddress } from "node:net";
import type { Address } from "../base/address.ts";
import { quote, UnavailableError } from "../base/errors.ts";

/** Ahead of an IPv4 address, where an IPv6 socket speaks of it. */
const MAPPED = "::ffff:";

/** Which addresses are of use: 0 is either. */
export type Family = 0 | 4 | 6;

/**
 * @throws {UnavailableError} If the host has no address of this family.
 */
export async function resolveAddress(
  address: Address,
  family: Family = 0,
): Promise<Address> {
  if (isIP(address.host)) return { ...address, host: spell(address.host) };
  try {
    const { address: host } = await lookup(address.host, { family });
    return { host, port: address.port };
  } catch {
    const kind = family ? `IPv${family} address` : "address";
    throw new UnavailableError(
      `Cannot find the host ${quote(address.host)}: it has no ${kind}`,
    );
  }
}

/** What a socket can send to: one that is bound to all of IPv6, to either. */
export function familyFrom(bound: string): Family {
  if (isIPv4(bound)) return 4;
  return bound === "::" ? 0 : 6;
}

/** An IPv6 address has many spellings; sockets tell the shortest. */
function spell(address: string): string {
  if (isIPv4(address) || address.includes("%")) return address;
  return unmapped(new SocketAddress({ address, family: "ipv6" }).address);
}

/** A host as an IPv6 socket has to be told of it. */
export function mapped(host: string): string {
  return isIPv4(host) ? MAPPED + host : host;
}

/** So that one host has one spelling, whatever socket speaks of it. */
export function unmapped(host: string): string {
  const rest = host.startsWith(MAPPED) ? host.slice(MAPPED.length) : "";
  return isIPv4(rest) ? rest : host;
}

/** Whether only this machine can reach it. */
export function isLoopback({ host }: Address): boolean {
  return host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}
