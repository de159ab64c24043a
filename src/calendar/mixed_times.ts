/** Who has times of which kind, where they cannot be compared. */

import type { Times } from "./times.ts";

export interface Kinds {
  /** Names of servers, sorted; a question's or a slot's own kind has none. */
  readonly numbers: readonly string[];
  readonly instants: readonly string[];
}

/** A server by its name, and what its times count, if anybody knows. */
export interface ServerTimes {
  readonly server: string;
  readonly times: Times | null;
}

export function kindsOf(servers: readonly ServerTimes[]): Kinds {
  const of = (kind: Times) => {
    const names = servers.filter(({ times }) => times === kind)
      .map(({ server }) => server);
    return [...new Set(names)].sort();
  };
  return { numbers: of("numbers"), instants: of("instants") };
}

/** @param other Whose kind it is that has no server, for people. */
export function mixedText(
  { numbers, instants }: Kinds,
  other: "the question" | "the slot",
): string {
  const owners = (servers: readonly string[]) => {
    if (servers.length === 0) return other;
    return servers.length === 1
      ? `server ${servers[0]}`
      : `servers ${servers.join(", ")}`;
  };
  return `Cannot compare numbers (${owners(numbers)}) with instants (${
    owners(instants)
  })`;
}
