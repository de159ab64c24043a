/** Section 3 of the contract: files that are wrong, and files that change. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { type Backend, Cluster } from "../support/cluster.ts";
import { askUntil } from "../support/deadline.ts";
import { run } from "../support/process.ts";

/** A file with one good line among these; where each goes wrong. */
const BAD_LINES: [line: string, column: number][] = [
  ["no semicolon [[1,2]]", 3],
  ["reversed;[[3,1]]", 11],
  ["nothing;[[2,2]]", 10],
  ["half;[[1.5,2]]", 8],
  ["far;[[1,9007199254740992]]", 9],
  ["open;[[1,2]", 12],
  ["more;[[1,2]] x", 14],
  [";[[1,2]]", 1],
  ["a*b;[[1,2]]", 2],
  ["GOOD;[[1,2]]", 1],
];

Deno.test("convene serve-backend lists what is wrong with a file", async (t) => {
  await using cluster = await Cluster.start();
  const path = `${cluster.folder}/bad.txt`;
  const lines = ["# one good line", "good;[[1,2]]"];
  lines.push(...BAD_LINES.map(([line]) => line));
  await Deno.writeTextFile(path, lines.join("\n"));
  const main = `--main=${cluster.mainUdp}`;
  const args = ["serve-backend", `--file=${path}`, "--udp-port=0", main];

  await t.step("each at its place, and does not start", async () => {
    const { code, stdout, stderr } = await run(args);
    assertEquals([code, stdout], [2, ""], stderr);
    for (const [i, [line, column]] of BAD_LINES.entries()) {
      assert(stderr.includes(`${path}:${i + 3}:${column}: `), line + stderr);
    }
    assert(!stderr.includes("file://"), stderr);
  });
  await t.step("and serves the rest, told to skip it", async () => {
    const process = cluster.spawn([...args, "--skip-bad-lines"]);
    await process.stderr.waitFor(/^Server BAD is ready: 1 names? /);
    await cluster.registered("BAD");
    assertMatch(process.stderr.text, /bad\.txt:3:3: /);
    using client = await cluster.connect();
    assertEquals((await client.askJson(["good"])).slots, [[1, 2]]);
    assertEquals((await client.askJson(["half"])).unknown, ["half"]);
  });
});

Deno.test("convene serve-backend lists twenty problems and counts the rest", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/bad.txt`;
    await Deno.writeTextFile(path, "bad\n".repeat(57));
    const { code, stderr } = await run(["serve-backend", `--file=${path}`]);
    assertEquals(code, 2);
    assertEquals(stderr.split(`${path}:`).length - 1, 20, stderr);
    assertMatch(stderr, /\b37\b/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("convene serve-backend reloads a file that changes", async (t) => {
  const people = "lilith;[[1,3]]\nzein;[[1,4]]\n";
  await using cluster = await Cluster.start({ B: "callie;[[2,9]]\n" });
  const a = await cluster.startRegistered({ name: "A", people });
  const answer = async (names: string[]) => {
    using client = await cluster.connect();
    return await client.askJson(names);
  };

  await t.step("answers by the new times", async () => {
    await write(a, "zein;[[5,6]]\nlilith;[[5,7]]\n");
    const { slots } = await askUntil(() => answer(["lilith", "callie"]), {
      done: ({ slots }) => slots?.[0]?.[0] !== 2,
      ms: 5_000,
      what: "lilith's new time",
    });
    assertEquals(slots, [[5, 7]]);
    assertEquals((await answer(["zein"])).slots, [[5, 6]], "whole");
  });
  await t.step("knows the new names and forgets the old", async () => {
    await write(a, "lilith;[[5,7]]\nnewcomer;[[3,6]]\n");
    const { slots } = await askUntil(() => answer(["newcomer", "lilith"]), {
      done: ({ unknown }) => unknown.length === 0,
      ms: 5_000,
      what: "the newcomer",
    });
    assertEquals(slots, [[5, 6]]);
    assertEquals((await answer(["zein"])).unknown, ["zein"]);
  });
  await t.step("keeps the old one if the new one is bad", async () => {
    const after = a.process.stderr.lines.length;
    await write(a, "lilith;[[5,7]]\nnewcomer;[[6,3]]\n");
    await a.process.stderr.waitFor(/A\.txt:2:11: /, { after });
    assertEquals((await answer(["newcomer", "lilith"])).slots, [[5, 6]]);
  });
  await t.step("and survives that it is deleted and comes back", async () => {
    const after = a.process.stderr.lines.length;
    await Deno.remove(a.path);
    await a.process.stderr.waitFor(/A\.txt/, { after });
    assertEquals((await answer(["newcomer", "lilith"])).slots, [[5, 6]]);
    await Deno.writeTextFile(a.path, "phoenix;[[0,1]]\n");
    await askUntil(() => answer(["phoenix"]), {
      done: ({ slots }) => slots !== null,
      ms: 5_000,
      what: "the file that came back",
    });
  });
});

/** As an editor does it: a new file takes the old one's place at once. */
async function write({ path }: Backend, people: string): Promise<void> {
  await Deno.writeTextFile(`${path}.new`, people);
  await Deno.rename(`${path}.new`, path);
}
