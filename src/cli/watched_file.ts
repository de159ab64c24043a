/** A small file that is in use: read once, and again as it changes. */

import { FileFormatError, reason, UnavailableError } from "../base/errors.ts";
import { FileWatch } from "../store/file_watch.ts";
import type { Io } from "./io.ts";

export interface WatchedFileOptions<Content> {
  readonly path: string;
  /** All of the file; a file that is wrong in any way is none. */
  readonly read: (path: string) => Content;
  /** What is said once a new file is in use. */
  readonly taken: (content: Content) => string;
  /** What is said before the reason why it is not. */
  readonly kept: string;
}

export class WatchedFile<Content> {
  readonly #options: WatchedFileOptions<Content>;
  readonly #watch: FileWatch;
  #content: Content;
  #changed: ((content: Content) => void) | null = null;
  /** Why the file was not read when it was last tried; "" if it was. */
  #unread = "";

  /**
   * @throws {FileFormatError} If a line is bad.
   * @throws {UnavailableError} If it cannot be read, or others may read it
   * who should not.
   */
  constructor(options: WatchedFileOptions<Content>, io: Io) {
    const { path, read } = options;
    this.#options = options;
    // Before it is read, so that no change escapes.
    this.#watch = new FileWatch(
      () => [path],
      () => Promise.resolve(this.#reload(io)),
    );
    try {
      this.#content = read(path);
    } catch (error) {
      this.#watch.close();
      throw error;
    }
  }

  /** What the file held when it was last good. */
  get content(): Content {
    return this.#content;
  }

  /** Hands over all of the file each time that it has changed. */
  onChange(changed: (content: Content) => void): void {
    this.#changed = changed;
  }

  close(): void {
    this.#watch.close();
  }

  /** All of the new file, or the old one with the reason. */
  #reload(io: Io): void {
    const { path, read, taken, kept } = this.#options;
    try {
      this.#content = read(path);
      this.#unread = "";
      this.#changed?.(this.#content);
      io.stderr.write(`${taken(this.#content)}\n`);
    } catch (error) {
      const isExpected = error instanceof FileFormatError ||
        error instanceof UnavailableError;
      if (!isExpected) throw error;
      const isUnread = error instanceof UnavailableError;
      // That may pass and leave the file as it is, as with too many open.
      if (isUnread) this.#watch.tellAgain(path);
      if (isUnread && error.message === this.#unread) return;
      this.#unread = isUnread ? error.message : "";
      io.stderr.write(`${kept}: ${reason(error)}\n`);
    }
  }
}
