/** What has to be known of people for a question with terms. */

import type { Measure } from "../wire/aspect.ts";
import type { Want } from "./group.ts";
import { leastFree, maySomeMiss, type Outlook, scopeOf } from "./outlook.ts";

/** Of a question without terms. */
export const PLAIN_WANTS: readonly Want[] = [{ aspect: null, names: null }];

/** What finds slots. */
export function slotWants(
  outlook: Outlook,
  names: readonly string[],
): readonly Want[] {
  const { terms } = outlook;
  if (outlook.window === null) return [];
  // How many are free when is told of all time, however short.
  const shortest = terms.coverage ? 1 : leastFree(outlook);
  if (maySomeMiss(outlook) || terms.coverage) {
    return spreadWants(outlook, names, shortest);
  }
  return [wantOf(outlook, "common", shortest)];
}

/** What tells why there is no slot. */
export function reasonWants(
  outlook: Outlook,
  names: readonly string[],
): readonly Want[] {
  const wants = spreadWants(outlook, names, 1);
  if (outlook.times === "numbers") return wants;
  return [...wants, wantOf(outlook, "hours", 1)];
}

/** Of these names, those without whom no slot is of use. */
export function requiredOf(
  { spared }: Pick<Outlook, "spared">,
  names: readonly string[],
): string[] {
  return names.filter((name) => !spared.has(name));
}

/** When how many are free, and when all are who have to be. */
function spreadWants(
  outlook: Outlook,
  names: readonly string[],
  shortest: number,
): readonly Want[] {
  const spread = wantOf(outlook, "spread", shortest);
  const required = requiredOf(outlook, names);
  // Of all or nobody, what they share follows from when how many are free.
  if (required.length === 0 || required.length === names.length) {
    return [spread];
  }
  const common = wantOf(outlook, "common", shortest);
  return [spread, { ...common, names: new Set(required) }];
}

function wantOf(outlook: Outlook, measure: Measure, shortest: number): Want {
  const { times } = outlook;
  const scope = scopeOf(outlook, shortest);
  return { aspect: { measure, times, scope }, names: null };
}
