/** Whom a client trusts, and by which way it goes. */

import type { Dial } from "../net/connections.ts";
import { dialTcp } from "../net/tcp.ts";
import { tlsDial } from "../net/tls_dial.ts";
import { readAuthorities, systemAuthorities } from "../store/authorities.ts";
import { optionalFlag, parseText, switchFlag } from "./flags.ts";

export const TRUST_FLAGS = {
  tls: switchFlag("use TLS, and trust the authorities that the system does"),
  ca: optionalFlag({
    placeholder: "FILE",
    summary: "use TLS, and trust the authorities in this file too, as PEM",
  }, parseText),
};

interface Trusted {
  readonly tls: boolean;
  readonly ca: string | undefined;
}

export function isTls({ tls, ca }: Trusted): boolean {
  return tls || ca !== undefined;
}

/**
 * TLS if any of its flags is given, and then nothing but TLS.
 *
 * @throws {FileFormatError} If the file holds no certificate.
 * @throws {UnavailableError} If it cannot be read.
 */
export function dialBy({ tls, ca }: Trusted): Dial {
  if (!isTls({ tls, ca })) return dialTcp;
  return tlsDial({
    authorities: [
      ...ca === undefined ? [] : readAuthorities(ca),
      ...tls ? systemAuthorities() : [],
    ],
  });
}
