/** Small files of text that are no secret. */

import { unreadable } from "./unreadable.ts";

/** As {@linkcode readText}, for whoever cannot wait. */
export function readTextSync(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** @throws {UnavailableError} If it cannot be read; its exit code is 2. */
export async function readText(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}
