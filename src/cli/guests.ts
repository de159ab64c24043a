/** Those who may ask a main server: read once, and again as the file changes. */

import { formatAddress } from "../base/address.ts";
import { counted } from "../base/counted.ts";
import { systemEpochMs } from "../net/system_clock.ts";
import { Doorkeeper, type TurnedAway } from "../roles/doorkeeper.ts";
import { readSecretFile } from "../store/secret_file.ts";
import type { TokenEntry } from "../wire/access_token.ts";
import { parseTokenList } from "../wire/token_list.ts";
import type { Io } from "./io.ts";
import { WatchedFile } from "./watched_file.ts";

export class Guests {
  /** Lets them in. */
  readonly door: Doorkeeper;
  readonly #file: WatchedFile<TokenEntry[]>;
  #changed: () => void = () => {};

  /**
   * @throws {FileFormatError} If a line is no client.
   * @throws {UnavailableError} If it cannot be read, or others may read it.
   */
  constructor(path: string, io: Io) {
    const file = this.#file = new WatchedFile({
      path,
      read: (path) => parseTokenList(readSecretFile(path, "token file"), path),
      taken: ({ length }) =>
        `Main server reloaded ${counted(length, "client")} from ${path}.`,
      kept: "Main server keeps its old clients",
    }, io);
    this.door = new Doorkeeper({
      entries: file.content,
      epochMs: systemEpochMs,
      report: (event) => io.stderr.write(turnedAway(event)),
    });
    file.onChange((entries) => {
      this.door.replace(entries);
      this.#changed();
    });
  }

  /** Tells each time that the door lets in others than before. */
  onChange(changed: () => void): void {
    this.#changed = changed;
  }

  close(): void {
    this.#file.close();
  }
}

function turnedAway({ address, why, times }: TurnedAway): string {
  const often = times > 1 ? ` (${times} times of late)` : "";
  return `A client at ${formatAddress(address)} ${why}${often}.\n`;
}
