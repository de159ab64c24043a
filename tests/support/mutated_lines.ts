/** A line in which one character after another is another. */

import { below, seededRandom } from "./seeded_random.ts";

/** Each has one character changed to a printable one, or to itself. */
export function* mutatedLines(
  line: string,
  { seed, count }: { readonly seed: number; readonly count: number },
): Generator<string> {
  const random = seededRandom(seed);
  for (let i = 0; i < count; i++) {
    const at = below(random, line.length);
    const char = String.fromCharCode(32 + below(random, 95));
    yield line.slice(0, at) + char + line.slice(at + 1);
  }
}
