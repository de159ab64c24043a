/** One client asks much that is heavy: nobody else waits for more than a piece. */

import { assertEquals, assertMatch } from "@std/assert";
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

/** One client has asked for much, and its servers have told all of it. */
function busyPair() {
  const pair = new ServerPair(1);
  const lines = NAMES.map((name, i) => {
    const free = Array.from({ length: EACH }, (_, at) => [3 * at, 3 * at + 1]);
    return `${name};${JSON.stringify(free.slice(i))}\n`;
  });
  pair.addBackend("A", lines.join("") + "yuki;[[1,3]]\n");
  pair.network.advance(REJOIN_GRACE_MS);
  const much = pair.connect();
  much.receive(`${HEAVY}\n`.repeat(ASKED));
  pair.network.settle();
  return { pair, much, other: pair.connect(OTHER) };
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
    pair.clock.runNext();
    pair.network.settle();
    return [much, other].map(({ writes }) => answersOf(writes).length);
  });
  assertEquals(counts, [[1, 0], [1, 1], [2, 1], [3, 1]]);
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
  assertEquals(pair.clock.nowMs(), REJOIN_GRACE_MS + 10);
});

Deno.test("what has no turn in time is refused in time", () => {
  const { pair, much } = busyPair();
  pair.clock.runNext();
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
