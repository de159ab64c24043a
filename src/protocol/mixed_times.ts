/** Who has times of which kind, where they cannot be compared. */

import type { Times } from "../calendar/times.ts";
import type { Group } from "./group.ts";

export interface Kinds {
  /** Names of servers, sorted; the question's own kind has none. */
  readonly numbers: readonly string[];
  readonly instants: readonly string[];
}

export function kindsOf(groups: readonly Group[]): Kinds {
  const of = (kind: Times) => {
    const servers = groups.flatMap(({ parts }) =>
      parts.filter(({ times }) => times === kind)
        .map(({ server }) => server.name)
    );
    return [...new Set(servers)].sort();
  };
  return { numbers: of("numbers"), instants: of("instants") };
}

/** For people. Where one kind has no server, it is the question's. */
export function mixedText({ numbers, instants }: Kinds): string {
  return `Cannot compare numbers (${owners(numbers)}) with instants (${
    owners(instants)
  })`;
}

function owners(servers: readonly string[]): string {
  if (servers.length === 0) return "the question";
  return servers.length === 1
    ? `server ${servers[0]}`
    : `servers ${servers.join(", ")}`;
}
