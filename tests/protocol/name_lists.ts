/** Lists of names and people for the tests of this room. */

import { FreeTimeParser } from "../../src/calendar/free_time_file.ts";
import type { NameList } from "../../src/calendar/name_list.ts";
import type { People } from "../../src/calendar/people.ts";
import { below, seededRandom } from "../support/seeded_random.ts";

/** People as a file with these lines has them. */
export function peopleOf(lines: readonly string[]): People {
  const parser = new FreeTimeParser({ path: "a.txt", skipBadLines: false });
  parser.push(new TextEncoder().encode(lines.join("\n")));
  return parser.finish().people;
}

export function namesOf(names: readonly string[]): NameList {
  return peopleOf(names.map((name) => `${name};[]`)).names;
}

/** So many names, long ones of chance, so that a few dozen fill a chunk. */
export function manyNames(count: number): NameList {
  const random = seededRandom(count);
  const tail = () => below(random, 36 ** 8).toString(36);
  return namesOf(Array.from({ length: count }, (_, i) => {
    return `n${i}-${Array.from({ length: 6 }, tail).join("")}`;
  }));
}
