/** What is asked of a peer's JSON before it is used, or shown to anybody. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

const NOT_PLAIN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Text that cannot move a cursor, ring a bell or end a line. */
export function isPlain(value: unknown): value is string {
  return typeof value === "string" && !NOT_PLAIN.test(value);
}

/** A list of such texts. */
export function arePlain(texts: unknown): texts is string[] {
  return Array.isArray(texts) && texts.every(isPlain);
}

/** The text, with a mark in the place of all that is not plain. */
export function madePlain(text: string): string {
  return text.replace(new RegExp(NOT_PLAIN, "gu"), "\ufffd");
}
