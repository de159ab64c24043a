/** The client's side of TLS. */

import { formatAddress } from "../base/address.ts";
import { quote, reason, UnavailableError } from "../base/errors.ts";
import type { Connection, Dial } from "./connections.ts";
import { SocketConnection } from "./socket_connection.ts";
import { connectToMain, remoteAddress } from "./tcp.ts";

/** What a client trusts. */
export interface Trust {
  /** Certificates of authorities as PEM, besides those that Deno brings. */
  readonly authorities: readonly string[];
}

/**
 * Connects by TLS, and never without it. The server's certificate has to be
 * signed by somebody trusted and to carry the very host that was dialled.
 */
export function tlsDial({ authorities }: Trust): Dial {
  return async (to, accept): Promise<Connection> => {
    const socket = await connectToMain(to);
    const peer = remoteAddress(socket);
    let secure: Deno.TlsConn | null = null;
    try {
      secure = await Deno.startTls(socket, {
        hostname: to.host,
        caCerts: [...authorities],
      });
      await secure.handshake();
    } catch (error) {
      secure?.close();
      throw new UnavailableError(
        `Cannot trust the main server at ${formatAddress(to)}: ` +
          explain(error, to.host),
        5,
      );
    }
    return new SocketConnection({ socket: secure, peer, accept });
  };
}

function explain(error: unknown, host: string): string {
  const said = reason(error);
  if (said.includes("UnknownIssuer")) {
    return "nobody trusted here has signed its certificate, see --ca";
  }
  if (said.includes("BadSignature")) {
    return "who has signed its certificate has the name of one trusted here, " +
      "but another key, see --ca";
  }
  if (said.includes("CaUsedAsEndEntity")) {
    return "its certificate is an authority's own, which no server may show: " +
      "make one with CA:FALSE";
  }
  if (said.includes("not valid for name")) {
    return `its certificate is not for ${quote(host)}`;
  }
  if (said.includes("certificate expired")) {
    return "its certificate has expired";
  }
  if (said.includes("certificate not valid yet")) {
    return "its certificate is not valid yet";
  }
  if (said.includes("InvalidContentType")) return "it does not speak TLS";
  if (error instanceof Deno.errors.UnexpectedEof) {
    return "it broke off the TLS handshake";
  }
  return `the TLS handshake failed, ${quote(said)}`;
}
