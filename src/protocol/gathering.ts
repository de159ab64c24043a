/** What servers have told of people who may be missing, put together. */

import { atLeast, coverage } from "../intervals/coverage.ts";
import {
  intersect,
  intersectKnown,
  type IntervalSet,
} from "../intervals/interval_set.ts";
import { type Pool, pool } from "../intervals/pool.ts";
import type { Measure } from "../wire/aspect.ts";
import type { Told } from "../wire/report.ts";
import {
  type Ask,
  type Group,
  isChecked,
  type Part,
  without,
} from "./group.ts";
import type { Outlook } from "./outlook.ts";
import { requiredOf } from "./wants.ts";

export interface Gathering {
  /** Who was checked. */
  readonly names: readonly string[];
  /** Those without whom no slot is of use, of these. */
  readonly required: readonly string[];
  /** Free intervals of all of them. */
  readonly intervals: Pool;
  /** When all who are required are free; null if nobody is. */
  readonly shared: IntervalSet | null;
  /** When those are free who may be told to be missing. */
  readonly revealed: ReadonlyMap<string, IntervalSet>;
  /** When all work; null if it was not asked. */
  readonly hours: IntervalSet | null;
}

/** @param asked Names, in the order in which they are told. */
export function gather(
  groups: readonly Group[],
  outlook: Outlook,
  asked: readonly string[],
): Gathering {
  const pools: Float64Array[] = [];
  const revealed = new Map<string, IntervalSet>();
  const checked = new Set<string>();
  let shared: IntervalSet | null = null;
  let hours: IntervalSet | null = null;
  for (const group of groups.filter(isChecked)) {
    for (const name of group.names) checked.add(name);
    const intervals = intervalsOf(group);
    pools.push(intervals);
    for (const [name, set] of revealedOf(group)) revealed.set(name, set);
    const required = requiredOf(outlook, group.names).length;
    const isAll = required === group.names.length;
    const common = isAll
      ? atLeast(coverage([intervals]), required)
      : commonOf(group, "common");
    shared = intersectKnown(shared, common);
    hours = intersectKnown(hours, commonOf(group, "hours"));
  }
  const intervals = pool(pools);
  const names = asked.filter((name) => checked.has(name));
  const required = requiredOf(outlook, names);
  return { names, required, intervals, shared, revealed, hours };
}

/** When all of them are free; null if it is about nobody. */
export function commonTime(
  { names, intervals }: Gathering,
): IntervalSet | null {
  if (names.length === 0) return null;
  return atLeast(coverage([intervals]), names.length);
}

function askOf({ asks }: Part, measure: Measure): Ask | undefined {
  return asks.find(({ aspect }) => aspect?.measure === measure);
}

/** What all servers of the group say alike; null if they were not asked. */
function commonOf({ parts }: Group, measure: Measure): IntervalSet | null {
  let common: IntervalSet | null = null;
  for (const part of parts) {
    const told = askOf(part, measure)?.told;
    if (told?.kind === "slots") common = intersectKnown(common, told.slots);
  }
  return common;
}

/** Whoever has several calendars is free where all of them say so. */
function intervalsOf({ parts, booked }: Group): Pool {
  const intervals = parts
    .map((part) => poolOf(askOf(part, "spread")?.told))
    .reduce(intersect);
  return without(intervals, booked);
}

function poolOf(told: Told | null | undefined): Pool {
  if (told?.kind === "labelled") return pool(told.sets);
  return told?.kind === "pool" ? told.pool : new Float64Array();
}

/** Those of the group whose servers all tell when they are free. */
function revealedOf({ names, parts, booked }: Group): [string, IntervalSet][] {
  return names.flatMap((name, i): [string, IntervalSet][] => {
    const sets = parts.map((part) => {
      const ask = askOf(part, "spread");
      if (ask?.told?.kind !== "labelled") return null;
      return ask.told.sets[ask.people.indexOf(part.positions[i]!)] ?? null;
    });
    const all = sets.filter((set) => set !== null);
    return all.length < parts.length ? [] : [
      [name, without(all.reduce(intersect), booked)],
    ];
  });
}
