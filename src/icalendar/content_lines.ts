/**
 * A calendar's text as its content lines: long ones are folded, and go on
 * after a line's end and a blank.
 *
 * @see RFC 5545 §3.1
 */

import { CALENDAR_LINES_MAX } from "../base/calendar_limits.ts";
import { CalendarError } from "./problems.ts";

const BYTE_ORDER_MARK = "\ufeff";

export interface ContentLine {
  readonly text: string;
  /** Where it begins, from 1. */
  readonly number: number;
}

/**
 * All lines that are not blank; they may end with CR LF or LF, or with CR where
 * there is no LF at all.
 *
 * @throws {CalendarError} If there are too many: others wait meanwhile.
 */
export function* contentLines(text: string): Generator<ContentLine> {
  let at = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  const lineEnd = text.includes("\n") ? "\n" : "\r";
  let whole = "";
  let begun = 1;
  for (let number = 1; at < text.length; number++) {
    if (number > CALENDAR_LINES_MAX) {
      throw new CalendarError(
        number,
        `Cannot read a calendar of more than ${CALENDAR_LINES_MAX} lines`,
      );
    }
    const found = text.indexOf(lineEnd, at);
    const next = found < 0 ? text.length : found;
    const end = text[next - 1] === "\r" ? next - 1 : next;
    const first = text[at];
    if (first === " " || first === "\t") {
      whole += text.slice(at + 1, end);
    } else {
      if (whole.trim() !== "") yield { text: whole, number: begun };
      whole = text.slice(at, end);
      begun = number;
    }
    at = next + 1;
  }
  if (whole.trim() !== "") yield { text: whole, number: begun };
}
