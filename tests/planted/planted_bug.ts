/**
 * A mistake that a good programmer might make, as data: one place in the
 * production code, and what stands there instead.
 */

export interface PlantedBug {
  readonly name: string;
  /** From the root, like `src/wire/slots.ts`. */
  readonly file: string;
  /** Occurs once in the file. */
  readonly find: string;
  readonly replace: string;
  /** What goes wrong, for whoever reads the table. */
  readonly breaks: string;
}

/**
 * The file's text with the bug in it.
 *
 * @throws {RangeError} If the place is not there once, as the code has moved
 * on: a bug that is planted nowhere would be reported as one that nobody sees.
 *
 * @example One place, and no other
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * const bug = {
 *   name: "late",
 *   file: "src/a.ts",
 *   find: "i < n",
 *   replace: "i <= n",
 *   breaks: "",
 * };
 * assertEquals(plant(bug, "while (i < n) i++;"), "while (i <= n) i++;");
 * assertThrows(() => plant(bug, "i < n && i < nMax"), RangeError, "2 times");
 * ```
 */
export function plant(bug: PlantedBug, text: string): string {
  const { name, file, find, replace } = bug;
  const [before = "", ...after] = text.split(find);
  if (after.length !== 1) {
    throw new RangeError(
      `Cannot plant ${name} as its place is in ${file} once: got it ${after.length} times`,
    );
  }
  return before + replace + after[0];
}
