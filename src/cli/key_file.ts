/** The keys that servers share: read once, and again as their file changes. */

import { FileFormatError, reason, UnavailableError } from "../base/errors.ts";
import { FileWatch } from "../store/file_watch.ts";
import { readSecretFile } from "../store/secret_file.ts";
import { type KeyRing, parseKeyRing } from "../wire/key_ring.ts";
import { optionalFlag, parseText } from "./flags.ts";
import type { Io } from "./io.ts";

export const KEY_FLAG = optionalFlag({
  placeholder: "FILE",
  summary: "keys that all servers share, as convene keygen prints them; " +
    "it is read again whenever it changes",
}, parseText);

export class KeyFile {
  readonly #path: string;
  readonly #watch: FileWatch;
  #keys: KeyRing;
  #changed: ((keys: KeyRing) => void) | null = null;

  /**
   * @throws {FileFormatError} If a line is no key.
   * @throws {UnavailableError} If it cannot be read, or others may read it.
   */
  constructor(path: string, io: Io) {
    this.#path = path;
    // Before it is read, so that no change escapes.
    this.#watch = new FileWatch(path, () => Promise.resolve(this.#reload(io)));
    try {
      this.#keys = read(path);
    } catch (error) {
      this.#watch.close();
      throw error;
    }
  }

  get keys(): KeyRing {
    return this.#keys;
  }

  /** Hands over all keys each time the file has changed. */
  onChange(changed: (keys: KeyRing) => void): void {
    this.#changed = changed;
  }

  close(): void {
    this.#watch.close();
  }

  /** All of the new file, or the old keys with the reason. */
  #reload(io: Io): void {
    try {
      this.#keys = read(this.#path);
      this.#changed?.(this.#keys);
      io.stderr.write(`The keys of ${this.#path} are in use.\n`);
    } catch (error) {
      const isExpected = error instanceof FileFormatError ||
        error instanceof UnavailableError;
      if (!isExpected) throw error;
      io.stderr.write(`The old keys stay in use: ${reason(error)}.\n`);
    }
  }
}

/** Null where no key file is given: then nothing is sealed. */
export function openKeyFile(
  path: string | undefined,
  io: Io,
): KeyFile | null {
  return path === undefined ? null : new KeyFile(path, io);
}

function read(path: string): KeyRing {
  return parseKeyRing(readSecretFile(path, "key file"), path);
}
