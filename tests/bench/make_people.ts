/**
 * Free-time files of any number of people for measurements: the same number
 * makes the same file. A million people take 148 MB.
 */

import { below, seededRandom } from "../support/seeded_random.ts";

const INTERVALS = 10;
const PIECE_PEOPLE = 1_000;

/** The name of person `index` of {@linkcode makePeople}. */
export function nameOfPerson(index: number): string {
  return `person${index}`;
}

/** Writes `count` people of ten sorted intervals each to `path`. */
export async function makePeople(path: string, count: number): Promise<void> {
  const random = seededRandom(count);
  using file = await Deno.open(path, {
    write: true,
    create: true,
    truncate: true,
  });
  const writer = file.writable.getWriter();
  const encoder = new TextEncoder();
  for (let from = 0; from < count; from += PIECE_PEOPLE) {
    const size = Math.min(PIECE_PEOPLE, count - from);
    const lines = Array.from({ length: size }, (_, i) => {
      let time = 10_000 + below(random, 1_000);
      const pairs = Array.from({ length: INTERVALS }, () => {
        const start = time += 1 + below(random, 500);
        const end = time += 1 + below(random, 500);
        return `[${start},${end}]`;
      });
      return `${nameOfPerson(from + i)};[${pairs.join(",")}]\n`;
    });
    await writer.write(encoder.encode(lines.join("")));
  }
  writer.releaseLock();
}
