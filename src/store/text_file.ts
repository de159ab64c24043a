/** Small files of text, read whole. */

import { quote, UnavailableError } from "../base/errors.ts";
import { SMALL_FILE_BYTES_MAX } from "../base/limits.ts";
import { isNamedPipe, NO_FILE } from "./named_pipe.ts";
import { FILE_EXIT_CODE, unreadable } from "./unreadable.ts";

/** What is wrong with a byte order mark is for whoever reads the text to say. */
const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Reads at once, so the file must be small.
 *
 * @param what The file's kind, for messages.
 * @throws {UnavailableError} If it cannot be read, or is too large.
 */
export function readSmallFile(path: string, what: string): string {
  if (isNamedPipe(path, about(path))) throw unreadable(path, NO_FILE);
  const bytes = readUpTo(path, SMALL_FILE_BYTES_MAX + 1);
  if (bytes.length > SMALL_FILE_BYTES_MAX) {
    throw new UnavailableError(
      `Cannot use ${quote(path)} as a ${what} as it has more than ` +
        `${SMALL_FILE_BYTES_MAX} bytes`,
      FILE_EXIT_CODE,
    );
  }
  return DECODER.decode(bytes);
}

/** A device tells of no size, and may have no end. */
function readUpTo(path: string, bytesMax: number): Uint8Array {
  try {
    using file = Deno.openSync(path);
    const bytes = new Uint8Array(bytesMax);
    let length = 0;
    for (let count: number | null = 0; count !== null && length < bytesMax;) {
      length += count;
      count = file.readSync(bytes.subarray(length));
    }
    return bytes.subarray(0, length);
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
