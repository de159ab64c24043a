/** Many clients, greedy clients, and clients that do not play along. */

import { assert, assertEquals, assertLess } from "@std/assert";
import { Cluster, residentBytes } from "../support/cluster.ts";
import { askUntil, within } from "../support/deadline.ts";
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
  try {
    for (let i = 0; i < count; i++) clients.push(await cluster.connect());
    const startMs = performance.now();
    const answers = await Promise.all(
      clients.map((client, i) => client.askJson([`a${i}`, `b${i}`])),
    );
    assertLess(performance.now() - startMs, 2_100);
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

/** Questions that wait for B fill the server; A's people see it. */
async function overload(cluster: Cluster): Promise<void> {
  const [connections, each] = [80, 64];
  const clients: LineClient[] = [];
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
    const refused = await askUntil(() => bystander.askJson(["a1"]), {
      done: ({ error }) => error !== undefined,
      ms: 1_500,
      what: "the server to be busy",
    });
    assertEquals(refused.error?.code, "busy");
    await Promise.all(clients.map((client) => partialOrBusy(client, each)));
    assertLess(performance.now() - startMs, 3_000);
    const { slots } = await bystander.askJson(["a1"]);
    assertEquals(slots, [[0, 3]], "it is over");
  } finally {
    for (const client of clients) client[Symbol.dispose]();
  }
}

async function partialOrBusy(client: LineClient, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const { error, unreachable } = JSON.parse(await client.readLine() ?? "");
    if (error) assertEquals(error.code, "busy");
    else assertEquals(unreachable[0].server, "B");
  }
}

/** The server's patience of 10 s, and some for a busy machine. */
const STALL_MS_MAX = 15_000;

Deno.test("convene serve-main drops who does not play along", async () => {
  const many = [...Array(400).keys()].map((i) => `[${2 * i},${2 * i + 1}]`);
  await using cluster = await Cluster.start({ A: `wide;[${many}]\n` });
  const { pid } = cluster.main.process;
  const before = await residentBytes(pid);
  await Promise.all([
    neverReads(cluster),
    leavesLineUnfinished(cluster),
    hangsUpEarly(cluster),
  ]);
  const after = await residentBytes(pid);
  if (before !== null && after !== null) {
    assertLess(after - before, 64 * 2 ** 20, "memory is bounded");
  }
  using client = await cluster.connect();
  assertEquals((await client.askJson(["wide"])).slots?.length, 400);
});

/** Asks and asks, until the server has had enough of it. */
async function neverReads(cluster: Cluster): Promise<void> {
  using client = await cluster.connect();
  const requests = '{"names":["wide"]}\n'.repeat(5_000);
  const dropped = (async () => {
    for (;;) await client.send(requests);
  })().catch(() => {
    // A broken pipe, or a connection that was reset.
  });
  const what = () => "the server to drop a client that never reads";
  await within(dropped, { ms: STALL_MS_MAX, what });
}

async function leavesLineUnfinished(cluster: Cluster): Promise<void> {
  using client = await cluster.connect();
  await client.send('{"names":["wi');
  let line: string | null = "";
  while (line !== null) line = await client.readLine(STALL_MS_MAX);
}

/** Asks and is gone before the answer, over and over. */
async function hangsUpEarly(cluster: Cluster): Promise<void> {
  for (let i = 0; i < 200; i++) {
    using client = await cluster.connect();
    await client.send('{"names":["wide"]}\n{"nam');
  }
}
