/** All that is wrong with a source, and what else was understood of it. */

import { FileFormatError, reason, UnavailableError } from "../base/errors.ts";
import { PEOPLE_MAX } from "../base/limits.ts";
import type { OwnerSettings } from "../calendar/folder_settings.ts";
import { joinPeople, type PeoplePart } from "../calendar/join_people.ts";
import type { People } from "../calendar/people.ts";
import { explainRepeated } from "./source_events.ts";
import {
  filesIn,
  isCalendar,
  isFolder,
  type SourceFile,
} from "./source_files.ts";
import { type ReadCalendar, SourceReader } from "./source_reader.ts";
import { readSettingsFile } from "./settings_file.ts";

/** What one of its files says. */
export type CheckedFile =
  | { readonly kind: "calendar"; readonly read: ReadCalendar }
  | {
    readonly kind: "listed";
    readonly shownAs: string;
    readonly people: People;
  };

export interface CheckedSource {
  readonly files: readonly CheckedFile[];
  /** Null if numbers and instants are mixed. */
  readonly people: People | null;
  /** A line each, which begins with the file's name. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

export interface CheckOptions extends SourceFile, OwnerSettings {
  /** Whose calendar a single file is. */
  readonly person?: string | undefined;
}

/**
 * Reads all of it, whatever is wrong.
 *
 * @throws {FileFormatError} If it is a folder that could not be served, as it
 * has too many files, or none.
 * @throws {UnavailableError} If there is no such source.
 */
export async function checkSource(
  options: CheckOptions,
): Promise<CheckedSource> {
  const check = new SourceCheck(options);
  const { files, settings } = isFolder(options)
    ? filesIn(options)
    : { files: [options], settings: null };
  if (settings) await check.takeSettings(settings);
  for (const file of files) await check.take(file);
  return check.finish(settings);
}

class SourceCheck {
  readonly #reader: SourceReader;
  readonly #files: CheckedFile[] = [];
  readonly #errors: string[] = [];
  readonly #warnings: string[] = [];

  constructor(options: CheckOptions) {
    // Every bad line is listed: nobody else is waiting.
    const listAll = { skipBadLines: true, problemsMax: PEOPLE_MAX };
    this.#reader = new SourceReader({ ...options, ...listAll });
  }

  takeSettings(file: SourceFile): Promise<void> {
    return this.#orError(async () => {
      this.#reader.settings = await readSettingsFile(file);
    });
  }

  take(file: SourceFile): Promise<void> {
    return this.#orError(async () => {
      if (isCalendar(file)) return await this.#takeCalendar(file);
      const { people, problems } = await this.#reader.readFreeTimes(file);
      this.#files.push({ kind: "listed", shownAs: file.shownAs, people });
      if (problems !== "") this.#addErrors(problems.split("\n"));
    });
  }

  async #takeCalendar(file: SourceFile): Promise<void> {
    const read = await this.#reader.readCalendar(file);
    this.#files.push({ kind: "calendar", read });
    if (read.examined === null) this.#errors.push(`${read.reason}`);
    for (const { line, message, isError } of read.examined?.problems ?? []) {
      const problems = isError ? this.#errors : this.#warnings;
      problems.push(`${file.shownAs}:${line}: ${message}`);
    }
  }

  async finish(settings: SourceFile | null): Promise<CheckedSource> {
    let people: People | null = null;
    await this.#orError(() => {
      const joined = joinPeople(this.#files.map(partOf));
      this.#addErrors(joined.repeated.map(explainRepeated));
      people = joined.people;
      this.#warnings.push(...this.#reader.strangers(people, settings));
    });
    const files = this.#files;
    return { files, people, errors: this.#errors, warnings: this.#warnings };
  }

  /** One by one: there may be more than a function takes arguments. */
  #addErrors(errors: readonly string[]): void {
    for (const error of errors) this.#errors.push(error);
  }

  /** What cannot be read is an error like any other. */
  async #orError(run: () => Promise<void> | void): Promise<void> {
    try {
      await run();
    } catch (error) {
      const isExpected = error instanceof FileFormatError ||
        error instanceof UnavailableError;
      if (!isExpected) throw error;
      this.#addErrors(reason(error).split("\n"));
    }
  }
}

function partOf(file: CheckedFile): PeoplePart {
  if (file.kind === "listed") {
    return { kind: "listed", path: file.shownAs, people: file.people };
  }
  const { key, shownAs: path, examined } = file.read;
  return { kind: "calendar", path, key, calendar: examined?.calendar ?? null };
}
