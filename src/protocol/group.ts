/**
 * Names of one query that live on the same servers, and what these have to
 * say of them: all of it counts or, if a server is silent, none.
 */

import {
  intersect,
  type IntervalSet,
  subtract,
} from "../intervals/interval_set.ts";
import { type Aspect, sameAspect } from "../wire/aspect.ts";
import { type Id64, sameId } from "../wire/datagram.ts";
import { inOrder, samePositions } from "../wire/positions.ts";
import type { Told } from "../wire/report.ts";
import type { Times } from "../calendar/times.ts";
import type { Holder, Server } from "./directory.ts";

/** What is to be known of a group. */
export interface Want {
  /** Null is the common time without bounds, of numbers. */
  readonly aspect: Aspect | null;
  /** Of whom; null is all of the group. */
  readonly names: ReadonlySet<string> | null;
}

/** Names that live on the same servers. */
export interface Group {
  readonly names: string[];
  readonly parts: Part[];
  /** When its one person is booked without its servers' knowledge. */
  readonly booked: IntervalSet;
}

/** What one server has to say of a group. */
export interface Part {
  readonly server: Server;
  /** In which the people are counted. */
  readonly list: Id64;
  /** What the server's times counted then. */
  readonly times: Times | null;
  /** Of the group's names, in their order. */
  readonly positions: number[];
  asks: readonly Ask[];
}

/** What a server is asked of a group. */
export interface Ask {
  readonly aspect: Aspect | null;
  /** Positions, ascending. */
  readonly people: readonly number[];
  /** Null until it is answered. */
  told: Told | null;
  /** Whether its one person may not be told of alone. */
  notAlone: boolean;
}

/**
 * Adds a name to the group that lives where it lives.
 *
 * @param booked When the person is, without these servers' knowledge.
 * @param isSolo Whether whoever lives on several servers is a group alone.
 */
export function addTo(
  groups: Group[],
  { name, holders, booked, isSolo }: {
    readonly name: string;
    readonly holders: readonly Holder[];
    readonly booked: IntervalSet;
    readonly isSolo: boolean;
  },
): void {
  const isAlone = booked.length > 0 || isSolo && holders.length > 1;
  let group = isAlone
    ? undefined
    : groups.find(({ parts, booked }) =>
      booked.length === 0 && parts.length === holders.length &&
      parts.every(({ server }, i) => server === holders[i]!.server)
    );
  if (!group) {
    const parts = holders.map(({ server }) => ({
      server,
      list: server.listId,
      times: server.times,
      positions: [],
      asks: [],
    }));
    group = { names: [], parts, booked };
    groups.push(group);
  }
  group.names.push(name);
  for (let i = 0; i < holders.length; i++) {
    group.parts[i]!.positions.push(holders[i]!.position);
  }
}

/**
 * What to ask a server of a group.
 *
 * @param heard Answers that hold still where nothing has changed.
 */
export function asksOf(
  { names }: Group,
  part: Part,
  { wants, heard }: {
    readonly wants: readonly Want[];
    readonly heard: readonly Part[];
  },
): Ask[] {
  const old = heard.find((old) => isSamePart(old, part))?.asks;
  return wants.map(({ aspect, names: some }) => {
    const asked = some === null
      ? part.positions
      : part.positions.filter((_, i) => some.has(names[i]!));
    const people = inOrder(asked);
    const same = old?.find((ask) =>
      sameAspect(ask.aspect, aspect) && samePositions(ask.people, people)
    );
    const told = same?.told ?? null;
    return { aspect, people, told, notAlone: same?.notAlone ?? false };
  });
}

/** Whether both are about the same people of the same list of a server. */
function isSamePart(a: Part, b: Part): boolean {
  return a.server === b.server && sameId(a.list, b.list) &&
    samePositions(a.positions, b.positions);
}

/** Whether it has not answered all that it was asked. */
export function isSilent({ asks }: Part): boolean {
  return asks.some(({ told }) => told === null);
}

/** Whether all of its servers have answered. */
export function isChecked({ parts }: Group): boolean {
  return !parts.some(isSilent);
}

/** Common to all servers of a group; null if one of them did not answer. */
export function commonSlots({ parts, booked }: Group): IntervalSet | null {
  let common: IntervalSet | null = null;
  for (const { asks } of parts) {
    const told = asks[0]?.told;
    if (told?.kind !== "slots") return null;
    common = common === null ? told.slots : intersect(common, told.slots);
  }
  return common && without(common, booked);
}

/** What is left of a group's time. */
export function without(time: IntervalSet, booked: IntervalSet): IntervalSet {
  return booked.length > 0 ? subtract(time, booked) : time;
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
    if (!isChecked(group)) continue;
    if (checked !== null || group.names.length > 1) return null;
    checked = group;
  }
  const guard = checked?.parts.find(isGuarded);
  if (!checked || !guard) return null;
  return { name: checked.names[0]!, server: guard.server.name };
}

/** Whether it tells of somebody who may not be told of alone. */
export function isGuarded({ asks }: Part): boolean {
  return asks.some(({ notAlone }) => notAlone);
}

export function noteSilent(
  { names, parts }: Group,
  silent: Map<string, Set<string>>,
): void {
  for (const part of parts) {
    if (!isSilent(part)) continue;
    const missing = silent.get(part.server.name) ?? new Set();
    names.forEach((name) => missing.add(name));
    silent.set(part.server.name, missing);
  }
}
