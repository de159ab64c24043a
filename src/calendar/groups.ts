/**
 * Groups of people: a file with a line `design: lilith, zein` for each, which
 * is asked for as `@design`. `#` begins a comment.
 *
 * Where there are groups, a name that begins with `@` is a group's and no
 * person's, whether or not the group exists: so a name never means another
 * thing because the file has changed.
 */

import { FileFormatError, quote } from "../base/errors.ts";
import { type FileProblem, FileProblems } from "./file_problems.ts";
import { NAME_RULE, nameKey } from "./name.ts";
import { writtenLines } from "./written_lines.ts";

/** What the names of groups begin with, when they are asked for. */
const MARK = "@";

export interface Group {
  /** Without its mark. */
  readonly name: string;
  /** Each person once, at least one. */
  readonly names: readonly string[];
}

/** By their names' keys. */
export type Groups = ReadonlyMap<string, Group>;

/** The group's name without its mark; undefined if `asked` is a person's. */
export function groupName(asked: string): string | undefined {
  return asked.startsWith(MARK) ? asked.slice(MARK.length) : undefined;
}

/**
 * @param path How the file is called in messages.
 * @throws {FileFormatError} If lines are bad: its message lists them.
 *
 * @example However it is typed
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const groups = parseGroups("# who draws\nDesign: Lilith, zein\n", "groups");
 * assertEquals(groups.get("design")?.names, ["Lilith", "zein"]);
 * ```
 */
export function parseGroups(text: string, path: string): Groups {
  const groups = new Map<string, Group>();
  const lines = new Map<string, number>();
  const problems = new FileProblems();
  for (const { line, text: written } of writtenLines(text)) {
    const read = readGroup(written);
    if ("message" in read) {
      problems.add(line, () => read);
      continue;
    }
    const key = nameKey(read.name)!;
    const first = lines.get(key);
    if (first === undefined) {
      lines.set(key, line);
      groups.set(key, read);
      continue;
    }
    const column = columnOf(written, written.trimStart());
    const message = `group ${read.name} is repeated, first on line ${first}`;
    problems.add(line, () => ({ column, message }));
  }
  if (problems.count > 0) throw new FileFormatError(problems.format(path));
  return groups;
}

type Problem = Omit<FileProblem, "line">;

/** Reads `name: person, person`, or says where it goes wrong. */
function readGroup(line: string): Group | Problem {
  const text = line.trimStart();
  const [name] = /^[^\s:]*/u.exec(text)!;
  if (groupName(name) !== undefined) {
    return expected(`a group's name without its "${MARK}"`, line, text);
  }
  if (nameKey(name) === undefined) return expected(NAME_RULE, line, text);
  const colon = text.slice(name.length).trimStart();
  if (!colon.startsWith(":")) {
    return expected('":" after the name of a group', line, colon);
  }
  const list = colon.slice(1);
  const people = new Map<string, string>();
  for (const { index, 0: person } of list.matchAll(/[^\s,]+/gu)) {
    const rest = list.slice(index);
    if (groupName(person) !== undefined) {
      return expected("a person, as groups hold no groups", line, rest);
    }
    const key = nameKey(person);
    if (key === undefined) return expected(NAME_RULE, line, rest);
    if (!people.has(key)) people.set(key, person);
  }
  if (people.size === 0) return expected("a name", line, "");
  return { name, names: [...people.values()] };
}

/** @param rest The end of the line, from where something else should be. */
function expected(what: string, line: string, rest: string): Problem {
  const [token] = /^\S*/u.exec(rest)!;
  const got = token === "" ? "the end of the line" : quote(token);
  return {
    column: columnOf(line, rest),
    message: `expected ${what}, got ${got}`,
  };
}

/** In characters, from 1: where in the line its end `rest` begins. */
function columnOf(line: string, rest: string): number {
  return [...line.slice(0, line.length - rest.length)].length + 1;
}
