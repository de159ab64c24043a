/** Deflated connections of clients, with real processes and sockets. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { deflateRawSync } from "node:zlib";
import { Cluster } from "../support/cluster.ts";
import { DeflatedClient } from "../support/deflated_client.ts";
import { LineClient } from "../support/line_client.ts";

const FREE = Array.from({ length: 2_000 }, (_, i) => [10 * i, 10 * i + 7]);
const A = `lilith;[[1,3],[4,6]]\nzein;[[1,4]]\nbusy;${JSON.stringify(FREE)}\n`;
const ZEIN = "Available time slots: [1,4]";
const COMMON = "Available time slots: [1,3]";
const WELCOME = '{"id":1,"hello":{"name":null,"compress":"deflate"}}';

Deno.test("query --compress gives the same answers", async () => {
  await using cluster = await Cluster.start({ A });
  const input = "lilith zein\nbusy\ntttt\n\nbusy lilith\n".repeat(100);
  const plain = await cluster.query([], { input });
  assertEquals([plain.code, plain.stderr], [3, ""]);
  assertEquals(await cluster.query(["--compress"], { input }), plain);
  const once = await cluster.query(["--compress", "lilith", "zein"]);
  assertEquals(once, { code: 0, stdout: `${COMMON}\n`, stderr: "" });
});

Deno.test("a deflated connection", async (t) => {
  await using cluster = await Cluster.start({ A });
  const { tcpPort: port } = cluster.main;
  await t.step("answers as one that is not", async () => {
    using client = await DeflatedClient.connect(port);
    assertEquals(client.welcome, WELCOME);
    await client.send("lilith zein\n");
    assertEquals(await client.readLines(2), [COMMON, ""]);
    await client.send('lilith zein\n{"id":2,"names":["zein"]}\nlil');
    const json =
      '{"id":2,"slots":[[1,4]],"unknown":[],"unreachable":[],"pending":[]}';
    assertEquals(await client.readLines(3), [COMMON, "", json]);
    await client.send("ith zein\n");
    assertEquals(await client.readLines(2), [COMMON, ""]);
  });
  await t.step("takes fewer bytes, of one answer after another", async () => {
    using plain = await LineClient.connect(port);
    using client = await DeflatedClient.connect(port);
    let bytes = 0;
    for (let id = 0; id < 50; id++) {
      const request = JSON.stringify({ id, names: ["busy", "zein"] });
      const line = await plain.ask(request) ?? "";
      bytes += line.length + 1;
      await client.send(`${request}\n`);
      assertEquals(await client.readLines(1), [line]);
    }
    assert(client.receivedBytes < bytes / 2.5, `${client.receivedBytes}`);
  });
  await t.step("takes no hello, and goes on", async () => {
    using client = await DeflatedClient.connect(port);
    for (const hello of [{ token: "cvn_x" }, { compress: "deflate" }]) {
      await client.send(`${JSON.stringify({ id: 2, hello })}\nlilith zein\n`);
      const [refusal, ...answer] = await client.readLines(3);
      assertMatch(refusal!, /^\{"id":2,"error":\{"code":"bad_request".*hello/);
      assertEquals(answer, [COMMON, ""]);
    }
  });
  await t.step("answers what was asked before its client's end", async () => {
    using client = await DeflatedClient.connect(port);
    await client.sendRaw(deflateRawSync(new TextEncoder().encode("zein")));
    await client.finish();
    assertEquals(await client.readLines(9), [ZEIN, ""]);
  });
});

Deno.test("a client that does not wait for its welcome stays as it is", async () => {
  await using cluster = await Cluster.start({ A });
  using client = await cluster.connect();
  const hello = '{"id":1,"hello":{"compress":"deflate"}}';
  for (const more of ["lilith zein\n", "lilith "]) {
    await client.send(`${hello}\n${more}`);
    const refusal = await client.readLine();
    assertMatch(refusal!, /^\{"id":1,"error":\{"code":"bad_request".*wait/);
    if (more === "lilith ") await client.send("zein\n");
    assertEquals(await client.readLine(), COMMON);
    assertEquals(await client.readLine(), "");
  }
});

Deno.test("a stream that goes on after its end gets an error and the end", async () => {
  await using cluster = await Cluster.start({ A });
  using client = await DeflatedClient.connect(cluster.main.tcpPort);
  await client.sendRaw(deflateRawSync(new TextEncoder().encode("zein\n")));
  assertEquals(await client.readLines(2), [ZEIN, ""]);
  await client.send("zein\n");
  const [line, ...more] = await client.readLines(9);
  assertMatch(line!, /"bad_request".*as it goes on after its end/);
  assertEquals(more, []);
});

Deno.test("what is no deflate stream gets an error and the end", async () => {
  await using cluster = await Cluster.start({ A });
  using client = await DeflatedClient.connect(cluster.main.tcpPort);
  await client.sendRaw(new Uint8Array(100).fill(0xff));
  const [line, ...more] = await client.readLines(2);
  assertMatch(line!, /"bad_request".*as it is no deflate stream/);
  assertEquals(more, []);
  await assertOthersAreServed(cluster);
});

async function assertOthersAreServed(cluster: Cluster): Promise<void> {
  using other = await cluster.connect();
  assertEquals(await other.askText("lilith zein"), [COMMON]);
}
