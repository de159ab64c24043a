/**
 * The list of bugs cannot rot: each has its place in the code as it is today.
 * That they are caught is what `run.ts` finds out, and takes minutes for.
 */

import { assert, assertEquals } from "@std/assert";
import { BUGS } from "./bugs.ts";
import { plant } from "./planted_bug.ts";
import { UNSEEN_BUGS } from "./unseen.ts";

const ROOT = new URL("../../", import.meta.url);
/** As many as were promised. */
const BUGS_MIN = 40;
const ALL = [...BUGS, ...UNSEEN_BUGS];

Deno.test("each planted bug has its one place in the production code", () => {
  for (const bug of ALL) {
    const sound = Deno.readTextFileSync(new URL(bug.file, ROOT));
    assert(plant(bug, sound) !== sound, `${bug.name} changes nothing`);
    assert(bug.file.startsWith("src/"), `${bug.name} is in no production code`);
  }
});

Deno.test("there are as many planted bugs as promised, each once", () => {
  const names = ALL.map(({ name }) => name);
  assertEquals(names.length, new Set(names).size);
  const changes = ALL.map(({ file, find, replace }) =>
    JSON.stringify([file, find, replace])
  );
  assertEquals(changes.length, new Set(changes).size);
  assert(BUGS.length >= BUGS_MIN, `there are only ${BUGS.length}`);
});

Deno.test("each bug that no seed shows is shown by a test", () => {
  for (const { name, seenIn, seenBy } of UNSEEN_BUGS) {
    const source = Deno.readTextFileSync(new URL(seenIn, ROOT));
    const isThere = source.includes(`Deno.test("${seenBy}"`);
    assert(isThere, `${name}: ${seenIn} has no test "${seenBy}"`);
  }
});
