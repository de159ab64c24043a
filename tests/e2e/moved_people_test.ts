/** People who move to another server while they are booked. */

import { assertEquals } from "@std/assert";
import { bookingId } from "../../src/calendar/booking_id.ts";
import { type Backend, Cluster } from "../support/cluster.ts";
import type { LineClient } from "../support/line_client.ts";

async function ask(client: LineClient, request: unknown) {
  return JSON.parse(await client.ask(JSON.stringify(request)) ?? "null");
}

/** Changes a file, and waits until the main server has the new names. */
async function write(
  cluster: Cluster,
  { path }: Backend,
  people: string,
): Promise<void> {
  const { stderr } = cluster.main.process;
  const after = stderr.lines.length;
  await Deno.writeTextFile(path, people);
  await stderr.waitFor(/^Server \w+ registered/, { after });
}

const LILITH = "lilith;[[1,9]]\n";
const ZEIN = "zein;[[1,9]]\nowl;[[0,9]]\n";

Deno.test("whoever moves to another server stays booked", async (t) => {
  await using cluster = await Cluster.start();
  const [a, b] = await Promise.all([
    cluster.startRegistered({ name: "A", people: `${LILITH}jameson;[]\n` }),
    cluster.startRegistered({
      name: "B",
      people: ZEIN,
      flags: ["--reveal"],
    }),
  ]);
  let client = await cluster.connect();
  const names = ["lilith", "zein"];
  const book = (slot: [number, number], key: string) =>
    ask(client, { book: { names: ["lilith"], slot, key } });
  const first = { names, slot: [3, 5], key: "k1" };
  assertEquals((await ask(client, { book: first })).booked.slot, [3, 5]);
  await write(cluster, b, `${ZEIN}${LILITH}`);
  await write(cluster, a, "jameson;[]\n");

  await t.step("their time is not offered", async () => {
    const { slots } = await ask(client, { names: ["lilith"] });
    assertEquals(slots, [[1, 3], [5, 9]]);
    const early = { names, from: 2, to: 6, duration: 2 };
    assertEquals((await ask(client, early)).slots, []);
  });
  await t.step("nor are they said to be free where some may miss", async () => {
    const terms = { names: ["lilith", "owl"], minAttendees: 1, from: 2, to: 5 };
    const { suggestions } = await ask(client, terms);
    assertEquals(suggestions, [
      { slot: [2, 3], free: 2, of: 2 },
      { slot: [2, 5], free: 1, of: 2, missing: ["lilith"] },
    ]);
  });
  await t.step("nor booked once more, but where they are free", async () => {
    const { error } = await book([4, 6], "k2");
    assertEquals([error.code, error.names], ["not_free", ["lilith"]]);
    assertEquals((await book([5, 6], "k3")).booked.slot, [5, 6]);
  });
  await t.step("so it is when the main server comes back", async () => {
    const { process, tcpPort, udpPort } = cluster.main;
    client[Symbol.dispose]();
    await process.end("SIGKILL");
    await cluster.startMain({ tcpPort, udpPort });
    await Promise.all([cluster.registered("A"), cluster.registered("B")]);
    client = await cluster.connect();
    const { slots } = await ask(client, { names: ["lilith"] });
    assertEquals(slots, [[1, 3], [6, 9]]);
  });
  await t.step("until it is cancelled", async () => {
    await ask(client, { cancel: bookingId("k1") });
    const { slots } = await ask(client, { names: ["lilith"] });
    assertEquals(slots, [[1, 5], [6, 9]]);
  });
  client[Symbol.dispose]();
});
