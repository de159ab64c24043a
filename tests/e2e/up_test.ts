/** `convene up`: the whole system in one process. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { run } from "../support/process.ts";

Deno.test("convene up answers piped names by its sample data", async () => {
  const input = "lilith\nzein callie\ntttt\n";
  const { code, stdout, stderr } = await run(["up"], { input });
  assertEquals(stdout.split("\n"), [
    "Available time slots: [1,3], [4,6], [7,9]",
    "Available time slots: [1,4], [6,8]",
    "tttt does not exist.",
    "",
  ]);
  assertEquals(code, 3);
  assertMatch(stderr, /^Main server is ready: /m);
  assertMatch(stderr, /^Server A is ready: 10 names from data\/a\.txt /m);
  assertMatch(stderr, /^Server B registered 10 names with /m);
});

Deno.test("convene up takes free ports where the default ones are taken", async () => {
  const folder = await Deno.makeTempDir();
  const files = ["a", "b", "c"].map((name) => `${folder}/${name}.txt`);
  try {
    for (const [i, file] of files.entries()) {
      await Deno.writeTextFile(file, `p${i};[[${i},9]]\n`);
    }
    const input = "p0 p1 p2\n";
    const runs = await Promise.all([1, 2, 3].map(() => {
      const args = [`--state=${folder}/state`, "--to=8", ...files];
      return run(["up", ...args], { input });
    }));
    for (const { code, stdout, stderr } of runs) {
      assertEquals(
        [code, stdout],
        [0, "Available time slots: [2,8]\n"],
        stderr,
      );
    }
    const ports = runs.map(({ stderr }) => /TCP \S+:(\d+),/.exec(stderr)?.[1]);
    assert(new Set(ports).size === 3 || ports.includes("24849"), `${ports}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("convene up names who is missing, as it may know", async () => {
  const args = ["up", "--output=tsv", "--from=3", "--limit=1"];
  const { code, stdout } = await run([...args, "--optional=zein"], {
    input: "lilith\n",
  });
  assertEquals([code, stdout.split("\n")[1]], [
    0,
    "lilith,zein\t4\t6\t1\t2\tzein",
  ]);
});

Deno.test("convene up refuses a bad file", async () => {
  const path = await Deno.makeTempFile({ suffix: ".txt" });
  try {
    await Deno.writeTextFile(path, "bad\n");
    const { code, stdout, stderr } = await run(["up", path], {
      input: "bad\n",
    });
    assertEquals([code, stdout], [2, ""], stderr);
    assert(stderr.includes(`${path}:1:`), stderr);
    assert(!stderr.includes("file://"), stderr);
  } finally {
    await Deno.remove(path);
  }
});
