import { assert, assertEquals, assertRejects } from "@std/assert";
import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { UnavailableError } from "../../src/base/errors.ts";
import {
  CLIENT_REQUESTS_MAX,
  CLIENT_SILENCE_MS_MAX,
  CLIENT_UNSENT_BYTES_MAX,
  LINE_BYTES_MAX,
} from "../../src/base/limits.ts";
import { Client } from "../../src/roles/client.ts";
import { acceptingDial } from "../support/fake_connection.ts";
import { ManualClock } from "../support/manual_clock.ts";

const SERVER = { host: "127.0.0.1", port: 24849 };
const SYNC = { finishFlush: constants.Z_SYNC_FLUSH };
const LOST = "Cannot go on with the main server at 127.0.0.1:24849: ";

async function connect(token?: string, deflate = false) {
  const clock = new ManualClock();
  const { dial, connections } = acceptingDial();
  const options = { dial, clock, token, deflate };
  const client = await Client.connect([SERVER], options);
  const [connection] = connections;
  assert(connection);
  return { client, connection, clock };
}

function answerTo(id: number): string {
  return `{"id":${id},"slots":[[${id},${
    id + 1
  }]],"unknown":[],"unreachable":[],"pending":[]}\n`;
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Holds that a promise breaks for the reason, as exit code 5 says. */
async function assertLost(promise: Promise<unknown>, why: string) {
  const error = await assertRejects(() => promise, UnavailableError, why);
  assert(error.message.startsWith(LOST));
  assertEquals(error.exitCode, 5);
}

/** Holds that a promise breaks for the reason, as exit code 6 says. */
async function assertNotLetIn(promise: Promise<unknown>, why: string) {
  const error = await assertRejects(() => promise, UnavailableError, why);
  assertEquals(error.exitCode, 6);
}

Deno.test("ask() sends the questions of one turn in one write", async () => {
  const { client, connection, clock } = await connect();
  const asked = [client.ask(["lilith"]), client.ask(["zein", "é"])];
  clock.turn();
  asked.push(client.ask(["callie"]));
  clock.turn();
  assertEquals(connection.writes, [
    '{"id":1,"names":["lilith"]}\n{"id":2,"names":["zein","é"]}\n',
    '{"id":3,"names":["callie"]}\n',
  ]);
  connection.receive(answerTo(1) + answerTo(2) + answerTo(3));
  await Promise.all(asked);
});

Deno.test("ask() gives the answers in order, cut at any byte", async () => {
  const bytes = new TextEncoder().encode(answerTo(1) + answerTo(2));
  for (let cut = 0; cut <= bytes.length; cut++) {
    const { client, connection, clock } = await connect();
    const order: number[] = [];
    const asked = [1, 2].map(async (id) => {
      const answer = await client.ask(["lilith"]);
      order.push(id);
      assert(answer.kind === "findings");
      assertEquals(answer.findings.slots, Float64Array.of(id, id + 1));
      assertEquals(answer.findings.names, ["lilith"]);
    });
    connection.receive(bytes.slice(0, cut));
    connection.receive(bytes.slice(cut));
    await Promise.all(asked);
    assertEquals([order, clock.timers], [[1, 2], 0], `cut at ${cut}`);
  }
});

Deno.test("ask() takes a refusal without an id for the oldest question", async () => {
  const { client, connection } = await connect();
  const asked = [client.ask(["a"]), client.ask(["b"])];
  const error = { code: "busy", message: "Cannot answer now" };
  connection.receive(JSON.stringify({ error }) + "\n" + answerTo(2));
  const [first, second] = await Promise.all(asked);
  assertEquals(first, { kind: "refusal", id: undefined, ...error });
  assertEquals(second?.kind, "findings");
});

Deno.test("ask() shows the token first, and waits for no answer to it", async () => {
  const { client, connection, clock } = await connect("cvn_x");
  const asked = client.ask(["lilith"]);
  clock.turn();
  assertEquals(connection.writes, [
    '{"id":1,"hello":{"token":"cvn_x"}}\n{"id":2,"names":["lilith"]}\n',
  ]);
  connection.receive('{"id":1,"hello":{"name":"reports"}}\n' + answerTo(2));
  assertEquals((await asked).kind, "findings");
  assertEquals(clock.timers, 0);
  const next = client.ask(["zein"]);
  connection.receive(answerTo(3));
  assertEquals((await next).kind, "findings");
});

Deno.test("ask() goes on with a server that knows no hello", async () => {
  const { client, connection } = await connect("cvn_x");
  const asked = client.ask(["lilith"]);
  const error = { code: "bad_request", message: "no such field" };
  connection.receive(JSON.stringify({ id: 1, error }) + "\n" + answerTo(2));
  assertEquals((await asked).kind, "findings");
});

Deno.test("ask() waits for the welcome, if what follows may be deflated", async () => {
  const { client, connection, clock } = await connect("cvn_x", true);
  const asked = client.ask(["lilith"]);
  clock.turn();
  assertEquals(connection.writes, [
    '{"id":1,"hello":{"token":"cvn_x","compress":"deflate"}}\n',
  ]);
  // A server that deflates for as many as it wants to goes on as it is.
  connection.receive('{"id":1,"hello":{"name":null}}\n');
  assertEquals(connection.writes[1], '{"id":2,"names":["lilith"]}\n');
  connection.receive(answerTo(2));
  assertEquals((await asked).kind, "findings");
});

Deno.test("ask() goes on with a server that cannot deflate", async () => {
  const { client, connection } = await connect(undefined, true);
  const asked = client.ask(["lilith"]);
  const error = { code: "bad_request", message: "no such field" };
  connection.receive(JSON.stringify({ id: 1, error }) + "\n");
  assertEquals(connection.writes[1], '{"id":2,"names":["lilith"]}\n');
  connection.receive(answerTo(2));
  assertEquals((await asked).kind, "findings");
});

Deno.test("ask() sends and reads deflated lines after the welcome", async () => {
  const { client, connection } = await connect(undefined, true);
  const asked = client.ask(["lilith"]);
  const sent = Promise.withResolvers<Uint8Array>();
  connection.send = sent.resolve;
  connection.receive('{"id":1,"hello":{"name":null,"compress":"deflate"}}\n');
  const question = inflateRawSync(await sent.promise, SYNC).toString();
  assertEquals(question, '{"id":2,"names":["lilith"]}\n');
  connection.receive(deflateRawSync(answerTo(2), SYNC));
  assertEquals((await asked).kind, "findings");
  client.close();
  connection.abort();
});

Deno.test("ask() reads what came with the welcome as that says", async () => {
  const [name, token] = [null, "cvn_x"];
  const error = { code: "not_allowed", message: "Cannot go on" };
  const refusal = JSON.stringify({ error }) + "\n";
  const ways: [hello: object, rest: Uint8Array][] = [
    [{ name }, encoded(refusal)],
    [{ name, compress: "deflate" }, deflateRawSync(refusal, SYNC)],
  ];
  for (const [hello, rest] of ways) {
    const welcome = encoded(JSON.stringify({ id: 1, hello }) + "\n");
    const bytes = Uint8Array.of(...welcome, ...rest);
    for (let cut = 0; cut <= welcome.length; cut++) {
      const { client, connection } = await connect(token, true);
      const asked = client.ask(["lilith"]);
      connection.receive(bytes.slice(0, cut));
      connection.receive(bytes.slice(cut));
      await assertNotLetIn(asked, "it does not let us in (Cannot go on)");
    }
  }
});

Deno.test("ask() ends with 5, sent a bomb", async () => {
  const { client, connection } = await connect(undefined, true);
  const asked = client.ask(["lilith"]);
  connection.receive('{"id":1,"hello":{"name":null,"compress":"deflate"}}\n');
  connection.receive(deflateRawSync(new Uint8Array(10_000_000)));
  await assertLost(asked, "what it sent becomes over 100 times as long");
  assertEquals(connection.closing, "abort");
});

Deno.test("ask() ends with 6, not let in, at once or later", async () => {
  const error = { code: "not_allowed", message: "Cannot accept the token" };
  const line = JSON.stringify({ error }) + "\n";
  const why = "it does not let us in (Cannot accept the token)";
  const early = await connect("cvn_x");
  const asked = early.client.ask(["a"]);
  early.connection.receive(line);
  await assertNotLetIn(asked, why);
  assertEquals(early.connection.closing, "abort");
  const late = await connect();
  late.connection.receive(line);
  await assertNotLetIn(late.client.ask(["a"]), why);
});

Deno.test("received() takes a welcome only as the answer to its hello", async () => {
  for (const line of ['{"id":2,"hello":{}}', '{"id":1,"hello":7}', "{}"]) {
    const { client, connection } = await connect("cvn_x");
    connection.receive(`${line}\n`);
    await assertLost(client.ask(["a"]), "it sent no answer");
  }
});

Deno.test("ask() ends with 5, told that TLS is required", async () => {
  const { client, connection } = await connect();
  const asked = client.ask(["a"]);
  const error = { code: "tls_required", message: "Cannot answer" };
  connection.receive(JSON.stringify({ error }) + "\n");
  const failure = await assertRejects(
    () => asked,
    UnavailableError,
    "it takes TLS only, see --tls and --ca",
  );
  assertEquals([failure.exitCode, connection.closing], [5, "abort"]);
});

Deno.test("ask() refuses in its turn what a server would hang up on", async () => {
  const { client, connection, clock } = await connect();
  const long = "x".repeat(LINE_BYTES_MAX);
  const many = Array.from({ length: 20_000 }, (_, i) => `n${i}`);
  const order: string[] = [];
  const asked = [["a"], [long], many, ["b"]].map(async (names) => {
    const answer = await client.ask(names);
    order.push(answer.kind === "refusal" ? answer.code : "findings");
  });
  clock.turn();
  assertEquals(connection.writes, [
    '{"id":1,"names":["a"]}\n{"id":4,"names":["b"]}\n',
  ]);
  connection.receive(answerTo(1) + answerTo(4));
  await Promise.all(asked);
  assertEquals(order, [
    "findings",
    "line_too_long",
    "too_many_names",
    "findings",
  ]);
  assertEquals(clock.timers, 0);
});

const BAD: [name: string, text: string, why: string][] = [
  ["an answer to another question", answerTo(7), "its id is not 1"],
  ["two answers", answerTo(1) + answerTo(2), "nothing was asked"],
  ["no JSON", "Available time slots: none\n", "as JSON"],
  ["JSON without slots", '{"id":1}\n', "as findings"],
  ["null", "null\n", "as findings"],
];
for (const [name, text, why] of BAD) {
  Deno.test(`Client breaks off with a server that sends ${name}`, async () => {
    const { client, connection } = await connect();
    const asked = client.ask(["lilith"]).catch((error) => error);
    connection.receive(text);
    await asked;
    assertEquals(connection.closing, "abort");
    await assertLost(client.ask(["zein"]), why);
  });
}

Deno.test("ask() fails, now and later, once the server has broken off", async () => {
  const { client, connection, clock } = await connect();
  const asked = [client.ask(["a"]), client.ask(["b"])];
  connection.finish();
  for (const one of asked) await assertLost(one, "broke off");
  await assertLost(client.ask(["c"]), "broke off");
  assertEquals([connection.closing, clock.timers], ["abort", 0]);
});

Deno.test("Client gives up when nothing is heard, but not before", async () => {
  const { client, connection, clock } = await connect();
  clock.advance(10 * CLIENT_SILENCE_MS_MAX);
  const asked = client.ask(["a"]);
  clock.advance(CLIENT_SILENCE_MS_MAX - 1);
  connection.receive(answerTo(1).slice(0, 9));
  clock.advance(CLIENT_SILENCE_MS_MAX - 1);
  assertEquals(connection.closing, null);
  clock.advance(1);
  await assertLost(asked, "no answer within 5000 ms");
  assertEquals([connection.closing, clock.timers], ["abort", 0]);
});

Deno.test("Client does not count the time in which it reads nothing", async () => {
  const { client, connection, clock } = await connect();
  const asked = client.ask(["a"]);
  client.pause();
  assertEquals(connection.isPaused, true);
  clock.advance(10 * CLIENT_SILENCE_MS_MAX);
  client.resume();
  clock.advance(CLIENT_SILENCE_MS_MAX - 1);
  assertEquals([connection.isPaused, connection.closing], [false, null]);
  connection.receive(answerTo(1));
  await asked;
});

Deno.test("room() waits while too many questions are open", async () => {
  const { client, connection } = await connect();
  const asked = Array.from(
    { length: CLIENT_REQUESTS_MAX },
    () => client.ask(["a"]),
  );
  assertEquals(client.hasRoom, false);
  const room = client.room();
  connection.receive(answerTo(1));
  await room;
  assertEquals(client.hasRoom, true);
  client.close();
  await Promise.allSettled(asked);
});

Deno.test("room() waits while the system takes nothing", async () => {
  const { client, connection } = await connect();
  connection.unsentBytes = CLIENT_UNSENT_BYTES_MAX;
  assertEquals(client.hasRoom, false);
  const room = client.room();
  connection.take();
  await room;
});

Deno.test("room() does not wait for a broken connection", async () => {
  const { client, connection } = await connect();
  connection.unsentBytes = CLIENT_UNSENT_BYTES_MAX;
  const room = client.room();
  connection.abort();
  await room;
  await assertLost(client.ask(["a"]), "broke off");
});

Deno.test("close() ends the connection and every open question", async () => {
  const { client, connection, clock } = await connect();
  const asked = client.ask(["a"]);
  client.close();
  await assertLost(asked, "told goodbye");
  assertEquals([connection.closing, clock.timers], ["end", 0]);
});
