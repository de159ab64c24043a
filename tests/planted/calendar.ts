/** Bugs in names: how they are compared, listed and told apart. */

import type { PlantedBug } from "./planted_bug.ts";

export const CALENDAR_BUGS: readonly PlantedBug[] = [
  {
    name: "hash-is-name",
    file: "src/calendar/name_list.ts",
    find: "return this.#compare(asked, at) === 0 ? at : -1;",
    replace: "return at;",
    breaks: "somebody else is asked whose name has the same hash",
  },
  {
    name: "second-of-a-hash-unknown",
    file: "src/calendar/name_list.ts",
    find:
      "if (this.#hashes[at + 1] === hash) at = this.#searchEqual(at, asked);",
    replace: "",
    breaks: "of two names with the same hash the second is unknown",
  },
  {
    name: "typed-is-key",
    file: "src/calendar/name.ts",
    find: "return isLower ? name : name.toLowerCase();",
    replace: "return name;",
    breaks: "who is typed with a capital letter is unknown",
  },
  {
    name: "marks-stay-apart",
    file: "src/calendar/name.ts",
    find: 'const key = composed.toLowerCase().normalize("NFC");',
    replace: "const key = name.toLowerCase();",
    breaks: "a letter and its accent typed apart make another name",
  },
  {
    name: "order-of-file",
    file: "src/calendar/sort_names.ts",
    find: "order[length++] = halves[2 * start + LOW]!;",
    replace: "order[length++] = start;",
    breaks: "names stand in the order of the file, where nobody looks for them",
  },
  {
    name: "person-counted-twice",
    file: "src/wire/asked_names.ts",
    find: "return nameKey(name) ?? name;",
    replace: "return name;",
    breaks: "a person who is typed in two ways is asked for twice",
  },
  {
    name: "long-names-cut-twice",
    file: "src/calendar/name_list.ts",
    find: "      if (after > endMax) break;\n      end = after;",
    replace: "      end = after;\n      if (after > endMax) break;",
    breaks: "a name that fills a chunk is in that one and in the next",
  },
];
