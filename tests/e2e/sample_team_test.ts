/** The sample calendars come with the program, and what reads them as well. */

import { assertEquals, assertMatch } from "@std/assert";
import { run } from "../support/process.ts";
import { TempFolder } from "../support/temp_folder.ts";

Deno.test("convene check data/team needs no folder of that name", async () => {
  using home = new TempFolder();
  const { code, stdout, stderr } = await run(["check", "data/team"], {
    cwd: home.path,
  });
  assertEquals([code, stderr], [0, ""]);
  assertMatch(stdout, /^data\/team\/jonas\.ics: jonas, Europe\/Berlin, \d+ /m);
  assertMatch(stdout, /^data\/team: 5 people, 0 errors, 0 warnings$/m);
});
