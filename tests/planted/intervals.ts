/** Bugs in the algebra of free time, and in how its columns are made. */

import type { PlantedBug } from "./planted_bug.ts";

export const INTERVAL_BUGS: readonly PlantedBug[] = [
  {
    name: "empty-where-touching",
    file: "src/intervals/interval_set.ts",
    find: "if (start < first) {",
    replace: "if (start <= first) {",
    breaks: "where two people's slots touch they share a slot of no length",
  },
  {
    name: "stale-scratch",
    file: "src/intervals/columns.ts",
    find: "intersectInto(to, from, bounds, at, end, length);",
    replace: "intersectInto(to, from, bounds, at, end);",
    breaks: "what an earlier question left in the scratch counts as free time",
  },
  {
    name: "first-person-skipped",
    file: "src/intervals/columns.ts",
    find: "for (let i = 0; i < people.length && length > 0; i++) {",
    replace: "for (let i = 1; i < people.length && length > 0; i++) {",
    breaks: "the first person counts only if nobody has fewer slots",
  },
  {
    name: "scratch-too-small",
    file: "src/intervals/columns.ts",
    find: "scratch.reserve(length + end - at);",
    replace: "scratch.reserve(length);",
    breaks: "common slots beyond the room for the shorter set are lost",
  },
  {
    name: "ends-in-list-order",
    file: "src/calendar/free_time_file.ts",
    find: "ends[i] = fileStarts[index + 1]!;",
    replace: "ends[i] = fileStarts[i + 1]!;",
    breaks: "a person's slots end where those of somebody else do",
  },
  {
    name: "touching-kept-apart",
    file: "src/calendar/free_time_line.ts",
    find: "if (this.length > 0 && start <= this.bounds[this.length - 1]!) {",
    replace: "if (this.length > 0 && start < this.bounds[this.length - 1]!) {",
    breaks: "slots of a file that touch are not joined",
  },
  {
    name: "unsorted-taken-as-is",
    file: "src/calendar/free_time_line.ts",
    find: "if (!this.#isSorted) this.#sort();",
    replace: "if (!this.#isSorted && this.length === 0) this.#sort();",
    breaks: "slots of a file that are in no order stay so",
  },
  {
    name: "empty-set-forgotten",
    file: "src/intervals/interval_set.ts",
    find: "return a && b ? intersect(a, b) : a ?? b;",
    replace: "return a?.length && b ? intersect(a, b) : b ?? a;",
    breaks: "one group without common time is taken for one not asked yet",
  },
  {
    name: "last-server-only",
    file: "src/protocol/group.ts",
    find:
      "common = common === null ? told.slots : intersect(common, told.slots);",
    replace: "common = told.slots;",
    breaks: "of a person's two calendars only the last one counts",
  },
  {
    name: "silence-is-freedom",
    file: "src/protocol/group.ts",
    find: "return asks.some(({ told }) => told === null);",
    replace: "return asks.length === 0;",
    breaks: "a calendar that did not answer is left out without a word",
  },
];
