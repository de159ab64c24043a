/** Answers as the user sees them, and what a script learns of them. */

import { UnavailableError } from "../base/errors.ts";
import type { Answer } from "../wire/client_answers.ts";
import { type Findings, formatBeyond } from "../wire/client_lines.ts";
import { formatJsonSlots } from "../wire/slot_text.ts";
import type { SlotOrder } from "../wire/terms.ts";
import { systemEpochMs } from "../net/system_clock.ts";
import { formatRows, shownSlots, TABLE_HEAD } from "./answer_table.ts";
import {
  absenceLines,
  answerLines,
  boundLines,
  explanationLines,
  paintLines,
  reasonLines,
  slotsOf,
} from "./answer_text.ts";
import { gridLines } from "./grid.ts";
import { formatFreeSlots } from "./icalendar.ts";
import type { Output } from "./io.ts";

/** How answers are printed. */
export const FORMATS = ["text", "json", "tsv", "ics", "grid"] as const;

export type Format = typeof FORMATS[number];

/** How answers are printed, and where whoever reads them is. */
export interface View {
  readonly format: Format;
  /** In which instants are shown to people; an IANA name. */
  readonly timezone: string;
  /** Which slots come first; without it, the earliest. */
  readonly sort?: SlotOrder | undefined;
}

/** The exit codes of what asks; of several queries the highest counts. */
export const EXIT_CODES = {
  slotFound: 0,
  noCommonSlot: 1,
  badUsage: 2,
  unknownName: 3,
  notChecked: 4,
  serverLost: 5,
  outcomeUnknown: 7,
} as const;

interface Streams {
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Prints answers to stdout and refusals to stderr. */
export class Printer {
  readonly #streams: Streams;
  readonly #view: View;
  #exitCode = 0;
  #hasHead = false;

  constructor(streams: Streams, view: View) {
    this.#streams = streams;
    this.#view = view;
  }

  /** The highest so far. */
  get exitCode(): number {
    return this.#exitCode;
  }

  /** @param asked The names of the question, as typed. */
  answer(answer: Answer, asked: readonly string[]): void {
    const { stdout, stderr } = this.#streams;
    this.raise(exitCodeOf(answer));
    if (answer.kind === "findings") return this.#print(answer.findings);
    stderr.write(`convene: ${answer.message}\n`);
    if (this.#view.format === "json") {
      stdout.write(formatJsonError(answer, asked));
    }
  }

  #print(found: Findings): void {
    const { stdout, stderr } = this.#streams;
    const { format, timezone, sort } = this.#view;
    if (format === "json") return stdout.write(formatJsonFindings(found));
    if (format === "grid") {
      const lines = gridLines(found, { timezone, columns: stdout.columns() });
      return stdout.write(paintLines(lines, stdout.isColourful));
    }
    // Others are sorted by the main server, or come in the order of time.
    const findings = sort === "longest" ? longestFirst(found) : found;
    if (format === "text") {
      const lines = answerLines(findings, timezone);
      return stdout.write(paintLines(lines, stdout.isColourful));
    }
    // Neither has room for what is amiss, nor for how the answer came about.
    const beside = [
      ...absenceLines(findings),
      ...reasonLines(findings, timezone),
      ...boundLines(findings),
      ...explanationLines(findings),
    ];
    stderr.write(paintLines(beside, stderr.isColourful));
    if (format === "ics") return this.#printEvents(findings);
    if (!this.#hasHead) stdout.write(TABLE_HEAD);
    this.#hasHead = true;
    stdout.write(formatRows(findings));
  }

  /** Whose slots are no dates is told so, and the others are answered. */
  #printEvents(findings: Findings): void {
    const { stdout, stderr } = this.#streams;
    const found = { names: findings.names, slots: shownSlots(findings) };
    try {
      stdout.write(formatFreeSlots(found, systemEpochMs()));
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      stderr.write(`convene: ${error.message}\n`);
      this.raise(error.exitCode);
    }
  }

  raise(exitCode: number): void {
    this.#exitCode = Math.max(this.#exitCode, exitCode);
  }
}

/** With the slots that all share in that order; of equal ones the first. */
function longestFirst(findings: Findings): Findings {
  if (findings.slots === null) return findings;
  const slots = slotsOf(findings.slots).map(({ slot }) => slot)
    .sort((a, b) => (b.end - b.start) - (a.end - a.start))
    .flatMap(({ start, end }) => [start, end]);
  return { ...findings, slots: Float64Array.from(slots) };
}

const USAGE_CODES = [
  "bad_request",
  "too_many_names",
  "line_too_long",
  "mixed_times",
];

/** @see CONTRACT: the client's exit codes. */
export function exitCodeOf(answer: Answer): number {
  if (answer.kind === "refusal") {
    if (answer.code === "unknown_name") return EXIT_CODES.unknownName;
    return USAGE_CODES.includes(answer.code)
      ? EXIT_CODES.badUsage
      : EXIT_CODES.notChecked;
  }
  const { slots, unknown, unreachable, pending, unreadable, more } =
    answer.findings;
  if (unreachable.length + pending.length + unreadable.length > 0) {
    return EXIT_CODES.notChecked;
  }
  if (unknown.length > 0) return EXIT_CODES.unknownName;
  const found = more?.suggestions ?? slots ?? [];
  return found.length > 0 ? EXIT_CODES.slotFound : EXIT_CODES.noCommonSlot;
}

function formatJsonFindings(findings: Findings): string {
  const { names, slots, times, unknown, unreachable, pending } = findings;
  return `{"names":${JSON.stringify(names)}` +
    `,"slots":${formatJsonSlots(slots, times)}` +
    `,"unknown":${JSON.stringify(unknown)}` +
    `,"unreachable":${JSON.stringify(unreachable)}` +
    `,"pending":${JSON.stringify(pending)}${formatBeyond(findings)}}\n`;
}

function formatJsonError(
  { code, message }: { readonly code: string; readonly message: string },
  names: readonly string[],
): string {
  return JSON.stringify({ names, error: { code, message } }) + "\n";
}
