/** `convene keygen`: a new key for servers to share. */

import { systemEntropy } from "../net/system_clock.ts";
import { drawKeyLine } from "../wire/key_ring.ts";
import { defineCommand } from "./command.ts";
import { optionalFlag } from "./flags.ts";
import { checkServerName } from "./server_name.ts";

const FLAGS = {
  server: optionalFlag({
    placeholder: "NAME",
    summary: "the only server that it speaks for; without it, for any",
  }, checkServerName),
};

const DETAILS = `
All servers of a cluster have the same key file, which only its owner may read.
The first key in it is used and all are accepted, so keys can be changed while
servers run: add a new one everywhere, move it to the top everywhere, take the
old one out everywhere. Files are read again as they change.

A key that is limited to a server's name stands first in that server's own file,
and in the main server's; whoever steals it can speak for no other server.

Examples:
  umask 077; convene keygen > cluster.key
  convene keygen --server B > b.key && cat cluster.key b.key > main.key
`;

export const KEYGEN = defineCommand({
  name: "keygen",
  operands: null,
  summary: "Print a new key for servers to share",
  flags: FLAGS,
  details: DETAILS,
}, ({ flags }, io) => {
  const { server = null } = flags;
  io.stdout.write(
    `# Whoever has this key can speak for ${server ?? "any server"}.\n` +
      `${drawKeyLine(systemEntropy, server)}\n`,
  );
  return Promise.resolve(0);
});
