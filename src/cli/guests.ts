/** Those who may ask a main server: read once, and again as the file changes. */

import { formatAddress } from "../base/address.ts";
import { FileFormatError, reason, UnavailableError } from "../base/errors.ts";
import { systemEpochMs } from "../net/system_clock.ts";
import { Doorkeeper, type TurnedAway } from "../roles/doorkeeper.ts";
import { FileWatch } from "../store/file_watch.ts";
import { readSecretFile } from "../store/secret_file.ts";
import type { TokenEntry } from "../wire/access_token.ts";
import { parseTokenList } from "../wire/token_list.ts";
import type { Io } from "./io.ts";

export class Guests {
  /** Lets them in. */
  readonly door: Doorkeeper;
  readonly #path: string;
  readonly #watch: FileWatch;

  /**
   * @throws {FileFormatError} If a line is no client.
   * @throws {UnavailableError} If it cannot be read, or others may read it.
   */
  constructor(path: string, io: Io) {
    this.#path = path;
    // Before it is read, so that no change escapes.
    this.#watch = new FileWatch(path, () => Promise.resolve(this.#reload(io)));
    try {
      this.door = new Doorkeeper({
        entries: read(path),
        epochMs: systemEpochMs,
        report: (event) => io.stderr.write(turnedAway(event)),
      });
    } catch (error) {
      this.#watch.close();
      throw error;
    }
  }

  close(): void {
    this.#watch.close();
  }

  /** All of the new file, or the old one with the reason. */
  #reload(io: Io): void {
    const path = this.#path;
    try {
      const entries = read(path);
      this.door.replace(entries);
      io.stderr.write(
        `Main server reloaded ${entries.length} clients from ${path}.\n`,
      );
    } catch (error) {
      const isExpected = error instanceof FileFormatError ||
        error instanceof UnavailableError;
      if (!isExpected) throw error;
      io.stderr.write(`Main server keeps its old clients: ${reason(error)}\n`);
    }
  }
}

function read(path: string): TokenEntry[] {
  return parseTokenList(readSecretFile(path, "token file"), path);
}

function turnedAway({ address, why, times }: TurnedAway): string {
  const often = times > 1 ? ` (${times} times of late)` : "";
  return `A client at ${formatAddress(address)} ${why}${often}.\n`;
}
