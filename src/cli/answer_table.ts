/** Answers as columns: a line a slot, for other programs. */

import { checkedOf, type Findings } from "../wire/client_lines.ts";
import { formatTime } from "../wire/slot_text.ts";
import type { Suggestion } from "../wire/term_findings.ts";
import { slotsOf } from "./answer_text.ts";

export const TABLE_HEAD = "names\tstart\tend\tfree\tof\tmissing\n";

/** Names hold no tabs, so nothing has to be escaped. */
export function formatRows(findings: Findings): string {
  const whose = checkedOf(findings).join(",");
  return shownSlots(findings).map(({ slot, free, of, missing }) => {
    const ends = [slot.start, slot.end].map((time) =>
      formatTime(time, findings.times)
    );
    const row = [whose, ...ends, free, of, missing.join(",")];
    return `${row.join("\t")}\n`;
  }).join("");
}

/** Suggestions; where there are none, the slots, for which everybody is free. */
export function shownSlots(findings: Findings): readonly Suggestion[] {
  const { slots, more } = findings;
  if (more?.suggestions) return more.suggestions;
  const count = checkedOf(findings).length;
  return slotsOf(slots ?? new Float64Array()).map(({ slot }) => ({
    slot,
    free: count,
    of: count,
    missing: [],
  }));
}
