/** Small files of text, read whole. */

import { quote, UnavailableError } from "../base/errors.ts";
import { SMALL_FILE_BYTES_MAX } from "../base/limits.ts";
import { FILE_EXIT_CODE, unreadable } from "./unreadable.ts";

/**
 * @param shownAs What the file is called in messages.
 * @throws {UnavailableError} If it cannot be read; its exit code is 2.
 */
export async function readText(
  path: string,
  shownAs = path,
): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    throw unreadable(shownAs, error);
  }
}

/**
 * Reads at once, so the file must be small.
 *
 * @param what The file's kind, for messages.
 * @throws {UnavailableError} If it cannot be read, or is too large.
 */
export function readSmallFile(path: string, what: string): string {
  const { size, isFifo } = about(path);
  // Whoever opens a named pipe waits for somebody to write to it, and nobody
  // is answered meanwhile. What a shell calls /dev/fd/63 has a writer.
  if (isFifo && !path.startsWith("/dev/")) {
    throw unreadable(path, "it is no file");
  }
  if (size > SMALL_FILE_BYTES_MAX) {
    throw new UnavailableError(
      `Cannot use ${quote(path)} as a ${what} as it has more than ` +
        `${SMALL_FILE_BYTES_MAX} bytes`,
      FILE_EXIT_CODE,
    );
  }
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/**
 * @param shownAs What the file is called in messages.
 * @throws {UnavailableError} If there is no such file.
 */
export function about(path: string, shownAs = path): Deno.FileInfo {
  try {
    return Deno.statSync(path);
  } catch (error) {
    throw unreadable(shownAs, error);
  }
}
