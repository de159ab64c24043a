/** How much room text takes at a terminal, and how it is broken to fit. */

/** What is drawn over the character before it, or not at all. */
const ZERO = /\p{Mn}|\p{Me}|\p{Cf}|[\u1160-\u11ff]/u;
/** What UAX #11 calls wide, as far as names and sentences have it. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18d08}\u{1aff0}-\u{1b2fb}\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/**
 * @example Characters of East Asia are twice as wide, and accents take nothing
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(columnsOf("zoe\u0308"), 3);
 * assertEquals(columnsOf("花子"), 4);
 * ```
 */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const char of text) columns += columnsOfChar(char);
  return columns;
}

function columnsOfChar(char: string): number {
  if (char < "\u0300" && char !== "\u00ad") return 1;
  if (ZERO.test(char)) return 0;
  return WIDE.test(char) ? 2 : 1;
}

/** Breaks between words, and within a word that is wider than a line. */
export function wrapText(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (columnsOf(longer) <= columns) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line.trimEnd());
    const parts = cutText(word, columns);
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1)!;
  }
  return [...lines, line];
}

/** Pieces that are each as wide as may be; one at least. */
function cutText(text: string, columns: number): string[] {
  const pieces = [""];
  let used = 0;
  for (const char of text) {
    const more = columnsOfChar(char);
    if (used + more > columns) {
      pieces.push("");
      used = 0;
    }
    pieces[pieces.length - 1] += char;
    used += more;
  }
  return pieces;
}
