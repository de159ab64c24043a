/**
 * Which servers have to hold a slot, for whom. Of a person on two servers both
 * have to: there are two calendars.
 */

import type { BookOutcome, BookRequest } from "../calendar/bookings.ts";
import { kindsOf } from "../calendar/mixed_times.ts";
import { nameKey } from "../calendar/name.ts";
import type { Id64 } from "../wire/datagram.ts";
import type { Directory, Server } from "./directory.ts";
import type { Link } from "./link.ts";
import type { QueryContext } from "./query_context.ts";

/** What one server has to hold. */
export interface ClaimPart {
  readonly server: Server;
  /** In which the people are counted. */
  readonly list: Id64;
  /** Positions, ascending. */
  readonly people: readonly number[];
  /** As typed, by position. */
  readonly names: ReadonlyMap<number, string>;
}

export interface ClaimPlan {
  readonly parts: readonly ClaimPart[];
  /** Names that no list holds. */
  readonly absent: readonly string[];
}

/** What booking needs of the main server. */
export type ClaimContext = Pick<
  QueryContext,
  "directory" | "missingServers" | "awaitList" | "settledMs"
>;

/** Why a booking is not even tried; null if it is. */
export function objectionTo(
  { parts, absent }: ClaimPlan,
  { slot }: BookRequest,
  { context, nowMs }: {
    readonly context: ClaimContext;
    readonly nowMs: number;
  },
): BookOutcome | null {
  if (absent.length > 0) return absence(absent, context, nowMs);
  const servers = parts.map(({ server: { name, times } }) => ({
    server: name,
    times,
  }));
  const isMixed = servers.some(({ times }) =>
    times !== null && times !== slot.times
  );
  if (isMixed) return { kind: "mixed_times", ...kindsOf(servers) };
  const divided = parts.find(({ server }) => !ledgerLink(server, nowMs));
  return divided ? { kind: "copies", server: divided.server.name } : null;
}

/** What is to be said of names that no list holds. */
function absence(
  names: readonly string[],
  { directory, missingServers, settledMs }: ClaimContext,
  nowMs: number,
): BookOutcome {
  const waitingFor = missingServers();
  const mayCome = waitingFor.length > 0 || directory.serverCount === 0 ||
    nowMs < settledMs;
  return mayCome
    ? { kind: "not_known_yet", names, waitingFor }
    : { kind: "unknown_name", names };
}

export function planClaims(
  directory: Directory,
  { names }: Pick<BookRequest, "names">,
): ClaimPlan {
  const byServer = new Map<Server, Map<number, string>>();
  const absent: string[] = [];
  for (const name of names) {
    const key = nameKey(name);
    const holders = key === undefined ? [] : directory.find(key);
    if (holders.length === 0) absent.push(name);
    for (const { server, position } of holders) {
      const people = byServer.get(server) ?? new Map<number, string>();
      byServer.set(server, people.set(position, name));
    }
  }
  const parts = [...byServer].map(([server, names]) => ({
    server,
    list: server.listId,
    people: [...names.keys()].sort((a, b) => a - b),
    names,
  }));
  return { parts, absent };
}

/**
 * Through which session a server is to be told: the newest. Undefined if
 * another copy lives, as that one would go on offering what is booked.
 */
export function ledgerLink(
  { links: [newest, ...others] }: Server,
  nowMs: number,
): Link | undefined {
  const isContradicted = others.some((link) => link.isLive(nowMs));
  return isContradicted ? undefined : newest;
}

/** The names of a part, in the order of the request. */
export function namesOf(
  { names }: BookRequest,
  parts: readonly Pick<ClaimPart, "names">[],
): string[] {
  const wanted = new Set(parts.flatMap(({ names }) => [...names.values()]));
  return names.filter((name) => wanted.has(name));
}
