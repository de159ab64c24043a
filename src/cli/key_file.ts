/** The keys that servers share: read once, and again as their file changes. */

import { FileFormatError } from "../base/errors.ts";
import { readSecretFile } from "../store/secret_file.ts";
import { type KeyRing, parseKeyRing, speaksFor } from "../wire/key_ring.ts";
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
 * @param server Who goes by the first key; null is a main server, which goes
 * by those of its backends.
 * @throws {FileFormatError} If a line is no key, or the first is another
 * server's.
 * @throws {UnavailableError} If it cannot be read, or others may read it.
 */
export function openKeyFile(
  path: string | undefined,
  server: string | null,
  io: Io,
): KeyFile | null {
  if (path === undefined) return null;
  return new WatchedFile({
    path,
    read(path) {
      const keys = parseKeyRing(readSecretFile(path, "key file"), path);
      if (server !== null) checkFirst(keys, { path, server });
      return keys;
    },
    taken: () => `The keys of ${path} are in use.`,
    kept: "The old keys stay in use",
  }, io);
}

/** Main servers would meet it with silence, and nobody would know why. */
function checkFirst(
  { first }: KeyRing,
  { path, server }: { readonly path: string; readonly server: string },
): void {
  if (speaksFor(first, server)) return;
  throw new FileFormatError(
    `${path}: the first key is the one that is used, and speaks for server ` +
      `${first.server} only, not for ${server}`,
  );
}
