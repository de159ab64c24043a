/**
 * Names of one query that live on the same servers, and what these have to
 * say of them: all of it counts or, if a server is silent, none.
 */

import { intersect, type IntervalSet } from "../intervals/interval_set.ts";
import { type Id64, sameId } from "../wire/datagram.ts";
import type { Holder, Server } from "./directory.ts";

/** Names that live on the same servers. */
export interface Group {
  readonly names: string[];
  readonly parts: Part[];
}

/** What one server has to say of a group. */
export interface Part {
  readonly server: Server;
  /** In which the people are counted. */
  readonly list: Id64;
  /** Ascending, once all are there. */
  readonly people: number[];
  slots: IntervalSet | null;
  /** Whether its one person may not be told of alone. */
  notAlone: boolean;
}

/** Adds a name to the group that lives where it lives. */
export function addTo(
  groups: Group[],
  name: string,
  holders: readonly Holder[],
): void {
  let group = groups.find(({ parts }) =>
    parts.length === holders.length &&
    parts.every(({ server }, i) => server === holders[i]!.server)
  );
  if (!group) {
    const parts = holders.map(({ server }) => ({
      server,
      list: server.listId,
      people: [],
      slots: null,
      notAlone: false,
    }));
    group = { names: [], parts };
    groups.push(group);
  }
  group.names.push(name);
  for (let i = 0; i < holders.length; i++) {
    group.parts[i]!.people.push(holders[i]!.position);
  }
}

/** Whether both ask the same people of the same list of the same server. */
export function isSamePart(a: Part, b: Part): boolean {
  return a.server === b.server && sameId(a.list, b.list) &&
    a.people.length === b.people.length &&
    a.people.every((person, i) => person === b.people[i]);
}

/** Common to all servers of a group; null if one of them did not answer. */
export function commonSlots({ parts }: Group): IntervalSet | null {
  let common: IntervalSet | null = null;
  for (const { slots } of parts) {
    if (slots === null) return null;
    common = common === null ? slots : intersect(common, slots);
  }
  return common;
}

/** Whether a query is about one person and nobody else who is known. */
export function isOnePerson(groups: readonly Group[]): boolean {
  return groups.length === 1 && groups[0]!.names.length === 1;
}

/** Somebody, and a server that does not tell of that person alone. */
export interface Loner {
  readonly name: string;
  readonly server: string;
}

/**
 * Whose time alone would be told although a server does not allow it: others
 * may have been asked for as well, but nobody could check them.
 */
export function lonerOf(groups: readonly Group[]): Loner | null {
  let checked: Group | null = null;
  for (const group of groups) {
    if (group.parts.some(({ slots }) => slots === null)) continue;
    if (checked !== null || group.names.length > 1) return null;
    checked = group;
  }
  const guard = checked?.parts.find(({ notAlone }) => notAlone);
  if (!checked || !guard) return null;
  return { name: checked.names[0]!, server: guard.server.name };
}

export function noteSilent(
  { names, parts }: Group,
  silent: Map<string, Set<string>>,
): void {
  for (const { server, slots } of parts) {
    if (slots !== null) continue;
    const missing = silent.get(server.name) ?? new Set();
    names.forEach((name) => missing.add(name));
    silent.set(server.name, missing);
  }
}
