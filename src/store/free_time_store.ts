/** Free-time files on disk: read in pieces, and looked at for changes. */

import {
  type FreeTimeOptions,
  FreeTimeParser,
  type ParsedFile,
} from "../calendar/free_time_file.ts";
import { unreadable } from "./unreadable.ts";

/** Small enough that the loop serves others between two pieces. */
const PIECE_BYTES = 262_144;

export interface ReadOptions extends Omit<FreeTimeOptions, "path"> {
  /** What the file is called in messages; its path if not given. */
  readonly shownAs?: string;
}

/**
 * @throws {FileFormatError} If lines are bad, with a list of them.
 * @throws {UnavailableError} If the file cannot be read.
 */
export async function readFreeTimes(
  path: string,
  { shownAs = path, ...options }: ReadOptions,
): Promise<ParsedFile> {
  const parser = new FreeTimeParser({ ...options, path: shownAs });
  using file = await open(path, shownAs);
  const buffer = new Uint8Array(PIECE_BYTES);
  for (;;) {
    const count = await read(file, { buffer, shownAs });
    if (count === null) return parser.finish();
    parser.push(buffer.subarray(0, count));
  }
}

async function open(path: string, shownAs: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path);
  } catch (error) {
    throw unreadable(shownAs, error);
  }
}

async function read(
  file: Deno.FsFile,
  { buffer, shownAs }: {
    readonly buffer: Uint8Array;
    readonly shownAs: string;
  },
): Promise<number | null> {
  try {
    return await file.read(buffer);
  } catch (error) {
    throw unreadable(shownAs, error);
  }
}
