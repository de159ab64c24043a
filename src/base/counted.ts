/**
 * How many there are of something, in words.
 *
 * @param more What two of them are called, where an s is not enough.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(counted(1, "group"), "1 group");
 * assertEquals(counted(0, "group"), "0 groups");
 * assertEquals(counted(2, "person", "people"), "2 people");
 * ```
 */
export function counted(count: number, one: string, more = `${one}s`): string {
  return `${count} ${count === 1 ? one : more}`;
}
