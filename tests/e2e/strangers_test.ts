/** Real servers under a rain of garbage: none falls, grows or talks back. */

import { assert, assertEquals, assertLess } from "@std/assert";
import { Cluster, residentBytes } from "../support/cluster.ts";
import {
  contentOf,
  forge,
  sampleDatagrams,
} from "../support/datagram_samples.ts";
import { below, pick, seededRandom } from "../support/seeded_random.ts";
import { noise, spoil, spoilLine } from "../support/spoil.ts";

const DATAGRAMS = 20_000;
const LINES = 20_000;
const SEED = 20_261_125;
const GROWTH_BYTES_MAX = 64 * 2 ** 20;

Deno.test("servers survive what strangers send", async (t) => {
  await using cluster = await Cluster.start();
  const { process, udpPort } = await cluster.startRegistered({
    name: "A",
    people: "lilith;[[1,3]]\n",
  });
  const processes = [process, cluster.main.process];
  const before = await Promise.all(processes.map(({ pid }) => {
    return residentBytes(pid);
  }));
  for (
    const [whom, port] of Object.entries({
      "the main server": cluster.main.udpPort,
      "a backend": udpPort,
    })
  ) {
    await t.step(`to ${whom}, by UDP`, async () => {
      const { sentBytes, gotBytes } = await rain(port);
      assert(gotBytes <= sentBytes, `got ${gotBytes} for ${sentBytes} bytes`);
      await assertAnswers(cluster);
    });
  }
  await t.step("to the main server, by TCP", async () => {
    await pour(cluster);
    await assertAnswers(cluster);
  });
  for (const [i, { pid, stderr }] of processes.entries()) {
    const [old, now] = [before[i], await residentBytes(pid)];
    assertLess(Number(now) - Number(old), GROWTH_BYTES_MAX);
    assert(!/\bat \S+:\d+:\d+/.test(stderr.text), stderr.text);
  }
});

/** Sends half noise, half forged messages, and counts what comes back. */
async function rain(
  port: number,
): Promise<{ sentBytes: number; gotBytes: number }> {
  const random = seededRandom(SEED);
  const options = { transport: "udp", hostname: "127.0.0.1", port } as const;
  const socket = Deno.listenDatagram({ ...options, port: 0 });
  const counts = { sentBytes: 0, gotBytes: 0 };
  let open = true;
  const listening = (async () => {
    const buffer = new Uint8Array(2_048);
    while (open) {
      const got = await socket.receive(buffer).catch(() => null);
      counts.gotBytes += got?.[0].length ?? 0;
    }
  })();
  const contents = Object.values(sampleDatagrams()).map(contentOf);
  for (let i = 0; i < DATAGRAMS; i++) {
    const datagram = random() < 0.5
      ? noise(random, below(random, 1_400))
      : forge(spoil(random, [pick(random, contents), pick(random, contents)]));
    counts.sentBytes += await socket.send(datagram, options);
  }
  open = false;
  socket.close();
  await listening;
  return counts;
}

/** Lines without any sense, over connections that are closed in mid-line. */
async function pour(cluster: Cluster): Promise<void> {
  const random = seededRandom(SEED);
  for (let connection = 0; connection < 20; connection++) {
    using client = await cluster.connect();
    const lines = Array.from({ length: LINES / 20 }, () => {
      return spoilLine(random, '{"id":1,"names":["lilith","zein"]}') + "\n";
    });
    // The server may have hung up, which is its right.
    await client.send(lines.join("")).catch(() => {});
  }
}

async function assertAnswers(cluster: Cluster): Promise<void> {
  using client = await cluster.connect();
  const answer = await client.askJson(["lilith", "tttt"]);
  assertEquals(answer.slots, [[1, 3]], JSON.stringify(answer));
  assertEquals(answer.unknown, ["tttt"]);
}
