/** The lines of a small file that say something: `#` begins a comment. */

export interface WrittenLine {
  /** From 1. */
  readonly line: number;
  /** Without its end; a carriage return may be left. */
  readonly text: string;
}

/** All lines but blank ones and comments. */
export function writtenLines(text: string): WrittenLine[] {
  return text.replace(/^\ufeff/u, "").split("\n")
    .map((text, index) => ({ line: index + 1, text }))
    .filter(({ text }) => !/^\s*(?:#|$)/u.test(text));
}
