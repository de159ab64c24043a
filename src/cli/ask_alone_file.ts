/** `--ask-alone FILE`: of whom a backend tells without others' time. */

import { counted } from "../base/counted.ts";
import { type AskAlone, parseAskAlone } from "../calendar/ask_alone.ts";
import { readSmallFile } from "../store/text_file.ts";
import { optionalFlag, parseText } from "./flags.ts";
import type { Io } from "./io.ts";
import { WatchedFile } from "./watched_file.ts";

export const ASK_ALONE_FLAG = optionalFlag({
  placeholder: "FILE",
  summary: "names that may be asked about alone, one a line; without it, all",
}, parseText);

/**
 * Null where no file is given: then everybody may be asked about alone.
 *
 * @throws {FileFormatError} If a line is no name.
 * @throws {UnavailableError} If it cannot be read.
 */
export function openAskAloneFile(
  path: string | undefined,
  io: Io,
): WatchedFile<AskAlone> | null {
  if (path === undefined) return null;
  return new WatchedFile({
    path,
    read: (path) => parseAskAlone(readSmallFile(path, "list of names"), path),
    taken: ({ size }) =>
      `${counted(size, "name")} of ${path} may be asked about alone.`,
    kept: "The old names may be asked about alone",
  }, io);
}
