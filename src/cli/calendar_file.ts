/** A free-time file that is served: read once, and again as it changes. */

import { FileFormatError, UnavailableError } from "../base/errors.ts";
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
  /** What the file held at first. */
  readonly people: People;
  readonly options: CalendarOptions;
  readonly #watch: FileWatch;
  #changed: ((people: People) => void) | null = null;

  /**
   * @throws {FileFormatError} If lines are bad and not to be skipped.
   * @throws {UnavailableError} If the file cannot be read.
   */
  static async open(options: CalendarOptions, io: Io): Promise<CalendarFile> {
    let file: CalendarFile | null = null;
    // Before the file is read, so that no change escapes.
    const watch = new FileWatch(options.path, async () => {
      if (file) await file.#reload(io);
    });
    try {
      file = new CalendarFile(options, await read(options, io), watch);
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
    this.people = people;
    this.#watch = watch;
  }

  /** Hands over all of the file each time it has changed. */
  onChange(changed: (people: People) => void): void {
    this.#changed = changed;
  }

  close(): void {
    this.#watch.close();
  }

  /** All of the new file, or the old one with the reason. */
  async #reload(io: Io): Promise<void> {
    const { name, shownAs } = this.options;
    try {
      const people = await read(this.options, io);
      const count = people.names.size;
      io.stderr.write(
        `Server ${name} reloaded ${count} names from ${shownAs}.\n`,
      );
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

async function read(options: CalendarOptions, io: Io): Promise<People> {
  const { path, shownAs, skipBadLines } = options;
  const parsed = await readFreeTimes(path, { shownAs, skipBadLines });
  if (parsed.problems !== "") io.stderr.write(`${parsed.problems}\n`);
  return parsed.people;
}
