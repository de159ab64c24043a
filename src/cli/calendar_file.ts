/** A free-time file that is served: read once, and again as it changes. */

import { FileFormatError, UnavailableError } from "../base/errors.ts";
import type { ParsedFile } from "../calendar/free_time_file.ts";
import type { People } from "../calendar/people.ts";
import { FileWatch } from "../store/file_watch.ts";
import { readFreeTimes } from "../store/free_time_store.ts";
import type { Io } from "./io.ts";

export interface CalendarOptions {
  /** The server's name, for messages. */
  readonly name: string;
  readonly path: string;
  /** What the file is called in messages. */
  readonly shownAs: string;
  readonly skipBadLines: boolean;
}

export class CalendarFile {
  readonly options: CalendarOptions;
  #people: People;
  readonly #watch: FileWatch;
  #changed: ((people: People) => void) | null = null;

  /**
   * @throws {FileFormatError} If lines are bad and not to be skipped.
   * @throws {UnavailableError} If the file cannot be read.
   */
  static async open(options: CalendarOptions, io: Io): Promise<CalendarFile> {
    const opened = Promise.withResolvers<CalendarFile>();
    // Before the file is read, so that no change escapes: one that comes while
    // it is read is taken up afterwards.
    const watch = new FileWatch(
      () => [options.path],
      async () => await (await opened.promise).#reload(io),
    );
    try {
      const { people, problems } = await parse(options);
      warn(problems, io);
      const file = new CalendarFile(options, people, watch);
      opened.resolve(file);
      return file;
    } catch (error) {
      watch.close();
      throw error;
    }
  }

  private constructor(
    options: CalendarOptions,
    people: People,
    watch: FileWatch,
  ) {
    this.options = options;
    this.#people = people;
    this.#watch = watch;
  }

  /** What the file held when it was last good. */
  get people(): People {
    return this.#people;
  }

  /** Hands over all of the file each time it has changed. */
  onChange(changed: (people: People) => void): void {
    this.#changed = changed;
  }

  close(): void {
    this.#watch.close();
  }

  /**
   * All of the new file, or the old one with the reason. A file in which no
   * line is good is no new calendar, even where bad lines are skipped.
   */
  async #reload(io: Io): Promise<void> {
    const { name, shownAs } = this.options;
    try {
      const { people, problems } = await parse(this.options);
      const count = people.names.size;
      if (count === 0 && problems !== "") throw new FileFormatError(problems);
      warn(problems, io);
      io.stderr.write(
        `Server ${name} reloaded ${count} names from ${shownAs}.\n`,
      );
      this.#people = people;
      this.#changed?.(people);
    } catch (error) {
      const isExpected = error instanceof FileFormatError ||
        error instanceof UnavailableError;
      if (!isExpected) throw error;
      io.stderr.write(
        `Server ${name} keeps its old free times, as ${shownAs} changed but ` +
          `cannot be served:\n${error.message}\n`,
      );
    }
  }
}

function parse(options: CalendarOptions): Promise<ParsedFile> {
  const { path, shownAs, skipBadLines } = options;
  return readFreeTimes(path, { shownAs, skipBadLines });
}

/** What was skipped, if anything. */
function warn(problems: string, io: Io): void {
  if (problems !== "") io.stderr.write(`${problems}\n`);
}
