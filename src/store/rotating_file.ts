/**
 * A file of lines that only grows, until it is large: then it is renamed, what
 * was renamed before it moves on, and a new one begins.
 */

import { UnavailableError } from "../base/errors.ts";
import { isNamedPipe, NO_FILE } from "./named_pipe.ts";
import { unwritable } from "./unreadable.ts";

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
  #about: Deno.FileInfo;
  #bytes: number;
  /** Whether a part of a line is the last that the disk took. */
  #isTorn: boolean;

  /** @throws {UnavailableError} If it cannot be opened for writing. */
  constructor(options: RotatingFileOptions) {
    this.#options = options;
    this.#file = open(options.path);
    this.#about = this.#file.statSync();
    this.#bytes = this.#about.size;
    this.#isTorn = isCutOff(options.path, this.#about);
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
      // It was renamed: by others, or by us when there was no new one.
      if (!isNameOf(path, this.#about)) this.#begin();
      else if (this.#bytes > 0 && this.#bytes + bytes.length > bytesMax) {
        this.#rename();
        this.#begin();
      }
      if (this.#isTorn) this.#write(LINE_END);
      this.#write(bytes);
    } catch (error) {
      if (error instanceof UnavailableError) throw error;
      throw unwritable(path, error);
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

  /** The old file stays open until there is a new one. */
  #begin(): void {
    const { path } = this.#options;
    const next = open(path);
    this.#file.close();
    this.#file = next;
    this.#about = next.statSync();
    this.#bytes = this.#about.size;
    this.#isTorn = isCutOff(path, this.#about);
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
  const options = { append: true, create: true, mode: MODE };
  try {
    if (!isPipe(path)) return Deno.openSync(path, options);
  } catch (error) {
    throw unwritable(path, error);
  }
  throw unwritable(path, NO_FILE);
}

/** Whether the path is still the file's, and not another's or nobody's. */
function isNameOf(path: string, { dev, ino }: Deno.FileInfo): boolean {
  try {
    const now = Deno.statSync(path);
    return now.dev === dev && now.ino === ino;
  } catch (error) {
    // Where nobody may look, what is open can be written all the same.
    return !(error instanceof Deno.errors.NotFound);
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
