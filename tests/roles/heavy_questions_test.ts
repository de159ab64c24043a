/** One client asks much that is heavy: nobody else waits for more than a piece. */

import { assertEquals, assertGreater, assertMatch } from "@std/assert";
import {
  CONNECTION_TURN_REQUESTS_MAX,
  QUERY_MS_MAX,
  REJOIN_GRACE_MS,
  TURN_WEIGHT_MAX,
} from "../../src/base/limits.ts";
import { ServerPair } from "../support/server_pair.ts";

const NAMES = ["lilith", "zein", "callie"];
const EACH = TURN_WEIGHT_MAX / 2;
const HEAVY = JSON.stringify({ names: NAMES, minAttendees: 1, limit: 1 });
const LIGHT = JSON.stringify({ names: ["yuki"], minAttendees: 1 });
const OTHER = { host: "127.0.0.1", port: 50_001 };
const ASKED = CONNECTION_TURN_REQUESTS_MAX;

/** A main server, and a backend with people who are free now and then. */
function pairOfServers(): ServerPair {
  const pair = new ServerPair(1);
  const lines = NAMES.map((name, i) => {
    const free = Array.from({ length: EACH }, (_, at) => [3 * at, 3 * at + 1]);
    return `${name};${JSON.stringify(free.slice(i))}\n`;
  });
  pair.addBackend("A", lines.join("") + "yuki;[[1,3]]\n");
  pair.network.advance(REJOIN_GRACE_MS);
  return pair;
}

/** One client has asked for much, and its servers have told all of it. */
function busyPair() {
  const pair = pairOfServers();
  const much = pair.connect();
  much.receive(`${HEAVY}\n`.repeat(ASKED));
  pair.network.settle();
  turn(pair);
  return { pair, much, other: pair.connect(OTHER) };
}

/** The next turn of the loop that somebody waits for, and some time later. */
function turn(pair: ServerPair): void {
  pair.clock.runNext();
  pair.network.settle();
  pair.clock.leap(1);
}

function answersOf(writes: readonly string[]): string[] {
  return writes.join("").split("\n").slice(0, -1);
}

Deno.test("whoever asks something light is answered before anything heavy", () => {
  const { pair, much, other } = busyPair();
  other.receive(`yuki\n${LIGHT}\n`);
  pair.network.settle();
  const [plain, end, light] = answersOf(other.writes);
  assertEquals([plain, end], ["Available time slots: [1,3]", ""]);
  assertMatch(light!, /"suggestions":\[\{"slot":\[1,3\],"free":1,"of":1\}\]/);
  assertEquals(much.writes, []);
});

Deno.test("a turn of the loop works out one heavy question, whoever's turn it is", () => {
  const { pair, much, other } = busyPair();
  other.receive(`${HEAVY}\n`);
  pair.network.settle();
  const counts = Array.from({ length: 4 }, () => {
    turn(pair);
    return [much, other].map(({ writes }) => answersOf(writes).length);
  });
  assertEquals(counts, [[1, 0], [1, 1], [2, 1], [3, 1]]);
});

Deno.test("a question of names alone has its turn too, if its answer is long", () => {
  const pair = pairOfServers();
  const [much, other] = [pair.connect(), pair.connect(OTHER)];
  const names = NAMES.slice(0, 1);
  much.receive(`${JSON.stringify({ names })}\n`.repeat(ASKED));
  pair.network.settle();
  // As many as fit in a turn, and not all that waited for the same answer.
  const inTurn = TURN_WEIGHT_MAX / EACH;
  while (much.writes.length === 0) turn(pair);
  const counts = [0, 1, 2].map(() => {
    const { length } = answersOf(much.writes);
    turn(pair);
    return length;
  });
  assertEquals(counts, [inTurn, 2 * inTurn, 3 * inTurn]);
  other.receive("yuki\n");
  pair.network.settle();
  turn(pair);
  assertEquals(answersOf(other.writes).length, 2);
  pair.network.advance(ASKED);
  assertEquals(answersOf(much.writes).length, ASKED);
});

Deno.test("all that is heavy is answered in the end", () => {
  const { pair, much } = busyPair();
  pair.network.advance(10);
  const answers = answersOf(much.writes);
  assertEquals(answers.length, ASKED);
  assertEquals(new Set(answers).size, 1);
  assertMatch(
    answers[0]!,
    /"suggestions":\[\{"slot":\[0,1\],"free":1,"of":3\}/,
  );
  assertEquals(pair.clock.nowMs(), REJOIN_GRACE_MS + 11);
});

Deno.test("what has no turn in time is refused in time", () => {
  const { pair, much } = busyPair();
  turn(pair);
  // As if each of them took long.
  pair.clock.leap(QUERY_MS_MAX + 50);
  pair.network.advance(0);
  pair.clock.advance(0);
  pair.network.settle();
  const [first, ...rest] = answersOf(much.writes);
  assertMatch(first!, /"suggestions"/);
  assertEquals(rest.length, ASKED - 1);
  for (const answer of rest) assertMatch(answer, /"code":"busy"/);
});

Deno.test("a backend works out one heavy question a turn, and light ones at once", () => {
  const pair = pairOfServers();
  const [much, other] = [pair.connect(), pair.connect(OTHER)];
  const windows = Array.from({ length: 8 }, (_, i) => -i);
  const lines = windows.map((from) =>
    JSON.stringify({ names: NAMES, minAttendees: 1, limit: 1, from })
  );
  let toMain = 0;
  pair.network.watch = ({ to }) => {
    if (to.port === pair.mainSocket.address.port) toMain++;
  };
  much.receive(lines.join("\n") + "\n");
  pair.network.settle();
  assertEquals(toMain, 0, "each of them takes a turn");
  other.receive(`yuki\n${LIGHT}\n`);
  pair.network.settle();
  assertEquals([answersOf(other.writes).length, much.writes.length], [3, 0]);
  const counts = Array.from({ length: 8 }, () => {
    toMain = 0;
    turn(pair);
    return toMain;
  });
  // Some of the turns are the main server's.
  const [one = 0, ...others] = counts.filter((count) => count > 0);
  assertGreater(others.length, 1);
  assertEquals(new Set(others), new Set([one]), `${counts}`);
  pair.network.advance(100);
  assertEquals(answersOf(much.writes).length, lines.length);
});

Deno.test("a window of more days than calendars are looked at is refused", () => {
  const pair = new ServerPair(1);
  pair.addBackend("A", "yuki;[[2026-11-24T08:00Z,2026-11-24T16:00Z]]\n");
  pair.network.advance(REJOIN_GRACE_MS);
  const client = pair.connect();
  const ask = (to: string) => {
    const names = ["yuki"];
    client.receive(JSON.stringify({ names, from: "2026-11-24", to }) + "\n");
    pair.network.advance(10);
    return client.writes.at(-1)!;
  };
  assertMatch(ask("2028-11-25"), /"slots":\[\[/);
  assertMatch(
    ask("2028-11-26"),
    /"code":"too_large","message":"Cannot look at more than 732 days at once: /,
  );
});
