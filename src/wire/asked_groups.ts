/**
 * Groups in a request. People are put in their place as it is read; its answer
 * tells who they are, `"groups":[{"name":"design","names":["lilith","zein"]}]`,
 * so that the client can check the answer against what it asked.
 */

import { GROUPS_PER_QUERY_MAX } from "../base/group_limits.ts";
import { NAMES_PER_QUERY_MAX } from "../base/limits.ts";
import { type Group, groupName, type Groups } from "../calendar/groups.ts";
import { nameKey } from "../calendar/name.ts";
import { distinctNames, isNameList } from "./asked_names.ts";
import type { Findings } from "./client_lines.ts";
import { isRecord } from "./json_checks.ts";
import { type Refusal, tooMany, tooManyNames } from "./refusals.ts";

/** The groups of one request. */
export interface AskedGroups {
  /** Those that there are, named as typed, by first mention. */
  readonly known: readonly Group[];
  /** Those that there are not, as typed, with their `@`. */
  readonly unknown: readonly string[];
  /** All who are asked, and the unknown groups among them. */
  readonly order: readonly string[];
}

/** What a request has of groups; nothing where none was asked. */
export interface MayAskGroups {
  readonly groups?: AskedGroups | undefined;
}

interface NamesLine {
  readonly json: boolean;
  readonly id: string;
  readonly names: readonly string[];
}

/** Reads the names of one request. */
export class NameReader {
  readonly #groups: Groups | null;
  readonly #known = new Map<string, Group>();
  readonly #unknown = new Map<string, string>();

  /** @param groups Null where `@` stands for nothing but itself. */
  constructor(groups: Groups | null) {
    this.#groups = groups;
  }

  /** Each person once, by first mention; a group that is unknown stays. */
  readonly people = (names: readonly string[]): string[] => {
    const typed = distinctNames(names);
    // So many are refused anyway, and not one of them has to be looked up.
    if (!this.#groups || typed.length > NAMES_PER_QUERY_MAX) return typed;
    return withMembers(typed, (name) => this.#find(name));
  };

  /** Takes the unknown groups out of the names, unless these are too many. */
  divide<Line extends NamesLine>(line: Line): Line & MayAskGroups | Refusal {
    const order = line.names;
    const [known, unknown] = [this.#known, this.#unknown];
    if (order.length > NAMES_PER_QUERY_MAX) {
      return known.size === 0
        ? tooManyNames(line)
        : tooMany(line, "all names of the groups", NAMES_PER_QUERY_MAX);
    }
    if (known.size > GROUPS_PER_QUERY_MAX) {
      return tooMany(line, `${known.size} groups`, GROUPS_PER_QUERY_MAX);
    }
    if (known.size + unknown.size === 0) return line;
    const absent = [...unknown.values()];
    const names = order.filter((name) => !absent.includes(name));
    const groups = { known: [...known.values()], unknown: absent, order };
    return { ...line, names, groups };
  }

  #find(asked: string): Group | undefined {
    const name = groupName(asked);
    if (name === undefined) return undefined;
    const key = nameKey(name) ?? name;
    const group = this.#groups?.get(key);
    const noted = this.#known.get(key) ?? this.#unknown.get(key);
    if (noted === undefined) {
      if (group) this.#known.set(key, { ...group, name });
      else this.#unknown.set(key, asked);
    }
    return group;
  }
}

/** Each person once, by first mention, groups replaced by who is in them. */
function withMembers(
  names: readonly string[],
  find: (name: string) => Group | undefined,
): string[] {
  // More of one group than may be asked is as good as all of it: too many.
  return distinctNames(
    names.flatMap((name) =>
      find(name)?.names.slice(0, NAMES_PER_QUERY_MAX + 1) ?? [name]
    ),
  );
}

/** Findings about the people, as findings about whom the client asked for. */
export function tellGroups(
  findings: Findings,
  groups: AskedGroups | undefined,
): Findings {
  if (!groups) return findings;
  const unknown = new Set([...findings.unknown, ...groups.unknown]);
  return {
    ...findings,
    unknown: groups.order.filter((name) => unknown.has(name)),
    groups: groups.known,
  };
}

/** Whom an answer is about. */
export interface About {
  /** Each person once, and groups that the answer says nothing of. */
  readonly names: readonly string[];
  /** Left out where the answer has none. */
  readonly groups?: readonly Group[];
}

/**
 * Whom an answer is about: who was asked, with people in the place of the
 * groups that the answer tells.
 *
 * @param groups As the answer has them, if it does.
 * @returns Undefined if they are no groups of some that were asked, or not fit
 * to be shown.
 */
export function readGroups(
  groups: unknown,
  asked: readonly string[],
): About | undefined {
  if (groups === undefined) return { names: asked };
  if (!Array.isArray(groups)) return undefined;
  const told = new Map<string, Group>();
  for (const group of groups) {
    if (!isRecord(group) || typeof group.name !== "string") return undefined;
    const { name, names } = group;
    const isAsked = asked.includes(`@${name}`);
    if (!isAsked || !isNameList(names) || !areFit(names)) return undefined;
    told.set(`@${name}`, { name, names });
  }
  const names = withMembers(asked, (name) => told.get(name));
  return { names, groups: [...told.values()] };
}

/** People of one group: some, each fit to be shown, and not too many. */
function areFit(names: readonly string[]): boolean {
  return names.length > 0 && names.length <= NAMES_PER_QUERY_MAX &&
    names.every((name) => nameKey(name) !== undefined);
}

/** All groups that were asked, for whoever has to account for it. */
export function groupsAsked(
  { groups }: MayAskGroups,
): { readonly groups?: readonly string[] } {
  if (!groups) return {};
  const { known, unknown } = groups;
  return { groups: [...known.map(({ name }) => `@${name}`), ...unknown] };
}
