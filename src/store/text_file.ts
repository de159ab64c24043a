/** Small files of text: certificates, keys and tokens. */

import { FileFormatError, quote } from "../base/errors.ts";
import { unreadable } from "./unreadable.ts";

/** Those of the group's and everybody's bits that let them read or write. */
const OTHERS_BITS = 0o077;

/** @throws {UnavailableError} If it cannot be read; its exit code is 2. */
export async function readText(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/**
 * Reads a secret. One that others can read is none any more, and is refused
 * where the system knows such a thing.
 *
 * @throws {FileFormatError} If its group or others may use it.
 * @throws {UnavailableError} If it cannot be read; its exit code is 2.
 */
export async function readSecret(path: string): Promise<string> {
  try {
    using file = await Deno.open(path);
    // Of the open file, as another might be put in its place meanwhile.
    const { mode } = await file.stat();
    if (mode !== null && (mode & OTHERS_BITS) !== 0) throw shared(path, mode);
    return await readAll(file);
  } catch (error) {
    if (error instanceof FileFormatError) throw error;
    throw unreadable(path, error);
  }
}

async function readAll(file: Deno.FsFile): Promise<string> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(65_536);
  let text = "";
  for (;;) {
    const count = await file.read(buffer);
    if (count === null) return text + decoder.decode();
    text += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
}

function shared(path: string, mode: number): FileFormatError {
  const bits = (mode & 0o777).toString(8).padStart(4, "0");
  return new FileFormatError(
    `Cannot use ${quote(path)} as a secret as its group or others may use ` +
      `it: expected mode 0600, got ${bits} (chmod 600 makes it so)`,
  );
}
