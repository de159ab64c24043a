/**
 * An isolate of its own costs a file of tests 0.3 s of CPU time, most of it to
 * load and compile what others have loaded, so the tests of a room share one:
 * the files of `tests/suites/` import them. None may be forgotten, and none
 * run twice.
 */

import { assert, assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import config from "../deno.json" with { type: "json" };

const ROOT = fromFileUrl(new URL("../", import.meta.url));

/** What tasks name: files, folders, and files by a pattern. */
const named = [config.tasks.test, config.tasks["test:e2e"]]
  .flatMap((task) => task.split(" "))
  .filter((word) => word.startsWith("tests/"));

const tests = filesIn("tests").filter((path) => path.endsWith("_test.ts"));

function filesIn(folder: string): string[] {
  return [...Deno.readDirSync(ROOT + folder)].flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory ? filesIn(path) : [path];
  });
}

/** The tests that a file of `tests/suites/` runs. */
function importedBy(suite: string): string[] {
  const imports = Deno.readTextFileSync(ROOT + suite)
    .matchAll(/^import "\.\.\/(.+)";$/gm);
  return [...imports].map(([, path]) => `tests/${path}`);
}

/** How a task finds it, be it by its folder. */
function isNamed(path: string): boolean {
  return named.some((word) => {
    const [start = "", end] = word.split("*");
    if (end === undefined) return path.startsWith(`${word}/`);
    const middle = path.slice(start.length, -end.length);
    return path.startsWith(start) && path.endsWith(end) &&
      !middle.includes("/");
  });
}

Deno.test("tasks run each file of tests once", () => {
  const imported = filesIn("tests/suites").filter(isNamed).flatMap(importedBy);
  const times = (path: string) =>
    imported.filter((other) => other === path).length + Number(isNamed(path));
  assert(tests.length > 100 && imported.length > 100, "they were found");
  assertEquals(tests.filter((path) => times(path) !== 1), []);
  assertEquals(imported.filter((path) => !tests.includes(path)), []);
});
