/** Slots in which somebody may be missing, and who that is. */

import { SLOT_STEPS_MAX, SUGGESTIONS_MAX } from "../base/limits.ts";
import { covers, type IntervalSet } from "../intervals/interval_set.ts";
import { type CountedSlot, maximalSlots } from "../intervals/maximal_slots.ts";
import { trim } from "../intervals/trim.ts";
import type { Suggestion } from "../wire/term_findings.ts";
import type { Quorum } from "../wire/terms.ts";
import type { Gathering } from "./gathering.ts";
import type { Outlook } from "./outlook.ts";

/** How many have to be free, of so many who exist. */
export function leastOf(quorum: Quorum | null, asked: number): number {
  if (quorum === null) return 1;
  const least = quorum.kind === "count"
    ? quorum.count
    : Math.ceil(quorum.percent * asked / 100);
  return Math.max(1, least);
}

/**
 * @param asked How many exist of those who were asked for.
 * @returns Null if there are too many to look at.
 */
export function suggest(
  gathering: Gathering,
  outlook: Outlook,
  asked: number,
): readonly Suggestion[] | null {
  const { terms, trim: rule } = outlook;
  const slots = maximalSlots({
    intervals: trim(gathering.intervals, rule),
    within: gathering.shared ? trim(gathering.shared, rule) : windowOf(outlook),
    duration: rule.duration,
    quorum: leastOf(terms.quorum, asked),
    order: terms.sort,
    limit: Math.min(terms.limit ?? SUGGESTIONS_MAX, SUGGESTIONS_MAX),
    stepsMax: SLOT_STEPS_MAX,
  });
  return slots &&
    slots.map((slot) => suggestionOf(slot, gathering, outlook));
}

/** The slot in which most are free, whether or not they have to be. */
export function nearestOf(
  gathering: Gathering,
  outlook: Outlook,
): Suggestion | null {
  const { trim: rule } = outlook;
  const [nearest] = maximalSlots({
    intervals: trim(gathering.intervals, rule),
    within: windowOf(outlook),
    duration: rule.duration,
    quorum: 1,
    order: "nearest",
    limit: 1,
    stepsMax: SLOT_STEPS_MAX,
  }) ?? [];
  return nearest ? suggestionOf(nearest, gathering, outlook) : null;
}

function windowOf({ window }: Outlook): IntervalSet {
  return window ? Float64Array.of(window.from, window.to) : new Float64Array();
}

function suggestionOf(
  { start, end, free }: CountedSlot,
  { names, revealed }: Gathering,
  { trim: { before, after } }: Outlook,
): Suggestion {
  const needed = { start: start - before, end: end + after };
  const missing = names.filter((name) => {
    const set = revealed.get(name);
    return set !== undefined && !covers(set, needed);
  });
  return { slot: { start, end }, free, of: names.length, missing };
}
