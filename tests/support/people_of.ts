/** The people of a free-time file that a test writes out. */

import { FreeTimeParser } from "../../src/calendar/free_time_file.ts";
import type { People } from "../../src/calendar/people.ts";

export function peopleOf(file: string): People {
  const parser = new FreeTimeParser({ path: "test.txt", skipBadLines: false });
  parser.push(new TextEncoder().encode(file));
  return parser.finish().people;
}
