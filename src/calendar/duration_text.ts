/** How long something is, as people read it. */

import type { Times } from "./times.ts";

const UNITS: readonly [name: string, seconds: number][] = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
];

/**
 * @example Numbers are only counted
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(formatDuration(5_400, "instants"), "1 h 30 min");
 * assertEquals(formatDuration(5_400, "numbers"), "5400");
 * ```
 */
export function formatDuration(length: number, times: Times): string {
  if (times === "numbers") return `${length}`;
  const parts: string[] = [];
  let rest = length;
  for (const [name, seconds] of UNITS) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.join(" ");
}
