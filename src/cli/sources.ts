/** What backends serve: from where, under which name, and by which hours. */

import { fromFileUrl, parse } from "@std/path";
import { FileFormatError, quote, UsageError } from "../base/errors.ts";
import { isTimezone, TIMEZONE_RULE } from "../calendar/moment.ts";
import { NAME_RULE, nameKey } from "../calendar/name.ts";
import { parseWorkingHours } from "../calendar/working_hours.ts";
import { WORKING_HOURS_DEFAULT } from "../store/source_reader.ts";
import { isCalendar, type SourceFile } from "../store/source_files.ts";
import { optionalFlag } from "./flags.ts";

/** Files and the server that will serve them. */
export interface NamedSource extends SourceFile {
  readonly name: string;
}

/** What holds for calendars that say nothing else. */
export const CALENDAR_FLAGS = {
  timezone: optionalFlag({
    placeholder: "ZONE",
    summary: "the people's time zone, like Europe/Berlin; without it this " +
      "machine's",
  }, parseTimezone),
  "working-hours": optionalFlag({
    placeholder: "HOURS",
    summary:
      `when the people of calendars work; without it "${WORKING_HOURS_DEFAULT}"`,
  }, parseHours),
};

/** Whose calendar a file is that is no folder. */
export const PERSON_FLAG = optionalFlag({
  placeholder: "NAME",
  summary: "whose calendar an .ics file is; without it the file's, zein.ics " +
    "is zein's",
}, parsePerson);

/** What comes with the program, also inside the executable, is in here. */
const OWN_FOLDER = "data/";
const SAMPLES = ["data/a.txt", "data/b.txt"];

/** @param files As given; without any, the samples. */
export function sourcesOf(files: readonly string[]): NamedSource[] {
  const taken = new Set<string>();
  const given = files.length > 0 ? files : SAMPLES;
  return given.map((file) => {
    const source = sourceOf(file);
    return { ...source, name: distinctName(serverNameOf(source), taken) };
  });
}

/** A sample that is not here is the one that came with the program. */
export function sourceOf(shownAs: string): SourceFile {
  if (!shownAs.startsWith(OWN_FOLDER) || kindOf(shownAs)) {
    return { path: shownAs, shownAs };
  }
  const own = fromFileUrl(new URL(`../../${shownAs}`, import.meta.url));
  return { path: kindOf(own) ? own : shownAs, shownAs };
}

/** @throws {UsageError} If a person is named and it is no calendar. */
export function checkPerson(
  { path, shownAs }: SourceFile,
  person: string | undefined,
): void {
  const isOne = isCalendar({ path, shownAs }) && kindOf(path) !== "folder";
  if (person === undefined || isOne) return;
  throw new UsageError(
    `Cannot take ${quote(shownAs)} for the calendar of ${quote(person)}: ` +
      "expected an .ics file",
  );
}

/** In capitals: `data/a.txt` is A, and the folder `data/team` is TEAM. */
export function serverNameOf({ path }: SourceFile): string {
  const { name, base } = parse(path);
  if (kindOf(path) !== "folder") return name.toUpperCase();
  // Dots are in a folder's name as other characters are, but for these two.
  const isNamed = base !== "." && base !== "..";
  return (isNamed ? base : parse(Deno.realPathSync(path)).base).toUpperCase();
}

/** Two files of one stem are two servers, A and A2. */
function distinctName(stem: string, taken: Set<string>): string {
  let name = stem;
  for (let i = 2; taken.has(name); i++) name = `${stem}${i}`;
  taken.add(name);
  return name;
}

/** Null if nothing is there, or nobody may look. */
function kindOf(path: string): "file" | "folder" | null {
  try {
    return Deno.statSync(path).isDirectory ? "folder" : "file";
  } catch {
    return null;
  }
}

function parseTimezone(text: string): string {
  if (isTimezone(text)) return text;
  throw new UsageError(
    `Cannot read ${quote(text)} as a time zone: expected ${TIMEZONE_RULE}`,
  );
}

function parseHours(text: string) {
  try {
    return parseWorkingHours(text);
  } catch (error) {
    if (!(error instanceof FileFormatError)) throw error;
    throw new UsageError(error.message);
  }
}

function parsePerson(text: string): string {
  if (nameKey(text) !== undefined) return text;
  throw new UsageError(
    `Cannot read ${quote(text)} as a name: expected ${NAME_RULE}`,
  );
}
