/** Changes a secret file: whole or not at all, and by one program at a time. */

import { quote, UnavailableError } from "../base/errors.ts";
import { SMALL_FILE_BYTES_MAX } from "../base/limits.ts";
import { readSecretFile } from "./secret_file.ts";
import { FILE_EXIT_CODE, unreadable, unwritable } from "./unreadable.ts";

const OWNER_ONLY = 0o600;

/**
 * Puts what `change` makes of the file's text in its place, by a rename: who
 * reads it meanwhile sees the old file or the new one, and its owner stays. A
 * file that is not there is made, unless it has to be.
 *
 * @param what The file's kind, for messages.
 * @param change Its errors are passed on, and nothing is changed.
 * @throws {UnavailableError} If it cannot be read or written.
 */
export async function updateSecretFile(
  path: string,
  { what, mustExist = false, change }: {
    readonly what: string;
    readonly mustExist?: boolean;
    readonly change: (text: string) => string;
  },
): Promise<void> {
  using _lock = await locked(path, mustExist);
  const text = change(readSecretFile(path, what));
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > SMALL_FILE_BYTES_MAX) {
    // Servers would keep what they have, and nobody could take anything out.
    throw new UnavailableError(
      `Cannot write to ${quote(path)} as it would have more than ` +
        `${SMALL_FILE_BYTES_MAX} bytes, too many for a ${what}`,
      FILE_EXIT_CODE,
    );
  }
  replace(behindLinks(path), bytes);
}

/** What a link leads to is what others read, and the link stays. */
function behindLinks(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** The file, which nobody else changes until it is closed. */
async function locked(
  path: string,
  mustExist: boolean,
): Promise<Deno.FsFile> {
  for (;;) {
    const file = open(path, mustExist);
    await file.lock(true);
    if (isAt(path, file)) return file;
    file.close();
  }
}

/** Whoever had it before us may have put another in its place, or none. */
function isAt(path: string, file: Deno.FsFile): boolean {
  try {
    return file.statSync().ino === Deno.statSync(path).ino;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw unwritable(path, error);
  }
}

function open(path: string, mustExist: boolean): Deno.FsFile {
  try {
    const how = mustExist ? {} : { create: true, mode: OWNER_ONLY };
    return Deno.openSync(path, { read: true, write: true, ...how });
  } catch (error) {
    const isMissing = mustExist && error instanceof Deno.errors.NotFound;
    if (isMissing) throw unreadable(path, error);
    throw unwritable(path, error);
  }
}

function replace(path: string, bytes: Uint8Array): void {
  const next = `${path}.${crypto.randomUUID()}.new`;
  try {
    const how = { write: true, createNew: true, mode: OWNER_ONLY };
    using file = Deno.openSync(next, how);
    leaveTo(path, next);
    for (let written = 0; written < bytes.length;) {
      written += file.writeSync(bytes.subarray(written));
    }
    // On the disk before it is in its place, whatever happens to the power.
    file.syncSync();
    Deno.renameSync(next, path);
  } catch (error) {
    forget(next);
    throw unwritable(path, error);
  }
}

/**
 * Root changes files of servers that are not root, and who could not read it
 * any more would let in whoever has just been taken out.
 */
function leaveTo(before: string, next: string): void {
  const { uid, gid } = Deno.statSync(before);
  const isOurs = uid === Deno.statSync(next).uid;
  if (!isOurs) Deno.chownSync(next, uid, gid);
}

function forget(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It was never there.
  }
}
