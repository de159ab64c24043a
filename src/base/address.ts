/**
 * Where a socket is: `host:port`, IPv6 hosts in brackets.
 */

import { quote, UsageError } from "./errors.ts";

/** A host, by number or name, and a port from 0 to 65,535. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Where somebody can be reached, so not at port 0.
 *
 * @throws {UsageError} If `text` is not `host:port` or `[ipv6]:port`.
 *
 * @example IPv6 needs its brackets, as its own colons leave no other way
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * assertEquals(parseAddress("[::1]:24849"), { host: "::1", port: 24849 });
 * assertThrows(() => parseAddress("::1:24849"));
 * ```
 */
export function parseAddress(text: string): Address {
  const match = /^(?:\[([0-9a-fA-F:.%\w]+)\]|([^\s:\[\]]+)):(\d{1,5})$/
    .exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || !(port >= 1 && port <= 65_535)) {
    throw new UsageError(
      `Cannot read ${
        quote(text)
      } as an address: expected host:port, like 127.0.0.1:23849 or [::1]:23849`,
    );
  }
  return { host, port };
}

/** The inverse of {@linkcode parseAddress}. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

export function sameAddress(a: Address, b: Address): boolean {
  return a.port === b.port && a.host === b.host;
}
