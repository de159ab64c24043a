/** What a main server keeps to itself, and what it writes down: section 5. */

import { assertEquals, assertMatch } from "@std/assert";
import { SMALL_FILE_BYTES_MAX } from "../../src/base/limits.ts";
import { Cluster } from "../support/cluster.ts";
import { run } from "../support/process.ts";

const A = "lilith;[[1,3]]\njameson;[[2,5]]\n";

Deno.test("convene serve-main --min-group speaks of no smaller group", async () => {
  const flags = ["--min-group=2"];
  await using cluster = await Cluster.start({ A }, { flags });
  const two = await cluster.query(["lilith", "jameson"]);
  assertEquals([two.code, two.stdout], [0, "Available time slots: [2,3]\n"]);
  for (const names of [["lilith"], ["lilith", "nobody"]]) {
    const { code, stdout, stderr } = await cluster.query(names);
    assertEquals([code, stdout], [4, ""]);
    assertMatch(stderr, /speaks of larger groups only/);
  }
  using client = await cluster.connect();
  const { error } = await client.askJson(["lilith"]);
  assertEquals(error?.code, "group_too_small");
});

Deno.test("convene serve-main --audit writes down who asked about whom", async () => {
  const folder = await Deno.makeTempDir({ prefix: "convene-" });
  try {
    const path = `${folder}/audit.jsonl`;
    const flags = [`--audit=${path}`];
    await using cluster = await Cluster.start({ A }, { flags });
    await cluster.query(["lilith", "jameson"]);
    await cluster.query(["nobody"]);
    const text = await Deno.readTextFile(path);
    const records = text.trimEnd().split("\n").map((line) => JSON.parse(line));
    assertEquals(
      records.map(({ client, names, outcome, slots }) => {
        return [client, names.join(), outcome, slots];
      }),
      [
        [null, "lilith,jameson", "answered", 1],
        [null, "nobody", "answered", null],
      ],
    );
    for (const { time, from } of records) {
      assertMatch(time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      assertMatch(from, /^127\.0\.0\.1:\d+$/);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("convene serve-backend --ask-alone tells of others in company only", async (t) => {
  await using cluster = await Cluster.start({ B: "zein;[[1,4]]\n" });
  const path = `${cluster.folder}/alone.txt`;
  await Deno.writeTextFile(path, "# the team's desk\njameson\n");
  const flags = [`--ask-alone=${path}`];
  const backend = await cluster.startRegistered({
    name: "A",
    people: A,
    flags,
  });
  const refused = /only lilith could be checked, of whom server A speaks/;

  await t.step("of those on the list alone", async () => {
    const { code, stdout } = await cluster.query(["jameson"]);
    assertEquals([code, stdout], [0, "Available time slots: [2,5]\n"]);
  });
  await t.step("of all others with others", async () => {
    const { code, stdout } = await cluster.query(["lilith", "zein"]);
    assertEquals([code, stdout], [0, "Available time slots: [1,3]\n"]);
    for (const names of [["lilith"], ["lilith", "nobody"]]) {
      const { code, stdout, stderr } = await cluster.query(names);
      assertEquals([code, stdout], [4, ""]);
      assertMatch(stderr, refused);
    }
  });
  await t.step("of whom a newer list says so, if it is one", async () => {
    const { stderr } = backend.process;
    await Deno.writeTextFile(path, "lilith\nlilith zein\n");
    await stderr.waitFor(/^The old names may be asked about alone: .*:2:8: /);
    assertMatch((await cluster.query(["lilith"])).stderr, refused);
    await Deno.writeTextFile(path, "lilith\n");
    await stderr.waitFor(/^1 names? of .* may be asked about alone\.$/);
    const { code, stdout } = await cluster.query(["lilith"]);
    assertEquals([code, stdout], [0, "Available time slots: [1,3]\n"]);
  });
});

Deno.test("convene serve-backend refuses an --ask-alone that it cannot use", async () => {
  const folder = await Deno.makeTempDir({ prefix: "convene-" });
  try {
    const [people, path] = [`${folder}/a.txt`, `${folder}/alone.txt`];
    await Deno.writeTextFile(people, A);
    const args = ["serve-backend", `--file=${people}`, `--ask-alone=${path}`];
    const missing = await run(args);
    assertEquals(missing.code, 2);
    assertMatch(missing.stderr, /alone\.txt": no such file\n$/);
    await Deno.writeTextFile(path, "jameson\n;\n");
    const bad = await run(args);
    assertEquals(bad.code, 2);
    assertMatch(bad.stderr, /alone\.txt:2:1: expected a name of 1 to 64 /);
    await Deno.writeTextFile(path, "#".repeat(SMALL_FILE_BYTES_MAX + 1));
    const large = await run(args);
    assertEquals(large.code, 2);
    assertMatch(large.stderr, /as a list of names as it has more than 1048576/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
