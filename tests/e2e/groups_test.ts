/** Groups, from a file at a main server, asked by real clients. */

import { assertEquals, assertMatch } from "@std/assert";
import { Cluster } from "../support/cluster.ts";
import { run } from "../support/process.ts";
import { TempFolder } from "../support/temp_folder.ts";

const A = "lilith;[[1,3],[4,6],[7,9]]\njameson;[[2,8]]\n";
const B = "zein;[[1,4],[6,8]]\n";

/** @returns Its path. */
function write(folder: TempFolder, name: string, text: string): string {
  const path = `${folder.path}/${name}`;
  Deno.writeTextFileSync(path, text);
  return path;
}

Deno.test("convene serve-main --groups lets groups be asked for", async (t) => {
  using folder = new TempFolder();
  const path = write(folder, "groups.txt", "# who\ndesign: lilith, zein\n");
  const flags = [`--groups=${path}`];
  await using cluster = await Cluster.start({ A, B }, { flags });

  await t.step("by query, with terms and without", async () => {
    const plain = await cluster.query(["@design"]);
    assertEquals(
      [plain.code, plain.stdout],
      [0, "Available time slots: [1,3], [7,8]\n"],
    );
    const args = ["jameson", "--optional=@Design", "--limit=1"];
    const json = await cluster.query([...args, "--output=json"]);
    assertEquals([json.code, JSON.parse(json.stdout)], [0, {
      names: ["jameson", "lilith", "zein"],
      slots: [[2, 3]],
      unknown: [],
      unreachable: [],
      pending: [],
      suggestions: [{ slot: [2, 3], free: 3, of: 3 }],
      groups: [{ name: "Design", names: ["lilith", "zein"] }],
    }]);
  });

  await t.step("by query, where everybody is optional", async () => {
    const { stdout } = await cluster.query(["--optional=@design", "--limit=1"]);
    assertEquals(
      stdout,
      "Available time slots:\n  [1,3]  (2)  2 of 2 free\n",
    );
  });

  await t.step("by lines of a pipe, and of a connection", async () => {
    const input = "@design\n@nope jameson\n";
    const { code, stdout } = await cluster.query([], { input });
    const lines = "Available time slots: [1,3], [7,8]\n" +
      "@nope does not exist.\nAvailable time slots for jameson: [2,8]\n";
    assertEquals([code, stdout], [3, lines]);
    using client = await cluster.connect();
    assertEquals(await client.askText("@design, @nope"), [
      "@nope does not exist.",
      "Available time slots for lilith, zein: [1,3], [7,8]",
    ]);
  });

  await t.step("by book and bookings", async () => {
    const at = [`--main=127.0.0.1:${cluster.main.tcpPort}`];
    const booked = await run(["book", "@design", "--at=[7,8]", ...at]);
    assertMatch(booked.stdout, /^Booked \[7,8\] for lilith, zein: booking /);
    const listed = await run(["bookings", "@design", ...at]);
    assertMatch(listed.stdout, /^\[7,8\] lilith, zein: booking \S+\n$/);
    const unknown = await run(["bookings", "@nope", ...at]);
    assertEquals([unknown.code, unknown.stdout], [3, ""]);
    assertEquals(unknown.stderr, "convene: @nope does not exist\n");
    const refused = await run(["book", "zein", "@nope", "--at=[1,2]", ...at]);
    assertEquals([refused.code, refused.stdout], [
      3,
      "@nope does not exist.\n",
    ]);
  });

  await t.step("of whom a newer file says so, if it is one", async () => {
    const { stderr } = cluster.main.process;
    using client = await cluster.connect();
    await Deno.writeTextFile(path, "design: zein\nall: @design\n");
    await stderr.waitFor(
      /^Main server keeps its old groups: \S+groups\.txt:2:6: expected a person/,
    );
    assertEquals(await client.askText("@design"), [
      "Available time slots: [1,3]",
    ]);
    await Deno.writeTextFile(path, "Design: zein\n");
    await stderr.waitFor(
      /^Main server reloaded 1 group from \S+groups\.txt\.$/,
    );
    assertEquals(await client.askText("@design"), [
      "Available time slots: [1,4], [6,7]",
    ]);
  });
});

Deno.test("convene serve-main refuses --groups that it cannot use", async () => {
  using folder = new TempFolder();
  const path = `${folder.path}/groups.txt`;
  const args = ["serve-main", "--tcp-port=0", "--udp-port=0"];
  const start = () =>
    run([...args, `--groups=${path}`, `--state=${folder.path}/state`]);
  const missing = await start();
  assertEquals(missing.code, 2);
  assertMatch(missing.stderr, /groups\.txt": no such file\n$/);
  write(folder, "groups.txt", "design: lilith\n\n  ops lilith\n");
  const bad = await start();
  assertEquals(bad.code, 2);
  assertMatch(
    bad.stderr,
    /groups\.txt:3:7: expected ":" after the name of a group, got "lilith"\n$/,
  );
});

Deno.test("convene up --groups answers piped groups", async () => {
  using folder = new TempFolder();
  const groups = write(folder, "groups.txt", "some: lilith, zein, tttt\n");
  const people = write(folder, "a.txt", A + B);
  const args = ["up", people, `--groups=${groups}`];
  const { code, stdout } = await run(
    [...args, `--state=${folder.path}/state`],
    { input: "@some\n" },
  );
  assertEquals([code, stdout], [
    3,
    "tttt does not exist.\n" +
    "Available time slots for lilith, zein: [1,3], [7,8]\n",
  ]);
});
