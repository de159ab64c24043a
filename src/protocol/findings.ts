/** What a query has found, once all that it asked is settled. */

import { intersect, type IntervalSet } from "../intervals/interval_set.ts";
import {
  type Findings,
  PLAIN,
  type Unreachable,
} from "../wire/client_lines.ts";
import { commonSlots, type Group, noteSilent } from "./group.ts";

export interface Settled {
  /** As typed, each person once. */
  readonly names: readonly string[];
  /** Whom servers hold. */
  readonly groups: readonly Group[];
  /** Whom no list held, when nobody was missing who could have them. */
  readonly unknown: readonly string[];
  /** Whom no list held, while somebody was missing. */
  readonly pending: readonly string[];
  /** Who was. */
  readonly waitingFor: readonly string[];
}

export function findingsOf(settled: Settled): Findings {
  let slots: IntervalSet | null = null;
  let silent: Map<string, Set<string>> | null = null;
  for (const group of settled.groups) {
    const common = commonSlots(group);
    if (common === null) noteSilent(group, silent ??= new Map());
    else slots = slots === null ? common : intersect(slots, common);
  }
  const found = {
    slots,
    unreachable: silent ? inOrder(settled.names, silent) : [],
  };
  return { ...found, ...absenteesOf(settled), ...PLAIN };
}

/** In the order in which they were asked. */
function absenteesOf(
  { names, unknown, pending, waitingFor }: Settled,
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
