/** What files a source of people's time is made of. */

import { parse } from "@std/path";
import { FileFormatError, quote } from "../base/errors.ts";
import { FOLDER_FILES_MAX } from "../base/limits.ts";
import { NO_FILE } from "./named_pipe.ts";
import { about } from "./text_file.ts";
import { unreadable } from "./unreadable.ts";

/** One of a folder's files. */
export interface SourceFile {
  readonly path: string;
  /** What it is called in messages. */
  readonly shownAs: string;
}

/** What a source is made of. */
export interface SourceFiles {
  /** Calendars and free-time files, in the order of their names. */
  readonly files: readonly SourceFile[];
  readonly settings: SourceFile | null;
}

/** How a folder says what holds for its people. */
const SETTINGS_FILE = "convene.toml";

/** @throws {UnavailableError} If there is no such file. */
export function isFolder({ path, shownAs }: SourceFile): boolean {
  return about(path, shownAs).isDirectory;
}

/** Whether a file is somebody's calendar; else it lists free times. */
export function isCalendar({ path }: SourceFile): boolean {
  return extension(path) === ".ics";
}

/** Whether it looks like a list of free times; one alone need not. */
export function isList({ path }: SourceFile): boolean {
  return extension(path) === ".txt";
}

/**
 * The files of a folder that count. What is hidden is somebody else's.
 *
 * @throws {UnavailableError} If it cannot be read.
 * @throws {FileFormatError} If there are too many, or none.
 */
export function filesIn(folder: SourceFile): SourceFiles {
  const files: SourceFile[] = [];
  let settings: SourceFile | null = null;
  for (const name of namesIn(folder)) {
    const file = {
      path: join(folder.path, name),
      shownAs: join(folder.shownAs, name),
    };
    if (name === SETTINGS_FILE) settings = file;
    else if (isCalendar(file) || isList(file)) files.push(file);
  }
  // As it looks while the disk is missing that should be there.
  if (files.length === 0) {
    throw new FileFormatError(
      `Cannot serve ${quote(folder.shownAs)} as the folder has no .ics and ` +
        "no .txt file",
    );
  }
  if (files.length > FOLDER_FILES_MAX) {
    throw new FileFormatError(
      `Cannot serve ${quote(folder.shownAs)} as a folder has at most ` +
        `${FOLDER_FILES_MAX} files: got ${files.length}`,
    );
  }
  return { files, settings };
}

/** What to look at for changes. */
export function watchedPaths(source: SourceFile): readonly string[] {
  try {
    if (!isFolder(source)) return [source.path];
    const { files, settings } = filesIn(source);
    return [...files, ...(settings ? [settings] : [])].map(({ path }) => path);
  } catch {
    // It may come back, and a file is told to be gone by looking at it.
    return [source.path];
  }
}

/**
 * What is known of a file that has an end, which a pipe or a device has not:
 * whoever read one would wait for ever, and all other files with it.
 *
 * @throws {UnavailableError} If it is anything else.
 */
export function readable({ path, shownAs }: SourceFile): Deno.FileInfo {
  const info = about(path, shownAs);
  if (info.isFile) return info;
  throw unreadable(
    shownAs,
    info.isDirectory ? new Deno.errors.IsADirectory() : NO_FILE,
  );
}

function namesIn({ path, shownAs }: SourceFile): string[] {
  try {
    return [...Deno.readDirSync(path)]
      .filter(({ name, isDirectory }) => !isDirectory && !name.startsWith("."))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    throw unreadable(shownAs, error);
  }
}

function extension(path: string): string {
  return parse(path).ext.toLowerCase();
}

function join(folder: string, name: string): string {
  return folder.endsWith("/") ? folder + name : `${folder}/${name}`;
}
