import { assertEquals } from "@std/assert";
import {
  CONNECTION_TURN_LINES_MAX,
  CONNECTION_TURN_REQUESTS_MAX,
  LINE_BYTES_MAX,
  LINE_MS_MAX,
  OUTBOX_BYTES_PAUSE,
} from "../../src/base/limits.ts";
import type { QueryRequest } from "../../src/wire/client_lines.ts";
import { OpenSession } from "../support/open_session.ts";

const TOO_LONG =
  '{"error":{"code":"line_too_long","message":"Cannot read the request as a line has at most 65536 bytes"}}\n';

function echo({ names }: QueryRequest): string {
  return `${names[0]}!\n`;
}

Deno.test("ClientSession answers in order what completes in any order", () => {
  const client = new OpenSession();
  client.connection.receive("a\nb\nc\nd\n");
  client.answer("c");
  client.answer("b");
  assertEquals(client.connection.writes, []);
  client.answer("a");
  assertEquals(client.connection.writes, ["a!\nb!\nc!\n"]);
  client.answer("d");
  assertEquals(client.connection.writes, ["a!\nb!\nc!\n", "d!\n"]);
});

Deno.test("ClientSession writes a turn's answers at once, and a lone one now", () => {
  const client = new OpenSession();
  client.connection.receive("a\nb\n");
  for (const { request, answer } of client.asked) answer(echo(request));
  assertEquals(client.connection.writes, []);
  client.clock.turn();
  assertEquals(client.connection.writes, ["a!\nb!\n"]);
  client.connection.receive("c\n");
  client.asked[2]!.answer("c!\n");
  assertEquals(client.connection.writes, ["a!\nb!\n", "c!\n"]);
});

Deno.test("ClientSession understands requests that are cut anywhere", () => {
  const text = 'zoë, 李\r\n\r\n \t\n{"id":1,"names":["é","b"]}\nc\n';
  const bytes = new TextEncoder().encode(text);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const client = new OpenSession(echo);
    client.connection.receive(bytes.slice(0, cut));
    client.connection.receive(bytes.slice(cut));
    client.clock.turn();
    const asked = client.asked.map(({ request }) => request);
    assertEquals(asked, [
      { kind: "query", json: false, id: "", names: ["zoë", "李"], terms: null },
      { kind: "query", json: true, id: "1", names: ["é", "b"], terms: null },
      { kind: "query", json: false, id: "", names: ["c"], terms: null },
    ], `cut at ${cut}`);
    assertEquals(client.written, "zoë!\né!\nc!\n", `cut at ${cut}`);
  }
});

Deno.test("ClientSession ends who greets it by TLS, at once", () => {
  const client = new OpenSession();
  client.connection.receive(Uint8Array.of(0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc));
  client.clock.turn();
  assertEquals(
    client.written,
    '{"error":{"code":"bad_request","message":"Cannot read the request as it is TLS, not plain text"}}\n',
  );
  client.connection.take();
  assertEquals(client.connection.closing, "end");
});

Deno.test("ClientSession reads later lines that begin so as any other", () => {
  const client = new OpenSession(echo);
  client.connection.receive("a\n");
  client.connection.receive(Uint8Array.of(0x16, 3, 10));
  client.clock.turn();
  assertEquals(client.written, "a!\n\x16\x03!\n");
});

Deno.test("ClientSession says nothing to blank lines", () => {
  const client = new OpenSession(echo);
  client.connection.receive("\n\r\n  \n,\n\t\n");
  client.clock.turn();
  assertEquals([client.asked, client.connection.writes], [[], []]);
  assertEquals(client.connection.closing, null);
});

Deno.test("ClientSession refuses a bad request in its turn and lives on", () => {
  const client = new OpenSession();
  client.connection.receive('a\n{"id":7,"names":3}\nb\n');
  client.answer("b");
  assertEquals(client.written, "");
  client.answer("a");
  const refusal =
    '{"id":7,"error":{"code":"bad_request","message":"Cannot read the request as names must be a list of one name or more"}}\n';
  assertEquals(client.written, `a!\n${refusal}b!\n`);
  assertEquals(client.connection.closing, null);
});

Deno.test("ClientSession ends a refusal in text with an empty line", () => {
  const client = new OpenSession();
  const names = Array.from({ length: 257 }, (_, i) => `n${i}`);
  client.connection.receive(names.join(" ") + "\n");
  client.clock.turn();
  assertEquals(
    client.written,
    "Cannot answer for 257 names as a query has at most 256.\n\n",
  );
});

Deno.test("ClientSession takes a line that just fits, with CR LF too", () => {
  for (const end of ["\n", "\r\n"]) {
    const client = new OpenSession(echo);
    const line = "x".repeat(LINE_BYTES_MAX);
    client.connection.receive(line + end);
    client.clock.turn();
    assertEquals(client.written, `${line}!\n`);
    assertEquals(client.connection.closing, null);
  }
});

const LONG: [name: string, text: string][] = [
  ["that is one byte too long", "x".repeat(LINE_BYTES_MAX + 1) + "\nb\n"],
  ["that has no end", "x".repeat(LINE_BYTES_MAX + 2)],
];
for (const [name, text] of LONG) {
  Deno.test(`ClientSession answers what came before a line ${name}, and ends`, () => {
    const client = new OpenSession();
    client.connection.receive(`a\n${text}`);
    client.clock.turn();
    assertEquals([client.written, client.connection.closing], ["", null]);
    client.connection.receive("c\n");
    client.answer("a");
    assertEquals(client.names, ["a"]);
    assertEquals(client.written, `a!\n${TOO_LONG}`);
    assertEquals(client.connection.closing, "end");
  });
}

Deno.test("ClientSession answers a last line without an end, then ends", () => {
  const client = new OpenSession();
  client.connection.receive("a\nb");
  client.connection.finish();
  client.answer("b");
  // Its line has ended, so there is nothing to wait for.
  client.wait(2 * LINE_MS_MAX);
  assertEquals([client.written, client.connection.closing], ["", null]);
  client.answer("a");
  assertEquals([client.written, client.connection.closing], [
    "a!\nb!\n",
    "end",
  ]);
});

Deno.test("ClientSession ends at once with a client that wants nothing", () => {
  for (const text of ["", "\n", "a\n"]) {
    const client = new OpenSession(echo);
    client.connection.receive(text);
    client.clock.turn();
    client.connection.finish();
    assertEquals(client.connection.closing, "end", JSON.stringify(text));
  }
});

Deno.test("ClientSession takes up a long read in turns, and reads no more until then", () => {
  const client = new OpenSession();
  const turn = CONNECTION_TURN_REQUESTS_MAX;
  const { clock, connection } = client;
  const before: number[] = [];
  const schedule = clock.schedule.bind(clock);
  clock.schedule = (dueMs, run) =>
    schedule(dueMs, () => {
      before.push(client.asked.length);
      assertEquals(connection.isPaused, true);
      run();
    });
  // Blank lines do not count as requests.
  connection.receive("a\n\n".repeat(2 * turn + 1));
  assertEquals([client.asked.length, clock.timers], [turn, 1]);
  clock.advance(0);
  assertEquals(before, [turn, 2 * turn]);
  assertEquals(client.asked.length, 2 * turn + 1);
  assertEquals([connection.isPaused, clock.timers], [false, 0]);
});

Deno.test("ClientSession looks at no end of blank lines in turns, too", () => {
  const client = new OpenSession();
  const turn = CONNECTION_TURN_LINES_MAX;
  client.connection.receive("\n".repeat(2 * turn - 1) + "a\nb\n");
  assertEquals([client.names, client.clock.timers], [[], 1]);
  assertEquals(client.connection.isPaused, true);
  // One wait of no time after the other.
  const turns: string[][] = [];
  const schedule = client.clock.schedule.bind(client.clock);
  client.clock.schedule = (dueMs, run) => {
    turns.push(client.names);
    return schedule(dueMs, run);
  };
  client.clock.advance(0);
  assertEquals([...turns, client.names], [["a"], ["a", "b"]]);
  assertEquals(client.connection.isPaused, false);
});

Deno.test("ClientSession goes on with a long read by one timer", () => {
  const client = new OpenSession();
  client.connection.receive("a\n".repeat(3 * CONNECTION_TURN_REQUESTS_MAX));
  client.session.taken();
  assertEquals(client.asked.length, 2 * CONNECTION_TURN_REQUESTS_MAX);
  assertEquals(client.clock.timers, 1);
});

Deno.test("ClientSession takes up what is left of a read after its end", () => {
  const client = new OpenSession(echo);
  const requests = 3 * CONNECTION_TURN_REQUESTS_MAX;
  client.connection.receive("a\n".repeat(requests));
  client.connection.finish();
  assertEquals(client.connection.closing, null);
  for (let turn = 0; turn < 4; turn++) {
    client.clock.advance(0);
    client.clock.turn();
  }
  assertEquals(client.written, "a!\n".repeat(requests));
  assertEquals(client.connection.closing, "end");
});

Deno.test("ClientSession does not end before it has taken up all", () => {
  const client = new OpenSession(echo);
  client.connection.unsentBytes = OUTBOX_BYTES_PAUSE + 1;
  client.connection.receive("a\n");
  client.connection.finish();
  assertEquals([client.asked, client.connection.closing], [[], null]);
  client.connection.take();
  client.clock.turn();
  assertEquals([client.written, client.connection.closing], ["a!\n", "end"]);
});

Deno.test("ClientSession keeps the order of answers that are known at once", () => {
  const client = new OpenSession(echo);
  // So many that an answer within an answer would overflow the stack.
  const names = Array.from({ length: 20_000 }, (_, i) => `n${i}`);
  client.connection.receive(names.join("\n") + "\n");
  while (client.connection.isPaused) {
    client.clock.advance(0);
    client.clock.turn();
  }
  client.clock.turn();
  assertEquals(client.written, names.map((name) => `${name}!\n`).join(""));
});
