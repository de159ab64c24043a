/**
 * Where a backend's people come from: a free-time file, a calendar, or a
 * folder of both. Each file is read again only if it has changed.
 *
 * A calendar that cannot be read makes its owner somebody who cannot be
 * checked, and disturbs nobody else. A free-time file that cannot be read
 * stops the start; later on, what it said before goes on to hold.
 */

import { FileFormatError } from "../base/errors.ts";
import {
  joinPeople,
  type PeoplePart,
  type RepeatedPerson,
} from "../calendar/join_people.ts";
import type { People } from "../calendar/people.ts";
import type { FileChanges } from "./file_watch.ts";
import { Retries } from "./retries.ts";
import {
  filesIn,
  isCalendar,
  isFolder,
  type SourceFile,
  type SourceFiles,
} from "./source_files.ts";
import {
  explainRepeated,
  listRepeated,
  type SourceEvent,
  type UnreadablePerson,
  UnreadableWatch,
} from "./source_events.ts";
import {
  type ReadCalendar,
  SourceReader,
  type SourceReaderOptions,
} from "./source_reader.ts";
import { unreadable } from "./unreadable.ts";
import { readSettingsFile } from "./settings_file.ts";

export interface SourceOptions extends SourceFile, SourceReaderOptions {}

/** What a file was read as. */
interface Entry {
  readonly part: PeoplePart;
  readonly unreadable: UnreadablePerson | null;
}

export class Source {
  readonly #options: SourceOptions;
  readonly #isFolder: boolean;
  readonly #reader: SourceReader;
  readonly #report: (event: SourceEvent) => void;
  /** Of the settings that hold. */
  #settings: SourceFile | null = null;
  /** Paths that could not be looked into while the folder was gone. */
  readonly #changed = new Set<string>();
  /** By path. */
  readonly #entries = new Map<string, Entry>();
  readonly #retries: Retries;
  readonly #unreadable: UnreadableWatch;
  #people: People = joinPeople([]).people;

  /**
   * @param report Told what is wrong, from now on.
   * @throws {FileFormatError} If a free-time file or the settings are wrong,
   * or two files speak of one person.
   * @throws {UnavailableError} If one of them cannot be read.
   */
  static async open(
    options: SourceOptions,
    report: (event: SourceEvent) => void,
  ): Promise<Source> {
    const source = new Source(options, report);
    const { files, settings } = source.#list();
    await source.#readSettings(settings);
    for (const file of files) await source.#read(file, { isAgain: false });
    const repeated = source.#join();
    if (repeated.length > 0) {
      throw new FileFormatError(listRepeated(repeated));
    }
    source.#warnOfStrangers();
    return source;
  }

  private constructor(
    options: SourceOptions,
    report: (event: SourceEvent) => void,
  ) {
    this.#options = options;
    this.#isFolder = isFolder(options);
    this.#reader = new SourceReader(options);
    this.#report = report;
    this.#retries = new Retries(report);
    this.#unreadable = new UnreadableWatch(report);
  }

  /** As they were when all that counts could be read. */
  get people(): People {
    return this.#people;
  }

  /** Paths of what could not be read, to be taken up again as they are. */
  get unread(): Iterable<string> {
    return this.#retries.paths;
  }

  /**
   * Takes up files that have changed, are new or gone.
   *
   * @returns Whether there are other people now, or other times of theirs.
   */
  refresh({ settled, restless }: FileChanges): Promise<boolean> {
    for (const path of settled) this.#changed.add(path);
    const refresh = () => this.#refresh(restless);
    if (!this.#isFolder) return refresh();
    return this.#retries.orKeep(this.#options, refresh, this.#changed);
  }

  async #refresh(restless: readonly string[]): Promise<boolean> {
    const { files, settings } = this.#list();
    const paths = new Set(this.#changed);
    this.#changed.clear();
    const hasSettings = await this.#refreshSettings(settings, paths);
    let isOther = this.#forget(paths, files);
    for (const file of files) {
      const isStale = paths.has(file.path) ||
        hasSettings && this.#entries.has(file.path);
      const read = () => this.#read(file, { isAgain: true });
      if (isStale && await this.#retries.orKeep(file, read)) isOther = true;
      const doubt = () => this.#doubt(file);
      const isRestless = restless.includes(file.path);
      if (isRestless && await this.#retries.orKeep(file, doubt)) isOther = true;
    }
    if (isOther) this.#join();
    if (hasSettings) this.#warnOfStrangers();
    return isOther;
  }

  #list(): SourceFiles {
    if (this.#isFolder) return filesIn(this.#options);
    return { files: [this.#options], settings: null };
  }

  /** @returns Whether there are other ones. */
  async #refreshSettings(
    file: SourceFile | null,
    paths: ReadonlySet<string>,
  ): Promise<boolean> {
    const path = (file ?? this.#settings)?.path;
    if (path === undefined || !paths.has(path)) return false;
    return await this.#retries.orKeep(
      file ?? this.#options,
      () => this.#readSettings(file),
    );
  }

  async #readSettings(file: SourceFile | null): Promise<true> {
    this.#reader.settings = file === null
      ? { people: new Map() }
      : await readSettingsFile(file);
    this.#settings = file;
    return true;
  }

  /** Drops files that are gone, and tells whether there were any. */
  #forget(
    paths: ReadonlySet<string>,
    files: readonly SourceFile[],
  ): boolean {
    const gone = paths.difference(new Set(files.map(({ path }) => path)));
    const lost = [...gone].filter((path) => this.#entries.delete(path));
    for (const path of lost) this.#retries.delete(path);
    return lost.length > 0;
  }

  async #read(
    file: SourceFile,
    { isAgain }: { readonly isAgain: boolean },
  ): Promise<boolean> {
    if (isCalendar(file)) {
      return this.#take(file, await this.#reader.readCalendar(file));
    }
    const { people, problems } = await this.#reader.readFreeTimes(file);
    // A file in which no line is good is no new one, even if bad ones may be.
    if (isAgain && people.names.size === 0 && problems !== "") {
      throw new FileFormatError(problems);
    }
    if (problems !== "") this.#report({ kind: "warned", text: problems });
    const part = { kind: "listed", path: file.shownAs, people } as const;
    this.#entries.set(file.path, { part, unreadable: null });
    return true;
  }

  /** @returns Whether there is anything new, as there need not be. */
  #take({ path }: SourceFile, read: ReadCalendar): boolean {
    const { name, key, shownAs, reason, isUnread } = read;
    const before = this.#entries.get(path)?.unreadable?.reason;
    if (isUnread) this.#retries.add(path, reason!);
    const calendar = reason === null ? read.examined!.calendar : null;
    const part = { kind: "calendar", path: shownAs, key, calendar } as const;
    const unreadable = reason === null ? null : { name, key, reason };
    this.#entries.set(path, { part, unreadable });
    return !isUnread || reason !== before;
  }

  /** What a file said that changes all the time holds no longer. */
  #doubt(file: SourceFile): Promise<boolean> {
    const error = unreadable(file.shownAs, "it changes all the time");
    if (!isCalendar(file)) throw error;
    const read = this.#reader.withoutCalendar(file, error.message);
    return Promise.resolve(this.#take(file, read));
  }

  /** Makes the people of all files anew, and tells who is in two of them. */
  #join(): readonly RepeatedPerson[] {
    // A folder's files in the order of their names, whenever they came.
    const entries = [...this.#entries].sort(([a], [b]) => a < b ? -1 : 1)
      .map(([, entry]) => entry);
    const { people, repeated } = joinPeople(entries.map(({ part }) => part));
    this.#people = people;
    this.#unreadable.update(people.names, [
      ...entries.flatMap(({ unreadable }) => unreadable ?? []),
      ...repeated.map((person) => ({
        name: person.key,
        key: person.key,
        reason: explainRepeated(person),
      })),
    ]);
    return repeated;
  }

  #warnOfStrangers(): void {
    for (const text of this.#reader.strangers(this.#people, this.#settings)) {
      this.#report({ kind: "warned", text });
    }
  }
}
