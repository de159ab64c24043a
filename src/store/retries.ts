/**
 * What could not be read, and why: that may pass and leave the file as it is,
 * as with too many open files. So it is tried again, and told of once.
 */

import { FileFormatError, reason, UnavailableError } from "../base/errors.ts";
import type { SourceEvent } from "./source_events.ts";
import type { SourceFile } from "./source_files.ts";

export class Retries {
  readonly #report: (event: SourceEvent) => void;
  /** Why a file could not be read, by path. */
  readonly #unread = new Map<string, string>();

  constructor(report: (event: SourceEvent) => void) {
    this.#report = report;
  }

  /** Of what is to be tried again. */
  get paths(): Iterable<string> {
    return this.#unread.keys();
  }

  add(path: string, why: string): void {
    this.#unread.set(path, why);
  }

  delete(path: string): void {
    this.#unread.delete(path);
  }

  /**
   * What cannot be taken up leaves all as it is.
   *
   * @param run Tells whether there is anything new.
   * @param others Paths that have to be tried again with it.
   */
  async orKeep(
    { path, shownAs }: SourceFile,
    run: () => Promise<boolean>,
    others: Iterable<string> = [],
  ): Promise<boolean> {
    const before = this.#unread.get(path);
    this.#unread.delete(path);
    try {
      return await run();
    } catch (error) {
      const isUnread = error instanceof UnavailableError;
      if (!isUnread && !(error instanceof FileFormatError)) throw error;
      const why = reason(error);
      if (why !== before) this.#report({ kind: "kept", shownAs, reason: why });
      if (isUnread) {
        for (const each of [path, ...others]) this.add(each, why);
      }
      return false;
    }
  }
}
