/** Answers as people read them at a terminal. */

import { SUGGESTIONS_MAX } from "../base/limits.ts";
import type { Slot } from "../calendar/bookings.ts";
import { absences, attendance, withoutControls } from "../wire/answer_words.ts";
import { type Findings, slotsHead } from "../wire/client_lines.ts";
import { formatSlots, formatTextSlot } from "../wire/slot_text.ts";
import type { Suggestion } from "../wire/term_findings.ts";
import { lengthText, ZoneText } from "./zone_text.ts";

/** What a piece of text is, and so how it is coloured. */
export type Tone = "plain" | "good" | "some" | "faint" | "amiss";

/** A line in pieces, without its end. */
export type Line = readonly (readonly [tone: Tone, text: string])[];

const COLOURS = {
  plain: "",
  good: "\x1b[32m",
  some: "\x1b[36m",
  faint: "\x1b[90m",
  amiss: "\x1b[33m",
} as const;
const NO_COLOUR = "\x1b[39m";

/** Lines as text, each ended by LF. */
export function paintLines(
  lines: readonly Line[],
  isColourful: boolean,
): string {
  const paint = ([tone, text]: Line[number]) => {
    const plain = withoutControls(text);
    return isColourful && tone !== "plain"
      ? `${COLOURS[tone]}${plain}${NO_COLOUR}`
      : plain;
  };
  return lines.map((line) => `${line.map(paint).join("")}\n`).join("");
}

/**
 * Numbers on one line, as a main server writes them; instants, and slots in
 * which somebody may be missing, on a line each.
 *
 * @param zone In which instants are shown.
 */
export function answerLines(findings: Findings, zone: string): Line[] {
  const { slots, times, more } = findings;
  const lines = absenceLines(findings);
  const rows = rowsOf(findings, zone);
  const head = slotsHead(findings);
  if (slots !== null && rows === null) {
    const text = more?.suggestions ? "none" : formatSlots(slots, times);
    lines.push([["plain", `${head} `], ["good", text]]);
  } else if (rows !== null) {
    lines.push([["plain", head]]);
    for (const row of alignColumns(rows)) lines.push([["good", `  ${row}`]]);
  }
  if (more) lines.push(...reasonLines(findings, zone));
  return [...lines, ...boundLines(findings), ...explanationLines(findings)];
}

/** How the answer came about, a line a step. */
export function explanationLines({ more }: Findings): Line[] {
  return (more?.explanation ?? []).map((step) => [["plain", `- ${step}`]]);
}

/** Who is left out, and why. */
export function absenceLines(findings: Findings): Line[] {
  return absences(findings).map((line) => [["amiss", `${line}.`]]);
}

/** Why there is no slot, and what comes nearest to one. */
export function reasonLines(
  { more, times }: Findings,
  zone: string,
): Line[] {
  const reason = more?.reason;
  if (!reason) return [];
  const lines: Line[] = [[["plain", `Why: ${reason.message}.`]]];
  if (reason.nearest) {
    const row = rowOf(reason.nearest, speaker(times, zone)).join("  ");
    lines.push([["plain", `Nearest: ${row}`]]);
  }
  return lines;
}

/** That there may be more slots than a main server tells. */
export function boundLines({ more }: Findings): Line[] {
  return more?.suggestions?.length === SUGGESTIONS_MAX
    ? [[["amiss", `No more than ${SUGGESTIONS_MAX} slots are told.`]]]
    : [];
}

/** Null where slots, or that there are none, fit on the line of their head. */
function rowsOf(findings: Findings, zone: string): string[][] | null {
  const { slots, times, more } = findings;
  const isListed = times === "instants" || more?.suggestions;
  if (!isListed || slots === null) return null;
  const shown = more?.suggestions ?? slotsOf(slots);
  const speak = speaker(times, zone);
  return shown.length === 0 ? null : shown.map((each) => rowOf(each, speak));
}

/** The slots of a set. */
export function slotsOf(set: Float64Array): { readonly slot: Slot }[] {
  return Array.from(
    { length: set.length / 2 },
    (_, i) => ({ slot: { start: set[2 * i]!, end: set[2 * i + 1]! } }),
  );
}

type Speak = (slot: Slot) => readonly string[];

function speaker(times: Findings["times"], zone: string): Speak {
  if (times === "numbers") {
    return (
      slot,
    ) => [formatTextSlot(slot, times), `(${slot.end - slot.start})`];
  }
  const text = new ZoneText(zone);
  return (slot) => [...text.when(slot), `(${lengthText(slot)})`];
}

function rowOf(
  row: { readonly slot: Slot } | Suggestion,
  speak: Speak,
): string[] {
  const who = "free" in row ? [attendance(row)] : [];
  return [...speak(row.slot), ...who];
}

/** Each column as wide as its widest cell; two blanks between them. */
function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    }
  }
  return rows.map((row) =>
    row.map((cell, i) => cell.padEnd(widths[i]!)).join("  ").trimEnd()
  );
}
