/** What a backend serves: read once, and again as its files change. */

import type { People } from "../calendar/people.ts";
import { type FileChanges, FileWatch } from "../store/file_watch.ts";
import { Source, type SourceOptions } from "../store/source.ts";
import type { SourceEvent } from "../store/source_events.ts";
import { watchedPaths } from "../store/source_files.ts";
import type { Io } from "./io.ts";

export interface CalendarOptions extends SourceOptions {
  /** The server's name, for messages. */
  readonly name: string;
}

export class CalendarFile {
  readonly options: CalendarOptions;
  readonly #source: Source;
  readonly #watch: FileWatch;
  #changed: ((people: People) => void) | null = null;

  /**
   * @throws {FileFormatError} If lines are bad and not to be skipped, or two
   * files of a folder speak of one person.
   * @throws {UnavailableError} If the source cannot be read.
   */
  static async open(options: CalendarOptions, io: Io): Promise<CalendarFile> {
    const opened = Promise.withResolvers<CalendarFile>();
    // Before the files are read, so that no change escapes: one that comes
    // while they are is taken up afterwards.
    const watch = new FileWatch(
      () => watchedPaths(options),
      async (changes) => await (await opened.promise).#reload(changes, io),
    );
    try {
      const source = await Source.open(
        options,
        (event) => io.stderr.write(sourceNotice(options.name, event)),
      );
      const file = new CalendarFile(options, source, watch);
      opened.resolve(file);
      return file;
    } catch (error) {
      watch.close();
      throw error;
    }
  }

  private constructor(
    options: CalendarOptions,
    source: Source,
    watch: FileWatch,
  ) {
    this.options = options;
    this.#source = source;
    this.#watch = watch;
    this.#tryAgain();
  }

  /** What the files held when they were last good. */
  get people(): People {
    return this.#source.people;
  }

  /** Hands over everybody each time that something has changed. */
  onChange(changed: (people: People) => void): void {
    this.#changed = changed;
  }

  close(): void {
    this.#watch.close();
  }

  async #reload(changes: FileChanges, io: Io): Promise<void> {
    const isOther = await this.#source.refresh(changes);
    this.#tryAgain();
    if (!isOther) return;
    const { name, shownAs } = this.options;
    const count = this.people.names.size;
    io.stderr.write(
      `Server ${name} reloaded ${count} names from ${shownAs}.\n`,
    );
    this.#changed?.(this.people);
  }

  #tryAgain(): void {
    for (const path of this.#source.unread) this.#watch.tellAgain(path);
  }
}

function sourceNotice(server: string, event: SourceEvent): string {
  switch (event.kind) {
    case "warned":
      return `${event.text}\n`;
    case "unreadable":
      return `Server ${server} cannot read the calendar of ${event.name}: ` +
        `${event.reason}\n`;
    case "readable":
      return `Server ${server} can read the calendar of ${event.name} again.\n`;
    case "kept":
      return `Server ${server} keeps its old free times, as ${event.shownAs} ` +
        `changed but cannot be served:\n${event.reason}\n`;
  }
}
