/** What a server may call itself: its name stands in answers and in logs. */

import type { ByteReader } from "../base/bytes.ts";
import { quote, WireError } from "../base/errors.ts";
import { SERVER_NAME_BYTES_MAX } from "../base/limits.ts";

/**
 * One line without commas, which separate names, and without characters that
 * nobody can see. Blanks may stand within, as in a file's name.
 */
export function isServerName(text: string): boolean {
  return /^[^,\p{C}\p{Zl}\p{Zp}]+$/u.test(text) && text === text.trim() &&
    new TextEncoder().encode(text).length <= SERVER_NAME_BYTES_MAX;
}

/** @throws {WireError} If it is none, as a line of its own could be forged. */
export function readServerName(reader: ByteReader): string {
  const name = reader.text("server", SERVER_NAME_BYTES_MAX);
  if (isServerName(name)) return name;
  throw new WireError(
    `Cannot read server as it is one line without commas: got ${quote(name)}`,
  );
}
