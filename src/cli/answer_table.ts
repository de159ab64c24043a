/** Answers as columns: a line a slot, for other programs. */

import { checkedNames, type Findings } from "../wire/client_lines.ts";
import { formatTime } from "../wire/slot_text.ts";
import { slotsOf } from "./answer_text.ts";

export const TABLE_HEAD = "names\tstart\tend\tfree\tof\tmissing\n";

/** Names hold no tabs, so nothing has to be escaped. */
export function formatRows(findings: Findings): string {
  const whose = findings.names.join(",");
  return attendanceRows(findings)
    .map((row) => `${[whose, ...row].join("\t")}\n`).join("");
}

/** Start, end, how many are free of how many, and who is missing. */
function attendanceRows(findings: Findings): (number | string)[][] {
  const { slots, times, more, names, unreachable, unreadable } = findings;
  const count = checkedNames(names, [...unreachable, ...unreadable]).length;
  const everybody = { free: count, of: count, missing: [] };
  const shown = more?.suggestions ??
    slotsOf(slots ?? new Float64Array()).map((each) => ({
      ...each,
      ...everybody,
    }));
  return shown.map(({ slot: { start, end }, free, of, missing }) => {
    const ends = [start, end].map((time) => formatTime(time, times));
    return [...ends, free, of, missing.join(",")];
  });
}
