import { assertEquals } from "@std/assert";
import { HELLO_MS_MAX, WRONG_TOKENS_FREE } from "../../src/base/limits.ts";
import { Doorkeeper } from "../../src/roles/doorkeeper.ts";
import { drawToken } from "../../src/wire/access_token.ts";
import { FakeConnection } from "../support/fake_connection.ts";
import { OpenSession } from "../support/open_session.ts";
import { seededEntropy } from "../support/seeded_entropy.ts";
import { seededRandom } from "../support/seeded_random.ts";
import { ServerPair } from "../support/server_pair.ts";

function guarded() {
  const entropy = seededEntropy(seededRandom(1));
  const drawn = drawToken(entropy, { name: "reports", expiresMs: 5_000 });
  const state = { epochMs: 0 };
  const door = new Doorkeeper({
    entries: [drawn.entry],
    epochMs: () => state.epochMs,
    report: () => {},
  });
  const open = () => new OpenSession(({ names }) => `${names[0]}!\n`, door);
  const hello = (token: string, id = "") =>
    `{${id === "" ? "" : `"id":${id},`}"hello":{"token":"${token}"}}\n`;
  return { ...drawn, door, state, open, hello };
}

function notAllowed(message: string, id = ""): string {
  const error = JSON.stringify({ code: "not_allowed", message });
  return `{${id === "" ? "" : `"id":${id},`}"error":${error}}\n`;
}

/** What the session says in this turn, and whether it ended. */
function outcome(client: OpenSession) {
  client.clock.advance(0);
  client.clock.turn();
  client.connection.take();
  return [client.written, client.connection.closing];
}

const NO_TOKEN = "Cannot answer before a token is shown: see --token-file";
const UNKNOWN = "Cannot accept the token as it is not known here";
const OVER = "Cannot go on as the token was taken back, or has expired";

Deno.test("ClientSession answers after a good hello, however it is cut", () => {
  const { token, hello, open } = guarded();
  const client = open();
  client.connection.receive(`${hello(token, "7")}lilith\n{"names":["zein"]}\n`);
  assertEquals(outcome(client), [
    '{"id":7,"hello":{"name":"reports"}}\nlilith!\nzein!\n',
    null,
  ]);
});

Deno.test("ClientSession takes a hello without a token from whom it knows", () => {
  const { token, hello, open } = guarded();
  const client = open();
  client.mayDeflate = false;
  client.connection.receive(hello(token));
  client.connection.receive('{"hello":{"compress":"deflate"}}\n');
  client.connection.receive(hello("x"));
  const welcome = '{"hello":{"name":"reports"}}\n';
  const answers = welcome + welcome + notAllowed(UNKNOWN);
  assertEquals(outcome(client), [answers, "end"]);
});

Deno.test("ClientSession takes a hello where everybody may ask", () => {
  const client = new OpenSession(() => "!\n");
  client.connection.receive('{"hello":{"token":"any"}}\nlilith\n');
  assertEquals(outcome(client), ['{"hello":{"name":null}}\n!\n', null]);
});

const FIRST_LINES: [name: string, line: string, answer: string][] = [
  ["a question", "lilith zein\n", notAllowed(NO_TOKEN)],
  [
    "a JSON question",
    '{"id":"a","names":["b"]}\n',
    notAllowed(NO_TOKEN, '"a"'),
  ],
  ["a malformed line", "{\n", notAllowed(NO_TOKEN)],
  ["a malformed hello", '{"id":1,"hello":{}}\n', notAllowed(NO_TOKEN, "1")],
  [
    "a wrong token",
    '{"id":1,"hello":{"token":"cvn_x"}}\n',
    notAllowed(UNKNOWN, "1"),
  ],
];
for (const [name, line, answer] of FIRST_LINES) {
  Deno.test(`ClientSession turns away who begins with ${name}`, () => {
    const { token, hello, open } = guarded();
    const client = open();
    client.connection.receive(`\n${line}${hello(token)}lilith\n`);
    assertEquals(outcome(client), [answer, "end"]);
    assertEquals(client.asked, []);
  });
}

Deno.test("ClientSession ends with the token, at the next request", () => {
  const { token, hello, open, door } = guarded();
  const client = open();
  client.connection.receive(hello(token) + "lilith\n");
  door.replace([]);
  client.connection.receive('{"id":1,"names":["zein"]}\n');
  assertEquals(outcome(client), [
    `{"hello":{"name":"reports"}}\nlilith!\n${notAllowed(OVER, "1")}`,
    "end",
  ]);
});

Deno.test("ClientSession ends with the token, though nothing is asked", () => {
  const { token, hello, open, state } = guarded();
  const client = open();
  client.connection.receive(hello(token));
  client.clock.turn();
  state.epochMs = 4_999;
  client.session.poll(client.clock.nowMs());
  assertEquals(client.connection.closing, null);
  state.epochMs = 5_000;
  client.session.poll(client.clock.nowMs());
  assertEquals(outcome(client), [
    `{"hello":{"name":"reports"}}\n${notAllowed(OVER)}`,
    "end",
  ]);
});

Deno.test("ClientSession waits only so long for a token", () => {
  const { open } = guarded();
  const client = open();
  client.clock.advance(HELLO_MS_MAX);
  client.session.poll(client.clock.nowMs());
  assertEquals(outcome(client), ["", null]);
  client.clock.advance(1);
  client.session.poll(client.clock.nowMs());
  const late = "Cannot wait any longer as no token was shown within 10 s";
  assertEquals(outcome(client), [notAllowed(late), "end"]);
});

Deno.test("ClientSession puts off its answer to who tries again and again", () => {
  const { open, hello } = guarded();
  for (let i = 0; i < WRONG_TOKENS_FREE; i++) {
    const client = open();
    client.connection.receive(hello("x"));
    assertEquals(outcome(client), [notAllowed(UNKNOWN), "end"]);
  }
  const client = open();
  client.connection.receive(hello("x"));
  client.clock.advance(99);
  assertEquals(outcome(client), ["", null]);
  client.clock.advance(1);
  assertEquals(outcome(client), [notAllowed(UNKNOWN), "end"]);
});

Deno.test("MainServer ends the connections of a token, as soon as it is told", () => {
  const { token, hello, door } = guarded();
  const { main, clock } = new ServerPair(1);
  const client = new FakeConnection(
    { host: "127.0.0.1", port: 50_000 },
    (connection) => main.accept(connection, door),
  );
  client.receive(hello(token));
  main.clients.poll(clock.nowMs());
  clock.turn();
  assertEquals(client.closing, null);
  door.replace([]);
  main.clients.poll(clock.nowMs());
  clock.turn();
  assertEquals(client.writes.at(-1), notAllowed(OVER));
  assertEquals(client.closing, "end");
});
