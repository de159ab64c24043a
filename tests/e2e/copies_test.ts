/** One name at two servers, one server twice, and one name for two servers. */

import { assertEquals, assertMatch } from "@std/assert";
import { type BackendOptions, Cluster } from "../support/cluster.ts";
import { isComplete } from "../support/line_client.ts";

Deno.test("a name on two servers is one person with two calendars", async (t) => {
  await using cluster = await Cluster.start({
    A: "lilith;[[1,6],[8,9]]\nowl;[[0,9]]\n",
  });
  const b = await cluster.startRegistered({
    name: "B",
    people: "LILITH;[[2,3],[5,9]]\n",
  });
  using client = await cluster.connect();
  await t.step("free only where both say so", async () => {
    const { slots } = await client.askJson(["lilith"]);
    assertEquals(slots, [[2, 3], [5, 6], [8, 9]]);
  });
  await t.step("not checked if one of them is silent", async () => {
    await b.process.end("SIGKILL");
    const { slots, unreachable } = await client.askJson(["owl", "lilith"]);
    assertEquals(slots, [[0, 9]]);
    assertEquals(unreachable, [{ server: "B", names: ["lilith"] }]);
    assertEquals(await client.askText("lilith owl"), [
      "Server B cannot be reached: lilith not checked.",
      "Available time slots for owl: [0,9]",
    ]);
  });
});

const A: BackendOptions = {
  name: "A",
  people: "lilith;[[1,3]]\nzein;[[2,5]]\n",
};

Deno.test("copies of a server stand in for each other", async (t) => {
  await using cluster = await Cluster.start();
  const [first, second] = await Promise.all([
    cluster.startBackend(A),
    cluster.startBackend({ ...A, file: "copy.txt" }),
  ]);
  for (const { udpPort } of [first, second]) {
    const from = new RegExp(`^Server A registered .*:${udpPort}\\.$`);
    await cluster.main.process.stderr.waitFor(from);
  }
  using client = await cluster.connect();
  const ask = () => client.askJson(["lilith", "zein"]);

  await t.step("both there", async () => {
    assertEquals((await ask()).slots, [[2, 3]]);
  });
  await t.step("one frozen, while it is asked", async () => {
    for (const { process } of [first, second]) {
      process.signal("SIGSTOP");
      const answer = await ask();
      assertEquals(answer.slots, [[2, 3]], JSON.stringify(answer));
      process.signal("SIGCONT");
    }
  });
  await t.step("one killed", async () => {
    await first.process.end("SIGKILL");
    for (let i = 0; i < 3; i++) {
      const answer = await ask();
      assertEquals(isComplete(answer), true, JSON.stringify(answer));
    }
  });
  await t.step("the other says goodbye", async () => {
    await second.process.end("SIGTERM");
    const { unknown, slots } = await ask();
    // The killed one said nothing: failure never deletes names.
    assertEquals([unknown, slots], [[], null]);
  });
});

Deno.test("a second server of a name is refused with another list", async () => {
  await using cluster = await Cluster.start();
  await cluster.startRegistered(A);
  const impostor = await cluster.startBackend({
    name: "A",
    file: "impostor.txt",
    people: "lilith;[[7,9]]\nmallory;[[7,9]]\n",
  });
  const [said] = await impostor.process.stderr.waitFor(/^.*refuse.*$/);
  assertMatch(said, /\bA\b/);
  using client = await cluster.connect();
  const answer = await client.askJson(["lilith", "mallory"]);
  assertEquals(answer.slots, [[1, 3]]);
  assertEquals(answer.unknown, ["mallory"]);
});

Deno.test("convene query uses the main server that answers", async () => {
  await using cluster = await Cluster.start({ A: A.people });
  const main = `127.0.0.1:9,127.0.0.1:${cluster.main.tcpPort}`;
  const { stdout, code } = await cluster.query(["zein"], { main });
  assertEquals([stdout, code], ["Available time slots: [2,5]\n", 0]);
});
