/**
 * Reads one file of a source: a calendar with its owner's settings, or a
 * free-time file.
 */

import { parse } from "@std/path";
import { FileFormatError, quote, UnavailableError } from "../base/errors.ts";
import type {
  FolderSettings,
  OwnerSettings,
} from "../calendar/folder_settings.ts";
import type { ParsedFile } from "../calendar/free_time_file.ts";
import { NAME_RULE, nameKey } from "../calendar/name.ts";
import type { People } from "../calendar/people.ts";
import {
  parseWorkingHours,
  type WorkingHours,
} from "../calendar/working_hours.ts";
import { Zones } from "../calendar/zone.ts";
import type { ExaminedCalendar } from "../icalendar/calendar.ts";
import { readCalendarText } from "./calendar_text.ts";
import { readFreeTimes } from "./free_time_store.ts";
import { hostTimezone } from "./host_zone.ts";
import { isList, readable, type SourceFile } from "./source_files.ts";

/** Where nobody says anything else. */
export const WORKING_HOURS_DEFAULT = "Mon-Fri 09:00-17:00";

const MS_PER_S = 1_000;

export interface SourceReaderOptions extends OwnerSettings {
  readonly skipBadLines: boolean;
  /** Bad lines of a free-time file that are listed. */
  readonly problemsMax?: number | undefined;
  /** Whose calendar it is; without it, the stem of the file tells. */
  readonly person?: string | undefined;
}

/** A calendar as far as it is understood. */
export interface ReadCalendar {
  readonly shownAs: string;
  /** Of its owner, as written. */
  readonly name: string;
  readonly key: string;
  /** Null if nobody says it, and this machine's is none. */
  readonly timezone: string | null;
  /** Null if the file cannot be read at all. */
  readonly examined: ExaminedCalendar | null;
  /** Why nobody knows when its owner is free, on one line; null if known. */
  readonly reason: string | null;
  /** Whether the system did not let it be read, which may pass. */
  readonly isUnread: boolean;
}

/** Whose calendar, by which zone and hours. */
interface Owner {
  readonly name: string;
  readonly key: string;
  readonly timezone: string | null;
  readonly workingHours: WorkingHours;
}

export class SourceReader {
  readonly #options: SourceReaderOptions;
  readonly #zones = new Zones();
  /** Made once, as that takes a good part of the time of a small calendar. */
  readonly #defaults: OwnerSettings = {
    timezone: hostTimezone(),
    workingHours: parseWorkingHours(WORKING_HOURS_DEFAULT),
  };
  /** Of the folder; it changes as its file does. */
  settings: FolderSettings = { people: new Map() };

  constructor(options: SourceReaderOptions) {
    this.#options = options;
  }

  /**
   * @throws {FileFormatError} If lines are bad and not to be skipped.
   * @throws {UnavailableError} If the file cannot be read.
   */
  readFreeTimes(file: SourceFile): Promise<ParsedFile> {
    const { path, shownAs } = file;
    const { skipBadLines, problemsMax } = this.#options;
    // What a shell calls /dev/fd/63 ends, which nobody knows of others.
    if (isList(file)) readable(file);
    const { timezone } = this.#settingsOf("");
    const zone = timezone === null ? null : this.#zones.find(timezone)!;
    return readFreeTimes(path, { skipBadLines, problemsMax, shownAs, zone });
  }

  /**
   * Never throws for what a calendar says, or that it says nothing.
   *
   * @throws {FileFormatError} If the file's name is not one for a person.
   */
  async readCalendar(file: SourceFile): Promise<ReadCalendar> {
    const { name, key, timezone, workingHours } = this.#ownerOf(file);
    const { shownAs } = file;
    const read = { shownAs, name, key, timezone, isUnread: false };
    if (timezone === null) return this.withoutCalendar(file, noZone(shownAs));
    let text;
    try {
      text = await readCalendarText(file);
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      const without = this.withoutCalendar(file, error.message);
      return { ...without, isUnread: true };
    }
    // Who has no calendars does not wait for the libraries that read them.
    const { examineCalendar } = await import("../icalendar/calendar.ts");
    const examined = examineCalendar(text, {
      timezone,
      workingHours,
      zones: this.#zones,
      nowS: Math.floor(Date.now() / MS_PER_S),
    });
    return { ...read, examined, reason: reasonIn(examined, shownAs) };
  }

  /** Of somebody of whom nobody knows anything. */
  withoutCalendar(file: SourceFile, reason: string): ReadCalendar {
    const { name, key, timezone } = this.#ownerOf(file);
    const { shownAs } = file;
    const read = { shownAs, name, key, timezone, isUnread: false };
    return { ...read, examined: null, reason };
  }

  /**
   * Settings for people who are not there: most likely a name that is written
   * wrong.
   *
   * @param file Where the settings stand.
   */
  strangers({ names }: People, file: SourceFile | null): string[] {
    return [...this.settings.people.keys()]
      .filter((key) => names.position(key) < 0)
      .map((key) => `${file?.shownAs}: nobody here is ${quote(key)}`);
  }

  #ownerOf({ path, shownAs }: SourceFile): Owner {
    const name = this.#options.person ?? parse(path).name;
    const key = nameKey(name);
    if (key === undefined) {
      throw new FileFormatError(
        `${shownAs}: expected ${NAME_RULE} before .ics, got ${quote(name)}`,
      );
    }
    return { name, key, ...this.#settingsOf(key) };
  }

  /** The person's own, else those of the flags, the folder's, the defaults. */
  #settingsOf(key: string): Omit<Owner, "name" | "key"> {
    const own = this.settings.people.get(key) ?? {};
    const levels = [own, this.#options, this.settings, this.#defaults];
    const first = <Key extends keyof OwnerSettings>(key: Key) =>
      levels.find((each) => each[key] !== undefined)?.[key];
    return {
      timezone: first("timezone") ?? null,
      workingHours: first("workingHours")!,
    };
  }
}

function noZone(shownAs: string): string {
  return `Cannot read ${quote(shownAs)} as the time zone of its owner is not ` +
    "known, nor that of this machine: see --timezone";
}

/** The first of the errors, and how many there are more. */
function reasonIn(
  { problems }: ExaminedCalendar,
  shownAs: string,
): string | null {
  const [first, ...more] = problems.filter(({ isError }) => isError);
  if (first === undefined) return null;
  const rest = more.length > 0 ? ` (and ${more.length} more)` : "";
  return `${shownAs}:${first.line}: ${first.message}${rest}`;
}
