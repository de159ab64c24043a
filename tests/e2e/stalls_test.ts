/** Clients that do not play along: what they cost is bounded, and they go. */

import { assertEquals, assertLess } from "@std/assert";
import { Cluster, residentBytes } from "../support/cluster.ts";
import type { LineClient } from "../support/line_client.ts";

/** The server's patience of 10 s, and some for a busy machine. */
const PATIENCE_MS_MAX = 15_000;
/**
 * Measured: 80 to 97 MB with the pause, as the heap of a busy server grows at
 * its leisure; 273 MB once without it.
 */
const GROWTH_BYTES_MAX = 128 * 2 ** 20;

Deno.test("convene serve-main drops who does not play along", async () => {
  const many = [...Array(400).keys()].map((i) => `[${2 * i},${2 * i + 1}]`);
  await using cluster = await Cluster.start({ A: `wide;[${many}]\n` });
  const { pid } = cluster.main.process;
  const before = await residentBytes(pid);
  await Promise.all([neverReads(cluster), hangsUpEarly(cluster)]);
  const after = await residentBytes(pid);
  if (before !== null && after !== null) {
    assertLess(after - before, GROWTH_BYTES_MAX, "memory is bounded");
  }
  using client = await cluster.connect();
  assertEquals((await client.askJson(["wide"])).slots?.length, 400);
});

/**
 * Asks and asks, and takes no answer until the server must have lost its
 * patience: it lost it twice with others, one after the other. Deno 2.7 tells
 * the peer of a lost connection only once what was being written is read.
 */
async function neverReads(cluster: Cluster): Promise<void> {
  using client = await cluster.connect();
  const requests = '{"names":["wide"]}\n'.repeat(5_000);
  const flood = (async () => {
    for (;;) await client.send(requests);
  })().catch(() => {
    // A broken pipe, or a connection that was reset.
  });
  await leavesLineUnfinished(cluster);
  await leavesLineUnfinished(cluster);
  await readToEnd(client);
  await flood;
}

async function leavesLineUnfinished(cluster: Cluster): Promise<void> {
  using client = await cluster.connect();
  await client.send('{"names":["wi');
  await readToEnd(client);
}

async function readToEnd(client: LineClient): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS_MAX;
  let line: string | null = "";
  while (line !== null) {
    line = await client.readLine(endMs - performance.now());
  }
}

/** Asks and is gone before the answer, over and over. */
async function hangsUpEarly(cluster: Cluster): Promise<void> {
  for (let i = 0; i < 200; i++) {
    using client = await cluster.connect();
    await client.send('{"names":["wide"]}\n{"nam');
  }
}
