/** Answers as the user sees them, and what a script learns of them. */

import type { Answer } from "../wire/client_answers.ts";
import {
  type Findings,
  formatBeyond,
  formatTextAnswer,
} from "../wire/client_lines.ts";
import { formatJsonSlots } from "../wire/slot_text.ts";
import type { Output } from "./io.ts";

/** How answers are printed. */
export type Format = "text" | "json";

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
  readonly #format: Format;
  #exitCode = 0;

  constructor(streams: Streams, format: Format) {
    this.#streams = streams;
    this.#format = format;
  }

  /** The highest so far. */
  get exitCode(): number {
    return this.#exitCode;
  }

  /** @param asked The names of the question, as typed. */
  answer(answer: Answer, asked: readonly string[]): void {
    const { stdout, stderr } = this.#streams;
    this.raise(exitCodeOf(answer));
    if (answer.kind === "refusal") {
      stderr.write(`convene: ${answer.message}\n`);
      if (this.#format === "json") {
        stdout.write(formatJsonError(answer, asked));
      }
    } else if (this.#format === "json") {
      stdout.write(formatJsonFindings(answer.findings));
    } else {
      const text = formatTextAnswer(answer.findings);
      stdout.write(stdout.isColourful ? paint(text) : text);
    }
  }

  raise(exitCode: number): void {
    this.#exitCode = Math.max(this.#exitCode, exitCode);
  }
}

const USAGE_CODES = ["bad_request", "too_many_names", "line_too_long"];

/** @see CONTRACT: the client's exit codes. */
export function exitCodeOf(answer: Answer): number {
  if (answer.kind === "refusal") {
    return USAGE_CODES.includes(answer.code)
      ? EXIT_CODES.badUsage
      : EXIT_CODES.notChecked;
  }
  const { slots, unknown, unreachable, pending } = answer.findings;
  if (unreachable.length > 0 || pending.length > 0) {
    return EXIT_CODES.notChecked;
  }
  if (unknown.length > 0) return EXIT_CODES.unknownName;
  return slots !== null && slots.length > 0
    ? EXIT_CODES.slotFound
    : EXIT_CODES.noCommonSlot;
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

/** Slots stand out in green, and what is missing from them in yellow. */
function paint(text: string): string {
  return text.split("\n").map((line) => {
    if (line === "") return line;
    const [, head, slots] =
      /^(Available time slots.*?: )(\[.*|none)$/.exec(line) ?? [];
    return slots === undefined
      ? `\x1b[33m${line}\x1b[39m`
      : `${head}\x1b[32m${slots}\x1b[39m`;
  }).join("\n");
}
