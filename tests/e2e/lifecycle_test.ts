/** Section 1 of the contract: how the roles say hello and goodbye. */

import { assertEquals, assertLess, assertMatch } from "@std/assert";
import { Cluster } from "../support/cluster.ts";
import { askUntil } from "../support/deadline.ts";
import type { LineClient } from "../support/line_client.ts";
import { ConveneProcess, run } from "../support/process.ts";

const A = "lilith;[[1,3]]\nzein;[[1,4]]\n";
const B = "callie;[[2,6]]\n";

Deno.test("convene serve-main and serve-backend say that they are ready", async () => {
  await using cluster = await Cluster.start();
  const people = "lilith;[]\nowl;[]\n";
  const { process, path, udpPort } = await cluster.startRegistered({
    name: "A",
    people,
  });
  const registered = "Server A registered 2 names";
  await process.stderr.waitFor(/registered/);
  assertEquals(process.stderr.lines, [
    `Server A is ready: 2 names from ${path} on UDP 127.0.0.1:${udpPort}.`,
    `${registered} with the main server at ${cluster.mainUdp}.`,
  ]);
  const { stderr } = cluster.main.process;
  assertEquals(stderr.lines.slice(1), [
    `${registered} from 127.0.0.1:${udpPort}.`,
  ]);
  assertEquals(process.stdout.lines, []);
});

Deno.test("convene serve-backend is named for its file, without --name", async () => {
  await using cluster = await Cluster.start();
  const path = `${cluster.folder}/north.txt`;
  await Deno.writeTextFile(path, "lilith;[]\n");
  const main = `--main=${cluster.mainUdp}`;
  cluster.spawn(["serve-backend", "--file", path, "--udp-port=0", main]);
  await cluster.registered("NORTH");
});

Deno.test("convene serve-backend registers where it can, though a host is not found", async () => {
  await using cluster = await Cluster.start();
  const path = `${cluster.folder}/a.txt`;
  await Deno.writeTextFile(path, A);
  // No name on the network is as long.
  const nowhere = `${"x".repeat(64)}.invalid`;
  const main = `--main=${nowhere}:7,${cluster.mainUdp}`;
  const { stderr } = cluster.spawn([
    ...["serve-backend", "--file", path, "--udp-port=0", main],
  ]);
  await cluster.registered("A");
  await stderr.waitFor(/registered/);
  const [looking] = stderr.lines;
  assertMatch(looking!, /^Server A keeps looking for a main server: /);
  assertMatch(looking!, /: it has no IPv4 address\.$/);
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.test(`every server ends with exit 0 within 1 s, on ${signal}`, async () => {
    await using cluster = await Cluster.start({ A });
    const b = await cluster.startRegistered({ name: "B", people: B });
    using client = await cluster.connect();
    assertEquals((await client.askJson(["callie"])).slots, [[2, 6]]);
    await endSoon(b.process, signal);

    const gone = await client.askJson(["callie", "zein"]);
    assertEquals(gone.unknown, ["callie"], "it said goodbye");
    assertEquals(gone.slots, [[1, 4]]);

    await endSoon(cluster.main.process, signal);
    assertEquals(await client.readLine(), null);
    const asked = await cluster.query(["zein"]);
    assertEquals([asked.code, asked.stdout], [5, ""]);
    assertEquals(asked.stderr.trimEnd().split("\n").length, 1);
  });
}

/** From the signal to the exit, on a machine that is busy with tests. */
const END_MS_MAX = 1_000;

async function endSoon(
  process: ConveneProcess,
  signal: Deno.Signal,
): Promise<void> {
  const startMs = performance.now();
  const { code, stderr } = await process.end(signal);
  assertEquals(code, 0, stderr);
  assertLess(performance.now() - startMs, END_MS_MAX);
}

Deno.test("a backend ends within 1 s, when no main server hears it", async () => {
  await using cluster = await Cluster.start({}, { flags: ["--expect=A"] });
  const lonely = await cluster.startBackend({
    name: "A",
    people: A,
    main: "127.0.0.1:9",
  });
  await endSoon(lonely.process, "SIGTERM");
});

Deno.test("convene serve-main --expect tells a late name from a wrong one", async () => {
  await using cluster = await Cluster.start({ A }, { flags: ["--expect=A,B"] });
  using client = await cluster.connect();
  const early = await client.askJson(["lilith", "callie"]);
  assertEquals(early.pending, ["callie"]);
  assertEquals(early.unknown, []);
  assertEquals(early.slots, [[1, 3]]);
  assertEquals(await client.askText("callie zein"), [
    "callie is not known yet: server B has not registered.",
    "Available time slots for zein: [1,4]",
  ]);
  assertEquals(await cluster.query(["callie"]), {
    code: 4,
    stdout: "callie is not known yet: server B has not registered.\n",
    stderr: "",
  });

  await cluster.startRegistered({ name: "B", people: B });
  const late = await client.askJson(["lilith", "callie", "tttt"]);
  assertEquals(late.pending, []);
  assertEquals(late.unknown, ["tttt"]);
  assertEquals(late.slots, [[2, 3]]);
});

Deno.test("a backend registers whenever its main server comes", async (t) => {
  await using cluster = await Cluster.start();
  const { udpPort, tcpPort } = cluster.main;
  const ports = { udpPort, tcpPort };
  await cluster.main.process.end("SIGTERM");

  const backend = await cluster.startBackend({ name: "A", people: A });
  await t.step("late", async () => {
    await cluster.startMain(ports);
    await registeredSoon(cluster);
  });
  await t.step("back, after it was killed", async () => {
    await cluster.main.process.end("SIGKILL");
    const after = backend.process.stderr.lines.length;
    await cluster.startMain(ports);
    await registeredSoon(cluster);
    await backend.process.stderr.waitFor(AGAIN, { after });
  });
  await t.step("and answers", async () => {
    using client = await cluster.connect();
    const answer = await complete(client, ["lilith", "zein"]);
    assertEquals(answer.slots, [[1, 3]]);
  });
});

const AGAIN = /^Server A registered 2 names with the main server at /;
/** A heartbeat, up to a second of spreading, and a noisy machine. */
const REJOIN_MS_MAX = 3_000;

async function registeredSoon(cluster: Cluster): Promise<void> {
  const startMs = performance.now();
  await cluster.registered("A");
  assertLess(performance.now() - startMs, REJOIN_MS_MAX);
}

async function complete(client: LineClient, names: string[]) {
  return await askUntil(() => client.askJson(names), {
    done: ({ slots, unknown }) => slots !== null && unknown.length === 0,
    ms: 2_000,
    what: "a complete answer",
  });
}

Deno.test("a backend serves several main servers, and each on its own", async () => {
  await using cluster = await Cluster.start();
  const first = cluster.main;
  const second = await cluster.startMain();
  const main = [first, second].map(({ udpPort }) => `127.0.0.1:${udpPort}`)
    .join(",");
  await cluster.startRegistered({ name: "A", people: A, main });
  await first.process.stderr.waitFor(/^Server A registered 2 names from /);

  const addresses = [first, second].map(({ tcpPort }) =>
    `127.0.0.1:${tcpPort}`
  );
  await first.process.end("SIGKILL");
  using client = await cluster.connect();
  assertEquals((await client.askJson(["lilith"])).slots, [[1, 3]]);
  const asked = await cluster.query(["lilith"], {
    main: addresses.join(","),
  });
  assertEquals(asked.code, 0, "the first that answers is used");
  assertEquals(asked.stdout, "Available time slots: [1,3]\n");
});

Deno.test("convene query exits with 5, when its main server breaks off", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = (async () => {
    using connection = await listener.accept();
    await connection.read(new Uint8Array(1_024));
  })();
  const main = `--main=127.0.0.1:${listener.addr.port}`;
  const { code, stdout, stderr } = await run(["query", "lilith", main]);
  await serving;
  assertEquals([code, stdout], [5, ""]);
  assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
});

Deno.test("convene serve-main binds the address it is given", async () => {
  await using main = new ConveneProcess([
    ...["serve-main", "--host", "::1", "--tcp-port=0", "--udp-port=0"],
  ]);
  const [, address] = await main.stderr.waitFor(
    /clients on TCP (\[::1\]:\d+), backends on UDP \[::1\]:\d+\.$/,
  );
  const asked = await run(["query", "tttt", `--main=${address}`]);
  const text = "tttt is not known yet: no server has registered.\n";
  assertEquals([asked.code, asked.stdout], [4, text]);
});
