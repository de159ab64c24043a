/** Calendars as text, whatever their files turn out to be. */

import { quote, UnavailableError } from "../base/errors.ts";
import { CALENDAR_BYTES_MAX } from "../base/limits.ts";
import { readable, type SourceFile } from "./source_files.ts";
import { FILE_EXIT_CODE, unreadable } from "./unreadable.ts";

/** The byte-order mark of UTF-8. */
const MARK = [0xef, 0xbb, 0xbf];

/** @throws {UnavailableError} If it cannot be read, or is no calendar's file. */
export async function readCalendarText(source: SourceFile): Promise<string> {
  const { size } = readable(source);
  const { path, shownAs } = source;
  if (size > CALENDAR_BYTES_MAX) {
    throw new UnavailableError(
      `Cannot read ${quote(shownAs)} as a calendar has at most ` +
        `${CALENDAR_BYTES_MAX} bytes`,
      FILE_EXIT_CODE,
    );
  }
  // Room for a byte more: a file may grow for as long as it is read.
  const bytes = new Uint8Array(size + 1);
  let length = 0;
  try {
    using file = await Deno.open(path);
    for (let count: number | null = 0; count !== null;) {
      length += count;
      if (length > size) break;
      count = await file.read(bytes.subarray(length));
    }
  } catch (error) {
    throw unreadable(shownAs, error);
  }
  if (length > size) {
    throw new UnavailableError(
      `Cannot read ${quote(shownAs)}: it grows while it is read`,
      FILE_EXIT_CODE,
    );
  }
  return decode(bytes.subarray(0, length));
}

/**
 * UTF-16 is told by its mark, which begins no calendar of another encoding.
 *
 * What is neither is of a program that is older than that, or has lines that are
 * folded within characters, as many programs count bytes. No two texts become
 * one by it, or events that have nothing in common could have the same UID.
 */
function decode(bytes: Uint8Array): string {
  const mark = bytes[0]! << 8 | bytes[1]!;
  const encoding = mark === 0xfffe
    ? "utf-16le"
    : mark === 0xfeff
    ? "utf-16be"
    : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    const isMarked = MARK.every((byte, i) => bytes[i] === byte);
    const rest = bytes.subarray(isMarked ? MARK.length : 0);
    return new TextDecoder("windows-1252").decode(rest);
  }
}
