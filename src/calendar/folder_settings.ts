/**
 * `convene.toml` in a folder of calendars: the zone and the working hours of
 * its people, and what is different for some of them.
 */

import { FileFormatError, quote, reason } from "../base/errors.ts";
import { PROBLEMS_LISTED_MAX } from "../base/limits.ts";
import { FileProblems } from "./file_problems.ts";
import { isTimezone, TIMEZONE_RULE } from "./moment.ts";
import { NAME_RULE, nameKey } from "./name.ts";
import { findKey, type TomlPath, type TomlPlace } from "./toml_place.ts";
import {
  parseWorkingHours,
  WORKING_HOURS_RULE,
  type WorkingHours,
} from "./working_hours.ts";

/** Undefined is as it is for the others. */
export interface OwnerSettings {
  /** An IANA zone. */
  readonly timezone?: string | undefined;
  readonly workingHours?: WorkingHours | undefined;
}

export interface FolderSettings extends OwnerSettings {
  /** By key. */
  readonly people: ReadonlyMap<string, OwnerSettings>;
}

const NOWHERE: TomlPlace = { line: Infinity, column: 1 };

type Complain = (path: TomlPath, message: string) => void;

/**
 * @param path How the file is called in messages.
 * @throws {FileFormatError} If anything in it is wrong; its message lists all.
 *
 * @example One works at other hours than the others
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const text = 'timezone = "Asia/Tokyo"\n[people.Zein]\nworking-hours = "Fri 09:00-12:00"';
 * const settings = await parseSettings(text, "convene.toml");
 * assertEquals(settings.timezone, "Asia/Tokyo");
 * const hours = settings.people.get("zein")!.workingHours!;
 * assertEquals(hours[4], Float64Array.of(9 * 3_600, 12 * 3_600));
 * ```
 */
export async function parseSettings(
  text: string,
  path: string,
): Promise<FolderSettings> {
  // Only who has such a file pays for its reader.
  return readSettings(text, path, await import("smol-toml"));
}

/**
 * As {@linkcode parseSettings}, by a library that is there already.
 *
 * @throws {FileFormatError} As there.
 */
export function readSettings(
  text: string,
  path: string,
  { parse, TomlError }: typeof import("smol-toml"),
): FolderSettings {
  const problems = new FileProblems();
  let root: Record<string, unknown> = {};
  try {
    root = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [what = ""] = error.message.split("\n");
    // The most common slip, of which the library says only where it is.
    const message = what.replace(
      "Invalid TOML document",
      "expected TOML, with text in quotes",
    );
    problems.add(error.line, () => ({ column: error.column, message }));
  }
  const settings = readRoot(root, (at, message) => {
    // To find a place takes its time, and further ones are counted only.
    const isListed = problems.count < PROBLEMS_LISTED_MAX;
    const place = isListed ? findKey(text, { path: at, parse }) : NOWHERE;
    problems.add(place.line, () => ({ column: place.column, message }));
  });
  if (problems.count > 0) throw new FileFormatError(problems.format(path));
  return settings;
}

function readRoot(
  { people = {}, ...ofAll }: Record<string, unknown>,
  complain: Complain,
): FolderSettings {
  const settings = new Map<string, OwnerSettings>();
  if (!isTable(people)) {
    complain(["people"], "expected tables like [people.zein]");
    return { people: settings };
  }
  for (const [name, table] of Object.entries(people)) {
    const key = nameKey(name);
    const at = ["people", name];
    if (key === undefined) complain(at, `expected ${NAME_RULE}`);
    else if (settings.has(key)) complain(at, `name ${quote(key)} is repeated`);
    else if (!isTable(table)) complain(at, "expected a table");
    else settings.set(key, readOwner(table, { at, complain }));
  }
  return { ...readOwner(ofAll, { at: [], complain }), people: settings };
}

function readOwner(
  table: Record<string, unknown>,
  { at, complain }: { readonly at: TomlPath; readonly complain: Complain },
): OwnerSettings {
  let timezone: string | undefined;
  let workingHours: WorkingHours | undefined;
  for (const [key, value] of Object.entries(table)) {
    const here = [...at, key];
    if (key !== "timezone" && key !== "working-hours") {
      complain(here, `expected timezone, working-hours${orElse(here, value)}`);
    } else if (typeof value !== "string") {
      const rule = key === "timezone" ? TIMEZONE_RULE : WORKING_HOURS_RULE;
      complain(here, `expected ${rule}, in quotes`);
    } else if (key === "timezone") {
      if (isTimezone(value)) timezone = value;
      else complain(here, `expected ${TIMEZONE_RULE}, got ${quote(value)}`);
    } else {
      try {
        workingHours = parseWorkingHours(value);
      } catch (error) {
        if (!(error instanceof FileFormatError)) throw error;
        complain(here, reason(error));
      }
    }
  }
  return { timezone, workingHours };
}

/** What else may stand there, or was meant: to TOML a dot goes a table down. */
function orElse([, name, key]: TomlPath, value: unknown): string {
  if (name === undefined) return " or [people.NAME]";
  if (!isTable(value)) return "";
  return `, or a name with a dot in quotes, like [people.${
    quote(`${name}.${key}`)
  }]`;
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof Date);
}
