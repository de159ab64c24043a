/**
 * Answers as a picture: how many are free when, and the slots found.
 *
 * ```text
 * 2026        14  15  16
 * Tue 24 Nov  ░░▓▓████  14:30-15:30
 *                 ▔▔▔▔
 * ```
 */

import { GRID_COLUMNS_MIN } from "../base/grid_limits.ts";
import { checkedOf, type Findings } from "../wire/client_lines.ts";
import { shownSlots } from "./answer_table.ts";
import {
  absenceLines,
  answerLines,
  boundLines,
  explanationLines,
  type Line,
  reasonLines,
  type Tone,
} from "./answer_text.ts";
import { drawDays } from "./grid_days.ts";
import { drawNumbers } from "./grid_numbers.ts";
import { GridPen } from "./grid_pen.ts";
import { wrapText } from "./text_width.ts";

/**
 * @param columns How wide lines may be; a few are always used.
 * @param timezone In which instants are shown; an IANA name.
 */
export function gridLines(
  findings: Findings,
  { columns, timezone }: {
    readonly columns: number;
    readonly timezone: string;
  },
): Line[] {
  const width = Math.max(columns, GRID_COLUMNS_MIN);
  const wrap = (lines: readonly Line[]) => wrapLines(lines, width);
  const coverage = findings.more?.coverage ?? [];
  if (coverage.every(({ free }) => free === 0)) {
    return wrap(answerLines(findings, timezone));
  }
  const slots = shownSlots(findings);
  const areCounted = Boolean(findings.more?.suggestions);
  const found = { coverage, slots, areCounted };
  const picture = findings.times === "instants"
    ? drawDays(found, { timezone, columns: width })
    : drawNumbers(found, width);
  const of = checkedOf(findings).length;
  const pen = new GridPen(found, { of, columns: width });
  const notes = picture.notes.map((note): Line => [["plain", note]]);
  return [
    ...wrap(absenceLines(findings)),
    ...pen.draw(picture),
    [],
    ...pen.legend(picture),
    ...wrap(notes),
    ...wrap(reasonLines(findings, timezone)),
    ...wrap(boundLines(findings)),
    ...wrap(explanationLines(findings)),
  ];
}

/** Lines of one tone or two, in lines that are not too wide. */
function wrapLines(lines: readonly Line[], columns: number): Line[] {
  return lines.flatMap((line) => {
    const text = line.map(([, text]) => text).join("");
    const tone: Tone = line[0]?.[0] ?? "plain";
    return wrapText(text, columns).map((part): Line => [[tone, part]]);
  });
}
