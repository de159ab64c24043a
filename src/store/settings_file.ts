/** `convene.toml` of a folder of calendars. */

import {
  type FolderSettings,
  parseSettings,
} from "../calendar/folder_settings.ts";
import { readable, type SourceFile } from "./source_files.ts";
import { readSmallFile } from "./text_file.ts";

/**
 * @throws {FileFormatError} If anything in it is wrong.
 * @throws {UnavailableError} If it cannot be read, or is too large.
 */
export async function readSettingsFile(
  file: SourceFile,
): Promise<FolderSettings> {
  readable(file);
  const text = readSmallFile(file.path, "file of settings");
  return await parseSettings(text, file.shownAs);
}
