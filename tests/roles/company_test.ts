/**
 * Of whom a main server tells alone: nobody of whom a backend tells in company
 * only, and nobody at all where groups have a least size, whatever becomes of
 * the company that was asked for.
 */

import { assertEquals, assertMatch } from "@std/assert";
import { REJOIN_GRACE_MS } from "../../src/base/limits.ts";
import { ServerPair } from "../support/server_pair.ts";

const A = "lilith;[[1,3],[4,6]]\njameson;[[5,7]]\n";
const B = "zein;[[1,4],[6,8]]\n";
const WITH_ZEIN = "Available time slots: [1,3]\n\n";

/** Backends A, with that list of names, and B, and names that are settled. */
function discreetPair(...names: string[]): ServerPair {
  const pair = new ServerPair(1);
  pair.addBackend("A", A, null, new Set(names));
  pair.addBackend("B", B);
  pair.network.advance(REJOIN_GRACE_MS);
  return pair;
}

function refusal(name: string, server: string): string {
  return `Cannot answer as only ${name} could be checked, of whom server ` +
    `${server} speaks in company only.\n\n`;
}

Deno.test("a main server tells in company of whom it may not tell alone", () => {
  const pair = discreetPair("jameson");
  assertEquals(pair.ask("lilith zein"), WITH_ZEIN);
  assertEquals(pair.ask("lilith jameson"), "Available time slots: [5,6]\n\n");
  assertEquals(pair.ask("jameson"), "Available time slots: [5,7]\n\n");
  assertEquals(pair.ask("zein"), "Available time slots: [1,4], [6,8]\n\n");
  for (const line of ["lilith", "Lilith LILITH", "lilith nobody"]) {
    assertEquals(pair.ask(line), refusal(line.split(" ")[0]!, "A"));
  }
  const json = JSON.parse(pair.ask('{"id":1,"names":["lilith","nobody"]}'));
  assertEquals(json.error.code, "group_too_small");
});

Deno.test("a main server says that only one has to come who is not told of alone", () => {
  const pair = discreetPair();
  const ask = (names: string[], optional: string[]) =>
    JSON.parse(pair.ask(JSON.stringify({ names, optional }))).error.message;
  assertEquals(
    ask(["lilith"], ["zein"]),
    "Cannot answer as of those who have to come only lilith could be " +
      "checked, of whom server A speaks in company only",
  );
  assertEquals(
    ask(["lilith"], ["nobody"]),
    "Cannot answer as only lilith could be checked, of whom server A speaks " +
      "in company only",
  );
});

Deno.test("a main server tells nothing of those whose company is silent", () => {
  const pair = discreetPair();
  assertEquals(pair.ask("lilith zein"), WITH_ZEIN);
  pair.backends[1]!.server.abort();
  assertEquals(pair.ask("lilith zein"), refusal("lilith", "A"));
  // The other way around nothing is told at all.
  assertEquals(
    pair.ask("zein"),
    "Server B cannot be reached: zein not checked.\n\n",
  );
});

Deno.test("a main server tells nothing of those whose company is not known yet", () => {
  const pair = new ServerPair(2, { expect: ["A", "B"] });
  pair.addBackend("A", A, null, new Set());
  pair.network.advance(REJOIN_GRACE_MS);
  assertEquals(pair.ask("lilith zein"), refusal("lilith", "A"));
  const early = new ServerPair(3);
  early.addBackend("A", A, null, new Set());
  early.network.advance(500);
  assertEquals(early.ask("lilith zein"), refusal("lilith", "A"));
});

Deno.test("a main server waits for company that may turn up", () => {
  const pair = new ServerPair(4);
  pair.addBackend("A", A, null, new Set());
  pair.network.advance(500);
  const client = pair.connect();
  client.receive("lilith zein\n");
  pair.network.advance(200);
  assertEquals(client.writes, []);
  pair.addBackend("B", B);
  pair.network.advance(200);
  assertEquals(client.writes, [WITH_ZEIN]);
});

Deno.test("of one person on two servers both must allow it", () => {
  for (const [a, b] of [[0, 1], [1, 0], [1, 1]]) {
    const pair = new ServerPair(5);
    const lists = [a, b].map((may) => new Set(may ? ["lilith"] : []));
    pair.addBackend("A", A, null, lists[0]);
    pair.addBackend("B", "lilith;[[2,6]]\n", null, lists[1]);
    pair.network.advance(REJOIN_GRACE_MS);
    const expected = a && b
      ? "Available time slots: [2,3], [4,6]\n\n"
      : refusal("lilith", a ? "B" : "A");
    assertEquals(pair.ask("lilith"), expected);
  }
});

Deno.test("equal questions alone and in company share no answer", () => {
  const pair = discreetPair();
  const clients = ["lilith zein", "lilith", "lilith zein"].map((line) => {
    const client = pair.connect();
    client.receive(`${line}\n`);
    return client;
  });
  pair.network.advance(100);
  const answers = clients.map(({ writes }) => writes.join(""));
  assertEquals(answers, [WITH_ZEIN, refusal("lilith", "A"), WITH_ZEIN]);
});

Deno.test("a long answer is not told alone either, once company is silent", () => {
  const pair = new ServerPair(6);
  const long = Array.from({ length: 3_000 }, (_, i) => [3 * i, 3 * i + 1]);
  pair.addBackend("A", `lilith;${JSON.stringify(long)}\n`, null, new Set());
  pair.addBackend("B", B);
  pair.network.advance(REJOIN_GRACE_MS);
  pair.backends[1]!.server.abort();
  assertEquals(pair.ask("lilith zein"), refusal("lilith", "A"));
});

Deno.test("--min-group counts nobody as company who could not be checked", () => {
  const pair = new ServerPair(7, { minGroup: 2 });
  pair.addBackend("A", A);
  pair.addBackend("B", B);
  pair.network.advance(REJOIN_GRACE_MS);
  assertEquals(pair.ask("lilith zein"), WITH_ZEIN);
  const refused = /speaks of larger groups only/;
  for (const line of ["lilith", "lilith LILITH", "lilith nobody"]) {
    assertMatch(pair.ask(line), refused);
  }
  pair.backends[1]!.server.abort();
  assertMatch(pair.ask("lilith zein"), refused);
});

Deno.test("--min-group counts nobody as company who need not come", () => {
  const pair = new ServerPair(8, { minGroup: 2 });
  pair.addBackend("A", A);
  pair.addBackend("B", B);
  pair.network.advance(REJOIN_GRACE_MS);
  const told = (question: object) => {
    const { suggestions, error } = JSON.parse(
      pair.ask(JSON.stringify(question)),
    );
    return suggestions?.length ?? error.code;
  };
  // Else the slots would be lilith's own time, whatever the others do.
  const lilith = { names: ["lilith"], optional: ["jameson"] };
  assertEquals(told(lilith), "group_too_small");
  assertEquals(told({ ...lilith, required: ["zein"] }), 1);
  const few = { names: ["lilith", "zein"], minAttendees: 1 };
  assertEquals(told(few), 4);
  assertEquals(told({ ...few, required: ["zein"] }), "group_too_small");
});

/** What a client is told of an attempt to book [5,6], but for its key. */
function book(pair: ServerPair, ...names: string[]): string {
  const answer = pair.ask(JSON.stringify({ book: { names, slot: [5, 6] } }));
  const { booked, error } = JSON.parse(answer);
  const about = error?.names ? ` ${error.names}` : "";
  return booked ? "booked" : `${error.code}${about}: ${error.message}`;
}

const NOT_SAID = "not_free: Time slot [5,6] is not free for all of them";

Deno.test("who is not free is not told of those who are told of in company", () => {
  const pair = new ServerPair(8);
  const a = "lilith;[[1,5]]\namara;[[1,9]]\njameson;[[5,7]]\n";
  pair.addBackend("A", a, null, new Set(["jameson"]));
  pair.addBackend("B", "zein;[[1,9]]\nbob;[[1,4]]\n");
  pair.network.advance(REJOIN_GRACE_MS);
  const told = [
    [["lilith", "zein"], NOT_SAID],
    // Else whoever is not named would be known to be free, or not to be.
    [["amara", "bob"], NOT_SAID],
    [["lilith", "amara"], NOT_SAID],
    [["lilith", "jameson"], NOT_SAID],
    [
      ["jameson", "bob"],
      "not_free bob: Time slot [5,6] is not free for bob",
    ],
    [["bob"], "not_free bob: Time slot [5,6] is not free for bob"],
    [["jameson"], "booked"],
    [["amara", "zein"], "booked"],
  ] as const;
  for (const [names, expected] of told) {
    assertEquals(book(pair, ...names), expected);
  }
});

Deno.test("nobody is booked alone who is told of in company, free or not", () => {
  const pair = new ServerPair(9);
  pair.addBackend("A", "lilith;[[1,5]]\namara;[[1,9]]\n", null, new Set());
  pair.network.advance(REJOIN_GRACE_MS);
  for (const name of ["lilith", "amara"]) {
    assertEquals(
      book(pair, name),
      `group_too_small: Cannot book as only ${name} is asked for, of whom ` +
        "server A speaks in company only",
    );
  }
  assertEquals(pair.backends[0]!.disk.commits, []);
});

Deno.test("a slot is not free only if all were looked at, so that nobody is found out", () => {
  const pair = new ServerPair(10);
  pair.addBackend("A", "lilith;[[1,5]]\namara;[[1,9]]\n", null, new Set());
  pair.addBackend("B", "zein;[[1,9]]\n");
  pair.network.advance(REJOIN_GRACE_MS);
  pair.backends[1]!.server.abort();
  for (const name of ["lilith", "amara"]) {
    assertEquals(
      book(pair, name, "zein"),
      "unreachable zein: Server B cannot be reached: zein not checked",
    );
  }
});
