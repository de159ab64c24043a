/** What a main server keeps to itself, and what it writes down: section 5. */

import { assertEquals, assertMatch } from "@std/assert";
import { Cluster } from "../support/cluster.ts";

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
