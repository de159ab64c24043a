/** Many clients at once, and more questions than a server can hold. */

import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { Cluster } from "../support/cluster.ts";
import { askUntil } from "../support/deadline.ts";
import { LagMeter } from "../support/lag_meter.ts";
import type { LineClient } from "../support/line_client.ts";

const COUNT = 6_000;
const A = people("a", (i) => [[0, i + 2]]);
const B = people("b", (i) => [[1, i + 3]]);

function people(prefix: string, free: (i: number) => [number, number][]) {
  let text = "";
  for (let i = 0; i < COUNT; i++) {
    text += `${prefix}${i};${JSON.stringify(free(i))}\n`;
  }
  return text;
}

Deno.test("convene serve-main serves a crowd", async (t) => {
  await using cluster = await Cluster.start({ A });
  const b = await cluster.startRegistered({ name: "B", people: B });
  await t.step("a thousand connections asking at once", async () => {
    await askAtOnce(cluster, 1_000);
  });
  await t.step("twenty thousand piped lines, in order", async () => {
    await pipeLines(cluster, 20_000);
  });
  await t.step("busy, when more is asked than it can hold", async () => {
    b.process.signal("SIGSTOP");
    await overload(cluster);
    b.process.signal("SIGCONT");
    using client = await cluster.connect();
    await askUntil(() => client.askJson(["a1", "b1"]), {
      done: ({ slots, unreachable }) =>
        slots !== null && unreachable.length === 0,
      ms: 2_000,
      what: "B to be asked again",
    });
  });
});

async function askAtOnce(cluster: Cluster, count: number): Promise<void> {
  const clients: LineClient[] = [];
  using lag = new LagMeter();
  try {
    for (let i = 0; i < count; i++) clients.push(await cluster.connect());
    const startMs = performance.now();
    const answers = await Promise.all(
      clients.map((client, i) => client.askJson([`a${i}`, `b${i}`])),
    );
    assertLess(tookMs(startMs, lag), 2_100);
    for (const [i, { slots }] of answers.entries()) {
      assertEquals(slots, [[1, i + 2]]);
    }
  } finally {
    for (const client of clients) client[Symbol.dispose]();
  }
}

async function pipeLines(cluster: Cluster, count: number): Promise<void> {
  let input = "";
  let want = "";
  for (let i = 0; i < count; i++) {
    const n = i % COUNT;
    input += `a${n} b${n}\n`;
    want += `Available time slots: [1,${n + 2}]\n`;
  }
  const { code, stdout, stderr } = await cluster.query([], { input });
  assertEquals(code, 0, stderr);
  // Not assertEquals: the difference of two such texts would take minutes.
  assert(stdout === want, "the answers are those of the questions, in order");
}

/** What the machine withheld from us is not the servers' time. */
function tookMs(startMs: number, lag: LagMeter): number {
  return performance.now() - startMs - lag.stalledMs(startMs);
}

/**
 * Questions that wait for B fill the server: those who ask much are refused,
 * and whoever asks one thing at a time notices nothing.
 */
async function overload(cluster: Cluster): Promise<void> {
  const [connections, each] = [80, 64];
  const clients: LineClient[] = [];
  using lag = new LagMeter();
  try {
    for (let i = 0; i < connections; i++) {
      clients.push(await cluster.connect());
    }
    const startMs = performance.now();
    for (const [i, client] of clients.entries()) {
      const names = [...Array(each).keys()].map((j) => `b${i * each + j}`);
      await client.send(names.map((n) => `{"names":["${n}"]}\n`).join(""));
    }
    using bystander = await cluster.connect();
    for (let i = 0; i < 50; i++) {
      const { slots, error } = await bystander.askJson(["a1"]);
      assertEquals([slots, error], [[[0, 3]], undefined], "is not starved");
    }
    const refused = await Promise.all(
      clients.map((client) => partialOrBusy(client, each)),
    );
    assertGreater(refused.reduce((sum, count) => sum + count, 0), 0);
    assertLess(tookMs(startMs, lag), 3_000);
  } finally {
    for (const client of clients) client[Symbol.dispose]();
  }
}

/** @returns How many questions were refused. */
async function partialOrBusy(
  client: LineClient,
  count: number,
): Promise<number> {
  let refused = 0;
  for (let i = 0; i < count; i++) {
    const { error, unreachable } = JSON.parse(await client.readLine() ?? "");
    if (!error) assertEquals(unreachable[0].server, "B");
    else assertEquals([error.code, ++refused > 0], ["busy", true]);
  }
  return refused;
}
