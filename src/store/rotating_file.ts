/**
 * A file of lines that only grows, until it is large: then it is renamed, what
 * was renamed before it moves on, and a new one begins.
 */

import { quote, reason, UnavailableError } from "../base/errors.ts";
import { isNamedPipe, NO_FILE } from "./named_pipe.ts";
import { FILE_EXIT_CODE } from "./unreadable.ts";

const ENCODER = new TextEncoder();
const LINE_END = ENCODER.encode("\n");
/** Only the owner may read it. */
const MODE = 0o600;

export interface RotatingFileOptions {
  readonly path: string;
  /** A file is renamed before it would get longer. */
  readonly bytesMax: number;
  /** Renamed files that are kept, as `path.1` (the newest), `path.2`, ... */
  readonly kept: number;
}

export class RotatingFile {
  readonly #options: RotatingFileOptions;
  #file: Deno.FsFile;
  #bytes: number;
  /** Whether a part of a line is the last that the disk took. */
  #isTorn: boolean;
  /** Whether the path is to be a new file's. */
  #isRenamed = false;

  /** @throws {UnavailableError} If it cannot be opened for writing. */
  constructor(options: RotatingFileOptions) {
    this.#options = options;
    this.#file = open(options.path);
    const about = this.#file.statSync();
    this.#bytes = about.size;
    this.#isTorn = isCutOff(options.path, about);
  }

  /**
   * Appends a line, whole.
   *
   * @throws {UnavailableError} If the system does not take it.
   */
  append(line: string): void {
    const bytes = ENCODER.encode(`${line}\n`);
    const { path, bytesMax } = this.#options;
    try {
      if (this.#bytes > 0 && this.#bytes + bytes.length > bytesMax) {
        this.#rotate();
      }
      if (this.#isTorn) this.#write(LINE_END);
      this.#write(bytes);
    } catch (error) {
      if (error instanceof UnavailableError) throw error;
      throw new UnavailableError(
        `Cannot write to ${quote(path)}: ${reason(error)}`,
      );
    }
  }

  close(): void {
    this.#file.close();
  }

  #write(bytes: Uint8Array): void {
    for (let written = 0; written < bytes.length;) {
      const count = this.#file.writeSync(bytes.subarray(written));
      written += count;
      this.#bytes += count;
      this.#isTorn = written < bytes.length;
    }
  }

  /** The old file stays open until there is a new one, or none would be. */
  #rotate(): void {
    const { path } = this.#options;
    // What has been renamed, when there was no new file, is not once more.
    if (!this.#isRenamed) this.#rename();
    this.#isRenamed = true;
    const next = open(path);
    this.#isRenamed = false;
    this.#file.close();
    this.#file = next;
    this.#bytes = 0;
    this.#isTorn = false;
  }

  #rename(): void {
    const { path, kept } = this.#options;
    for (let age = kept; age > 0; age--) {
      const younger = age === 1 ? path : `${path}.${age - 1}`;
      try {
        Deno.renameSync(younger, `${path}.${age}`);
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    }
  }
}

function open(path: string): Deno.FsFile {
  try {
    if (isPipe(path)) throw NO_FILE;
    const options = { append: true, create: true, mode: MODE };
    return Deno.openSync(path, options);
  } catch (error) {
    throw new UnavailableError(
      `Cannot write to ${quote(path)}: ${reason(error)}`,
      FILE_EXIT_CODE,
    );
  }
}

/** Whether its last line has no end, as after a full disk and a restart. */
function isCutOff(path: string, { isFile, size }: Deno.FileInfo): boolean {
  if (!isFile || size === 0) return false;
  try {
    using file = Deno.openSync(path);
    file.seekSync(-1, Deno.SeekMode.End);
    const last = new Uint8Array(1);
    file.readSync(last);
    return last[0] !== LINE_END[0];
  } catch {
    // What may only be written is taken to be whole.
    return false;
  }
}

function isPipe(path: string): boolean {
  try {
    return isNamedPipe(path, Deno.statSync(path));
  } catch (error) {
    // Then it is made.
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
