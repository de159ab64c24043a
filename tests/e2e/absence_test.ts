/** What a query says while servers are dead, frozen or coming back. */

import { assertEquals, assertLess } from "@std/assert";
import { type BackendOptions, Cluster } from "../support/cluster.ts";
import { askUntil } from "../support/deadline.ts";
import {
  isComplete,
  type JsonAnswer,
  type LineClient,
} from "../support/line_client.ts";

const A = "lilith;[[1,3],[4,6]]\njameson;[[2,9]]\n";
const B: BackendOptions = {
  name: "B",
  people: "zein;[[1,4]]\ncallie;[[0,9]]\n",
};

/** The contract's 2.1 s, and what a busy machine takes to tell us. */
const ANSWER_MS_MAX = 2_100 + 150;
const BACK_MS_MAX = 2_000;

Deno.test("a killed backend is named, and back without anyone's help", async (t) => {
  await using cluster = await Cluster.start({ A });
  const b = await cluster.startRegistered(B);
  using client = await cluster.connect();
  await t.step("killed in the middle of a query", async () => {
    // It is asked and cannot answer any more: killed in mid-query.
    b.process.signal("SIGSTOP");
    const asked = answerInTime(client, ["lilith", "zein", "jameson"]);
    await b.process.end("SIGKILL");
    const answer = await asked;
    assertEquals(answer.slots, [[2, 3], [4, 6]]);
    assertEquals(answer.unreachable, [{ server: "B", names: ["zein"] }]);
    assertEquals(answer.unknown, []);
  });
  await t.step("named in the words of the contract", async () => {
    using other = await cluster.connect();
    const [text, none, query] = await Promise.all([
      client.askText("zein callie"),
      answerInTime(other, ["callie", "tttt"]),
      cluster.query(["lilith", "zein", "tttt"]),
    ]);
    assertEquals(text, [
      "Server B cannot be reached: zein, callie not checked.",
    ]);
    assertEquals([none.slots, none.unknown], [null, ["tttt"]]);
    assertEquals(query.code, 4);
    assertEquals(query.stdout.split("\n"), [
      "tttt does not exist.",
      "Server B cannot be reached: zein not checked.",
      "Available time slots for lilith: [1,3], [4,6]",
      "",
    ]);
  });
  await t.step("back", async () => {
    const after = cluster.main.process.stderr.lines.length;
    await cluster.startBackend(B);
    const readyMs = performance.now();
    await cluster.registered("B", after);
    const { slots } = await client.askJson(["lilith", "zein"]);
    assertEquals(slots, [[1, 3]]);
    assertLess(performance.now() - readyMs, BACK_MS_MAX);
  });
});

async function answerInTime(
  client: LineClient,
  names: string[],
): Promise<JsonAnswer> {
  const startMs = performance.now();
  const answer = await client.askJson(names);
  assertLess(performance.now() - startMs, ANSWER_MS_MAX);
  return answer;
}

Deno.test("a frozen backend delays nobody else, and answers once it wakes", async (t) => {
  await using cluster = await Cluster.start({ A });
  const b = await cluster.startRegistered(B);
  using client = await cluster.connect();
  using other = await cluster.connect();
  b.process.signal("SIGSTOP");

  await t.step("others are answered at once", async () => {
    const frozen = answerInTime(client, ["lilith", "zein"]);
    const startMs = performance.now();
    for (let i = 0; i < 100; i++) {
      assertEquals((await other.askJson(["lilith"])).slots, [[1, 3], [4, 6]]);
    }
    assertLess(performance.now() - startMs, 1_000);
    assertEquals((await frozen).unreachable, [{
      server: "B",
      names: ["zein"],
    }]);
  });
  await t.step("a name is never said not to exist", async () => {
    const frozen = await answerInTime(client, ["zein", "callie"]);
    assertEquals(frozen.unknown, []);
    assertEquals(frozen.slots, null);
  });
  await t.step("awake, it is asked again", async () => {
    b.process.signal("SIGCONT");
    const { slots } = await askUntil(
      () => client.askJson(["lilith", "zein"]),
      { done: isComplete, ms: BACK_MS_MAX, what: "an answer of B" },
    );
    assertEquals(slots, [[1, 3]]);
  });
});

Deno.test("a main server that comes back is found by its backends", async () => {
  await using cluster = await Cluster.start({ A });
  const b = await cluster.startRegistered(B);
  const { tcpPort, udpPort, process } = cluster.main;
  await process.end("SIGKILL");
  await b.process.end("SIGKILL");
  await cluster.startMain({ tcpPort, udpPort, flags: ["--expect=A,B"] });
  await cluster.registered("A");
  using client = await cluster.connect();
  const answer = await client.askJson(["lilith", "zein"]);
  assertEquals(answer.slots, [[1, 3], [4, 6]]);
  assertEquals(answer.pending, ["zein"], "nobody could be asked for zein");
});
