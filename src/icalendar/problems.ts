/** What is wrong with a calendar, for whoever has to mend it. */

import { CALENDAR_PROBLEMS_KEPT_MAX } from "../base/calendar_limits.ts";
import { RuleError } from "./rule.ts";

/** What somebody who mends a calendar wants to know. */
export interface CalendarProblem {
  /** From 1. */
  readonly line: number;
  readonly message: string;
  /** Whether the calendar cannot be read for it; else it is a warning. */
  readonly isError: boolean;
}

/** A part of a calendar that is not understood, and so neither is the whole. */
export class CalendarError extends Error {
  override readonly name = "CalendarError";
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** What `work` gives; what it says against a rule gets the rule's line. */
export function atLine<T>(line: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    throw new CalendarError(line, error.message);
  }
}

/** Counts errors, and keeps the first of these and of the warnings. */
export class CalendarProblems {
  readonly #kept: CalendarProblem[] = [];
  #errors = 0;
  #warnings = 0;

  /** How many are errors. */
  get errors(): number {
    return this.#errors;
  }

  /** Whether whoever mends it has enough to do: the rest can wait. */
  get isFull(): boolean {
    return this.#errors >= CALENDAR_PROBLEMS_KEPT_MAX;
  }

  error(line: number, message: string): void {
    if (this.#errors++ >= CALENDAR_PROBLEMS_KEPT_MAX) return;
    this.#kept.push({ line, message, isError: true });
  }

  warn(line: number, message: string): void {
    if (this.#warnings++ >= CALENDAR_PROBLEMS_KEPT_MAX) return;
    this.#kept.push({ line, message, isError: false });
  }

  /** What `work` gives; undefined if it threw what is a problem from now on. */
  attempt<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof CalendarError)) throw error;
      this.error(error.line, error.message);
      return undefined;
    }
  }

  /** In order of lines. */
  list(): readonly CalendarProblem[] {
    return this.#kept.toSorted((a, b) => a.line - b.line);
  }
}
