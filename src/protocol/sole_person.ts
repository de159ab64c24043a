/** Whose time alone would be told, as only that person has to come. */

import { type Group, isChecked, isGuarded, type Loner } from "./group.ts";
import type { Outlook } from "./outlook.ts";
import { requiredOf } from "./wants.ts";

/**
 * Slots that suit one who is needed, whoever else comes, are that person's
 * time; so it is as if nobody else had been asked about.
 */
export function soleOf(
  groups: readonly Group[],
  outlook: Outlook,
): Loner | null {
  const needed = groups.filter(isChecked).flatMap((group) =>
    requiredOf(outlook, group.names).map((name) => ({ name, group }))
  );
  const [sole, ...others] = needed;
  if (!sole || others.length > 0) return null;
  const guard = sole.group.parts.find(isGuarded);
  return guard ? { name: sole.name, server: guard.server.name } : null;
}
