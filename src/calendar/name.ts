/**
 * Names of people. A name is shown as it is written and compared by its key:
 * NFC, lower-cased, so that Zoë is zoë however it is typed.
 */

import { NAME_CHARS_MAX } from "../base/limits.ts";

/** What a name is, for whoever wrote another thing. */
export const NAME_RULE =
  `a name of 1 to ${NAME_CHARS_MAX} letters, digits or . _ - @ + '`;

/** What stands in {@linkcode nameCharKind} for a character of ASCII. */
export const REFUSED = 0;
export const KEPT = 1;
/** An upper-case letter: in a name, but not in a key. */
export const LOWERED = 2;

const CODE_OF_A = 65;
const CODE_OF_Z = 90;
const ASCII_END = 128;

const ASCII_KINDS = Uint8Array.from({ length: ASCII_END }, (_, code) => {
  if (code >= CODE_OF_A && code <= CODE_OF_Z) return LOWERED;
  return /[a-z0-9._\-@+']/.test(String.fromCharCode(code)) ? KEPT : REFUSED;
});

/** What an ASCII character is to a name; undefined beyond ASCII. */
export function nameCharKind(code: number): number | undefined {
  return ASCII_KINDS[code];
}

/** A mark belongs to the character before it, so none comes first. */
const NAME = /^[\p{L}\p{N}._\-@+'][\p{L}\p{M}\p{N}._\-@+']*$/u;

/**
 * The form by which names are compared; undefined if `name` is none. The key
 * of a key is itself.
 *
 * @example However it is typed
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(nameKey("Zoe\u0308"), "zo\u00eb");
 * assertEquals(nameKey("zein callie"), undefined);
 * ```
 */
export function nameKey(name: string): string | undefined {
  let isLower = true;
  for (let i = 0; i < name.length; i++) {
    const kind = nameCharKind(name.charCodeAt(i));
    if (kind === undefined) return unicodeKey(name);
    if (kind === REFUSED) return undefined;
    if (kind === LOWERED) isLower = false;
  }
  if (name.length === 0 || name.length > NAME_CHARS_MAX) return undefined;
  return isLower ? name : name.toLowerCase();
}

function unicodeKey(name: string): string | undefined {
  const composed = name.normalize("NFC");
  if (!NAME.test(composed)) return undefined;
  const key = composed.toLowerCase().normalize("NFC");
  // İ becomes an i with a dot, the one letter that lower-casing makes two
  // characters of. They count as one, or a name would be fine and its key not.
  const chars = key.replaceAll("i\u0307", "i");
  return [...chars].length > NAME_CHARS_MAX ? undefined : key;
}
