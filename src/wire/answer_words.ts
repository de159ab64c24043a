/** Sentences that several answers have, without their full stops. */

import type { Times } from "../calendar/times.ts";
import type { Findings, Unreachable } from "./client_lines.ts";
import { formatTextSlot } from "./slot_text.ts";
import type { Suggestion, TermFindings } from "./term_findings.ts";

const NOBODY: readonly string[] = [];

/** Who of those that were asked is left out of the slots, and why. */
export function absences(
  { unknown, pending, waitingFor, unreachable, unreadable }: Findings,
): readonly string[] {
  const count = unknown.length + pending.length + unreachable.length +
    unreadable.length;
  if (count === 0) return NOBODY;
  return [
    ...unknown.map((name) => `${name} does not exist`),
    ...pending.map((name) =>
      `${name} is not known yet: ${absence(waitingFor)}`
    ),
    ...unreachable.map(unreachableText),
    ...unreadable.map(unreadableText),
  ];
}

export function unreadableText({ server, names }: Unreachable): string {
  const calendars = names.length === 1 ? "calendar" : "calendars";
  return `Server ${server} cannot read the ${calendars} of ` +
    `${names.join(", ")}: not checked`;
}

/** Who comes: `4 of 5 free, without callie`. */
export function attendance({ free, of, missing }: Suggestion): string {
  const without = missing.length === 0 ? "" : `, without ${missing.join(", ")}`;
  return `${free} of ${of} free${without}`;
}

/** Whole lines about slots that there are none of. */
export function whyAndNearest(
  { reason }: TermFindings,
  times: Times,
): string[] {
  if (reason === null) return [];
  const why = `Why: ${reason.message}.`;
  const { nearest } = reason;
  if (nearest === null) return [why];
  const slot = formatTextSlot(nearest.slot, times);
  return [why, `Nearest: ${slot}, ${attendance(nearest)}`];
}

export function unreachableText({ server, names }: Unreachable): string {
  return `Server ${server} cannot be reached: ${names.join(", ")} not checked`;
}

/** No name that was typed may move somebody's cursor or forge a line. */
export function withoutControls(line: string): string {
  return line.replace(/\p{Cc}/gu, "\ufffd");
}

/** Which servers names wait for. */
export function absence(servers: readonly string[]): string {
  if (servers.length === 0) return "no server has registered";
  return servers.length === 1
    ? `server ${servers[0]} has not registered`
    : `servers ${servers.join(", ")} have not registered`;
}
