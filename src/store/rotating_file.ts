/**
 * A file of lines that only grows, until it is large: then it is renamed, what
 * was renamed before it moves on, and a new one begins.
 */

import { quote, reason, UnavailableError } from "../base/errors.ts";

const ENCODER = new TextEncoder();
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

  /** @throws {UnavailableError} If it cannot be opened for writing. */
  constructor(options: RotatingFileOptions) {
    this.#options = options;
    this.#file = open(options.path);
    this.#bytes = this.#file.statSync().size;
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
      for (let written = 0; written < bytes.length;) {
        written += this.#file.writeSync(bytes.subarray(written));
      }
    } catch (error) {
      throw new UnavailableError(
        `Cannot write to ${quote(path)}: ${reason(error)}`,
      );
    }
    this.#bytes += bytes.length;
  }

  close(): void {
    this.#file.close();
  }

  #rotate(): void {
    const { path, kept } = this.#options;
    this.#file.close();
    for (let age = kept; age > 0; age--) {
      const younger = age === 1 ? path : `${path}.${age - 1}`;
      try {
        Deno.renameSync(younger, `${path}.${age}`);
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    }
    this.#file = open(path);
    this.#bytes = 0;
  }
}

function open(path: string): Deno.FsFile {
  try {
    const options = { append: true, create: true, mode: MODE };
    return Deno.openSync(path, options);
  } catch (error) {
    throw new UnavailableError(
      `Cannot write to ${quote(path)}: ${reason(error)}`,
      2,
    );
  }
}
