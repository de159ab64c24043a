/** What a query has found, once all that it asked is settled. */

import { intersectKnown, type IntervalSet } from "../intervals/interval_set.ts";
import {
  type Findings,
  PLAIN,
  type Unreachable,
} from "../wire/client_lines.ts";
import type { Absentees } from "./absentees.ts";
import type { Surveyed } from "./approach.ts";
import { commonSlots, isChecked, noteSilent } from "./group.ts";

/**
 * @param names As typed, each person once.
 * @param surveyed Of a question without terms; of others the slots are left
 * out, as they follow from more than what is common.
 */
export function findingsOf(
  names: readonly string[],
  { groups, absentees }: Surveyed,
): Findings {
  let slots: IntervalSet | null = null;
  let silent: Map<string, Set<string>> | null = null;
  for (const group of groups) {
    if (!isChecked(group)) noteSilent(group, silent ??= new Map());
    else slots = intersectKnown(slots, commonSlots(group));
  }
  const { unreadable } = absentees;
  const { names: known, unknown, pending, waitingFor } = absenteesOf(
    names,
    absentees,
  );
  const { times, more } = PLAIN;
  return {
    names: known,
    slots,
    unknown,
    unreachable: silent ? inOrder(names, silent) : [],
    pending,
    waitingFor,
    unreadable: unreadable.size > 0 ? inOrder(names, unreadable) : [],
    times,
    more,
  };
}

/** In the order in which they were asked. */
function absenteesOf(
  names: readonly string[],
  { unknown, pending, waitingFor }: Absentees,
): Pick<Findings, "names" | "unknown" | "pending" | "waitingFor"> {
  if (unknown.length === 0 && pending.length === 0) {
    return { names, unknown: [], pending: [], waitingFor: [] };
  }
  const [absent, late] = [new Set(unknown), new Set(pending)];
  return {
    names: names.filter((name) => !absent.has(name) && !late.has(name)),
    unknown: names.filter((name) => absent.has(name)),
    pending: names.filter((name) => late.has(name)),
    waitingFor,
  };
}

/** In the order in which their first names were asked. */
function inOrder(
  names: readonly string[],
  silent: ReadonlyMap<string, Set<string>>,
): Unreachable[] {
  const first = (of: Set<string>) => names.findIndex((name) => of.has(name));
  return [...silent]
    .sort(([a, ofA], [b, ofB]) => first(ofA) - first(ofB) || (a < b ? -1 : 1))
    .map(([server, of]) => ({
      server,
      names: names.filter((name) => of.has(name)),
    }));
}
