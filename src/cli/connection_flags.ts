/** How a client gets to a main server; the same for all that ask one. */

import { systemClock } from "../net/system_clock.ts";
import { Client } from "../roles/client.ts";
import { flag, type FlagValues, parseAddresses } from "./flags.ts";
import { TOKEN_FLAGS, tokenToShow } from "./token_to_show.ts";
import { dialBy, isTls, TRUST_FLAGS } from "./trust.ts";

export const CONNECTION_FLAGS = {
  main: flag({
    placeholder: "HOST:PORT[,...]",
    summary: "main servers; the first one that answers is asked",
    fallback: "127.0.0.1:24849",
  }, parseAddresses),
  ...TRUST_FLAGS,
  ...TOKEN_FLAGS,
};

/** A connection for one order, and its end. */
export async function withClient<Result>(
  flags: FlagValues<typeof CONNECTION_FLAGS>,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const connect = connector(flags);
  const client = await connect();
  try {
    return await use(client);
  } finally {
    client.close();
  }
}

/**
 * What connects, when it is called.
 *
 * @throws {FileFormatError} If a token or a certificate is none.
 * @throws {UnavailableError} If a file cannot be read.
 * @throws {UsageError} If others could read the token on its way.
 */
export function connector(
  flags: FlagValues<typeof CONNECTION_FLAGS>,
  { deflate = false }: { readonly deflate?: boolean } = {},
): () => Promise<Client> {
  const token = tokenToShow(flags, { isTls: isTls(flags) });
  const dial = dialBy(flags);
  const options = { dial, clock: systemClock, token, deflate };
  return () => Client.connect(flags.main, options);
}
