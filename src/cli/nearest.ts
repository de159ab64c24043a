/** What somebody who mistyped a word most likely meant. */

/**
 * @param words At least one.
 * @returns The word that takes the fewest edits to become `typed`, where upper
 * and lower case count as equal; among equals the first.
 *
 * @example Swapped letters count once
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(nearestWord("qurey", ["help", "query", "up"]), "query");
 * ```
 */
export function nearestWord(typed: string, words: readonly string[]): string {
  let nearest = "";
  let fewest = Infinity;
  for (const word of words) {
    const edits = editDistance(typed.toLowerCase(), word.toLowerCase());
    if (edits < fewest) [nearest, fewest] = [word, edits];
  }
  return nearest;
}

/** Inserted, deleted, replaced and swapped characters (restricted Damerau). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(replaced, above[j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j]!, before[j - 2]! + 1);
      }
    }
    [before, above] = [above, row];
  }
  return above[b.length]!;
}
