/** The keys that servers share: read once, and again as their file changes. */

import { readSecretFile } from "../store/secret_file.ts";
import { type KeyRing, parseKeyRing } from "../wire/key_ring.ts";
import { optionalFlag, parseText } from "./flags.ts";
import type { Io } from "./io.ts";
import { WatchedFile } from "./watched_file.ts";

export const KEY_FLAG = optionalFlag({
  placeholder: "FILE",
  summary: "keys that all servers share, as convene keygen prints them; " +
    "it is read again whenever it changes",
}, parseText);

export type KeyFile = WatchedFile<KeyRing>;

/**
 * Null where no key file is given: then nothing is sealed.
 *
 * @throws {FileFormatError} If a line is no key.
 * @throws {UnavailableError} If it cannot be read, or others may read it.
 */
export function openKeyFile(
  path: string | undefined,
  io: Io,
): KeyFile | null {
  if (path === undefined) return null;
  return new WatchedFile({
    path,
    read: (path) => parseKeyRing(readSecretFile(path, "key file"), path),
    taken: () => `The keys of ${path} are in use.`,
    kept: "The old keys stay in use",
  }, io);
}
