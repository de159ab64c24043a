/** Bugs by which somebody is told of alone who should not be. */

import type { PlantedBug } from "./planted_bug.ts";

export const COMPANY_BUGS: readonly PlantedBug[] = [
  {
    name: "alone-never-refused",
    file: "src/protocol/answerer.ts",
    find: "if (wish.alone && notAlone) {",
    replace: "if (wish.alone && !notAlone) {",
    breaks: "those are refused who may be asked about alone, and no others",
  },
  {
    name: "silent-company-counts",
    file: "src/protocol/group.ts",
    find: "    if (!isChecked(group)) continue;\n",
    replace: "",
    breaks: "who was not checked is company enough to tell of somebody",
  },
  {
    name: "first-server-decides",
    file: "src/protocol/group.ts",
    find: "checked?.parts.find(isGuarded);",
    replace: "checked?.parts.slice(0, 1).find(isGuarded);",
    breaks: "of two calendars of one person the second is not protected",
  },
  {
    name: "refused-for-company",
    file: "src/protocol/group.ts",
    find: "if (checked !== null || group.names.length > 1) return null;",
    replace: "if (group.names.length > 1) return null;",
    breaks: "people of several servers are refused as if they were alone",
  },
  {
    name: "guard-lost-between-blocks",
    file: "src/protocol/inquiries.ts",
    find: "    inquiry.notAlone ||= landing.notAlone;\n",
    replace: "",
    breaks: "a long answer is told that is not to be told alone",
  },
  {
    name: "guard-lost-with-an-old-part",
    file: "src/protocol/group.ts",
    find: "notAlone: same?.notAlone ?? false };",
    replace: "notAlone: false };",
    breaks: "what was heard before a list changed is told alone",
  },
  {
    name: "old-names-alone",
    file: "src/protocol/answerer.ts",
    find: "    this.#askAlone = askAlone;\n  }\n\n  /**\n   * @returns Data",
    replace:
      "    this.#askAlone ??= askAlone;\n  }\n\n  /**\n   * @returns Data",
    breaks: "after a reload the names before may be asked about alone",
  },
];
