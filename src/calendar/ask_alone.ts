/**
 * Who may be asked about alone: a file with a name a line, of which the rest
 * is told only together with others' time. `#` begins a comment.
 */

import { FileFormatError, quote } from "../base/errors.ts";
import { type FileProblem, FileProblems } from "./file_problems.ts";
import { NAME_RULE, nameKey } from "./name.ts";
import { writtenLines } from "./written_lines.ts";

/** The keys of those who may. */
export type AskAlone = ReadonlySet<string>;

/**
 * @param path How the file is called in messages.
 * @throws {FileFormatError} If lines are bad: its message lists them.
 *
 * @example However it is typed
 * ```ts
 * import { assert } from "@std/assert";
 * const names = parseAskAlone("# the team\n  Zoe\u0308  \n", "alone.txt");
 * assert(names.has("zo\u00eb"));
 * ```
 */
export function parseAskAlone(text: string, path: string): AskAlone {
  const names = new Set<string>();
  const problems = new FileProblems();
  for (const { line, text: written } of writtenLines(text)) {
    const key = nameKey(written.trim());
    if (key !== undefined) names.add(key);
    else problems.add(line, () => explain(written));
  }
  if (problems.count > 0) throw new FileFormatError(problems.format(path));
  return names;
}

/** Points at what follows a name, or at what is none. */
function explain(line: string): Omit<FileProblem, "line"> {
  const [, blanks, word, more, rest] = /^(\s*)(\S+)(\s*)(.*)$/su.exec(line)!;
  if (rest !== "" && nameKey(word!) !== undefined) {
    return {
      column: [...blanks! + word! + more!].length + 1,
      message: `expected the end of the line, got ${quote(rest!.trimEnd())}`,
    };
  }
  return {
    column: [...blanks!].length + 1,
    message: `expected ${NAME_RULE}, got ${quote(word!)}`,
  };
}
