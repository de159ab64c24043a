/** Sentences that several answers have, without their full stops. */

import type { Unreachable } from "./client_lines.ts";

export function unreachableText({ server, names }: Unreachable): string {
  return `Server ${server} cannot be reached: ${names.join(", ")} not checked`;
}

/** No name that was typed may move somebody's cursor or forge a line. */
export function withoutControls(line: string): string {
  return line.replace(/\p{Cc}/gu, "\ufffd");
}

/** Which servers names wait for. */
export function absence(servers: readonly string[]): string {
  if (servers.length === 0) return "no server has registered";
  return servers.length === 1
    ? `server ${servers[0]} has not registered`
    : `servers ${servers.join(", ")} have not registered`;
}
