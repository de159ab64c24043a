/** `--groups FILE`: whom a main server asks about for `@design`. */

import { counted } from "../base/counted.ts";
import { type Groups, parseGroups } from "../calendar/groups.ts";
import { readSmallFile } from "../store/text_file.ts";
import { optionalFlag, parseText } from "./flags.ts";
import type { Io } from "./io.ts";
import { WatchedFile } from "./watched_file.ts";

export const GROUPS_FLAG = optionalFlag({
  placeholder: "FILE",
  summary: "groups of people, a line each like design: lilith, zein, which " +
    "are asked for as @design",
}, parseText);

/**
 * Undefined where no file is given: then nobody is a group.
 *
 * @throws {FileFormatError} If a line is no group.
 * @throws {UnavailableError} If it cannot be read.
 */
export function openGroupsFile(
  path: string | undefined,
  io: Io,
): WatchedFile<Groups> | undefined {
  if (path === undefined) return undefined;
  return new WatchedFile({
    path,
    read: (path) => parseGroups(readSmallFile(path, "list of groups"), path),
    taken: ({ size }) =>
      `Main server reloaded ${counted(size, "group")} from ${path}.`,
    kept: "Main server keeps its old groups",
  }, io);
}
