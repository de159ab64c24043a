/** What is wrong with a file, for whoever has to mend it. */

import { PROBLEMS_LISTED_MAX } from "../base/limits.ts";

/** One bad line: where it goes wrong first, and how. */
export interface FileProblem {
  /** From 1. */
  readonly line: number;
  /** In characters, from 1. */
  readonly column: number;
  readonly message: string;
}

/** Counts all problems and keeps those of the first lines. */
export class FileProblems {
  readonly #listed: FileProblem[] = [];
  readonly #listedMax: number;
  #count = 0;

  constructor(listedMax = PROBLEMS_LISTED_MAX) {
    this.#listedMax = listedMax;
  }

  /** How many lines are bad. */
  get count(): number {
    return this.#count;
  }

  /**
   * @param explain Called only if the problem is to be listed: a file may have
   * millions.
   */
  add(line: number, explain: () => Omit<FileProblem, "line">): void {
    this.#count++;
    const listed = this.#listed;
    const isFull = listed.length === this.#listedMax;
    if (isFull && line > listed.at(-1)!.line) return;
    // Repeats come when all else is known, so the last is not always last.
    const at = listed.findLastIndex((problem) => problem.line < line) + 1;
    listed.splice(at, 0, { line, ...explain() });
    if (isFull) listed.pop();
  }

  /** A line for each, then one that counts the rest; "" without any. */
  format(path: string): string {
    const lines = this.#listed.map(({ line, column, message }) =>
      `${path}:${line}:${column}: ${message}`
    );
    const rest = this.#count - this.#listed.length;
    if (rest > 0) lines.push(`… and ${rest} more.`);
    return lines.join("\n");
  }
}
