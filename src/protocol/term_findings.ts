/** What a question with terms has found, from what its servers told. */

import { COVERAGE_STEPS_MAX } from "../base/limits.ts";
import { firstSlots } from "../intervals/first_slots.ts";
import {
  EMPTY_SET,
  intersectKnown,
  type IntervalSet,
} from "../intervals/interval_set.ts";
import { trim } from "../intervals/trim.ts";
import { checkedOf, type Findings } from "../wire/client_lines.ts";
import type { Reason, TermFindings } from "../wire/term_findings.ts";
import type { Terms } from "../wire/terms.ts";
import type { Surveyed } from "./approach.ts";
import { coverageSteps } from "./coverage_steps.ts";
import { explain } from "./explanation.ts";
import { findingsOf } from "./findings.ts";
import { commonTime, gather } from "./gathering.ts";
import { commonSlots, type Group, isChecked } from "./group.ts";
import { maySomeMiss, type Outlook } from "./outlook.ts";
import { NOBODY_CHECKED, NOT_FREE, noWindow, reasonOf } from "./reasons.ts";
import { suggest } from "./suggestions.ts";
import { isTooMuch } from "./weight.ts";

/** Findings of a question with terms. */
export interface TermsFound extends Findings {
  readonly more: TermFindings;
}

/** @returns Null if there is more than anybody should wait for. */
export function termsFound(
  names: readonly string[],
  surveyed: Surveyed,
  outlook: Outlook,
): TermsFound | null {
  const { terms, times, window, isBounded } = outlook;
  const found = findingsOf(names, surveyed);
  if (isTooMuch(surveyed.groups)) return null;
  const gathering = maySomeMiss(outlook) || terms.coverage
    ? gather(surveyed.groups, outlook, names)
    : null;
  const common = gathering
    ? commonTime(gathering)
    : sharedTime(surveyed.groups);
  const asked = found.names.length;
  const suggestions = gathering && maySomeMiss(outlook)
    ? suggest(gathering, outlook, asked)
    : [];
  const coverage = gathering && terms.coverage
    ? coverageSteps(gathering, outlook)
    : null;
  const areTooMany = coverage && coverage.length > COVERAGE_STEPS_MAX;
  if (suggestions === null || areTooMany) return null;
  const slots = common && trim(common, outlook.trim);
  const more = {
    window: isBounded ? window : null,
    suggestions: maySomeMiss(outlook) ? suggestions : null,
    coverage,
    reason: null,
    explanation: terms.explain
      ? explain(surveyed.groups, outlook, { asked, common, slots, suggestions })
      : null,
  };
  return { ...found, slots: slots && limited(slots, terms), times, more };
}

/** Whether nothing is offered, so that it has to be said why. */
export function needsReason({ names, slots, more }: TermsFound): boolean {
  // Time that all share is of no use where more have to come than there are.
  const offered = more.suggestions ?? slots ?? [];
  return offered.length === 0 && names.length > 0;
}

/**
 * @param told By people's servers, when they were asked once more; null if
 * there was nothing to ask.
 */
export function withReason(
  found: TermsFound,
  told: Surveyed | null,
  outlook: Outlook,
): TermsFound {
  const { more } = found;
  return { ...found, more: { ...more, reason: whyOf(found, told, outlook) } };
}

function whyOf(
  found: TermsFound,
  told: Surveyed | null,
  outlook: Outlook,
): Reason {
  if (outlook.window === null) return noWindow(outlook);
  const checked = checkedOf(found);
  if (checked.length === 0) return NOBODY_CHECKED;
  if (told === null || isTooMuch(told.groups)) return NOT_FREE;
  const gathering = gather(told.groups, outlook, checked);
  // Of fewer people it would be the reason for something else.
  const isWhole = gathering.names.length === checked.length;
  return isWhole ? reasonOf(gathering, outlook, found.names.length) : NOT_FREE;
}

/** What all who could be checked share; null if nobody could. */
function sharedTime(groups: readonly Group[]): IntervalSet | null {
  const checked = groups.filter(isChecked);
  if (checked.length === 0) return null;
  return checked.map(commonSlots).reduce(intersectKnown) ?? EMPTY_SET;
}

function limited(slots: IntervalSet, { sort, limit }: Terms): IntervalSet {
  if (limit === null) return slots;
  const order = sort === "longest" ? "longest" : "earliest";
  return firstSlots(slots, { order, limit });
}
