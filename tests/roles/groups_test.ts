/** Groups, asked of a main server and its backends on a test's time. */

import { assertEquals } from "@std/assert";
import { REJOIN_GRACE_MS } from "../../src/base/limits.ts";
import { bookingId } from "../../src/calendar/booking_id.ts";
import { parseGroups } from "../../src/calendar/groups.ts";
import { ServerPair } from "../support/server_pair.ts";

const A = "lilith;[[1,3],[4,6]]\njameson;[[5,7]]\n@design;[[1,2]]\n";
const B = "zein;[[1,4],[6,8]]\n";
const GROUPS = parseGroups(
  "design: lilith, zein\nlone: zein\nlate: lilith, tttt",
  "groups",
);
const DESIGN = '"groups":[{"name":"design","names":["lilith","zein"]}]';

function groupedPair(
  options: ConstructorParameters<typeof ServerPair>[1] = {},
): ServerPair {
  const pair = new ServerPair(1, { groups: GROUPS, ...options });
  pair.addBackend("A", A);
  pair.addBackend("B", B);
  pair.network.advance(REJOIN_GRACE_MS);
  return pair;
}

Deno.test("a main server asks about the people of a group", () => {
  const pair = groupedPair();
  assertEquals(pair.ask("@design"), "Available time slots: [1,3]\n\n");
  assertEquals(
    pair.ask('{"id":1,"names":["@design"]}'),
    '{"id":1,"slots":[[1,3]],"unknown":[],"unreachable":[],"pending":[],' +
      `${DESIGN}}\n`,
  );
  assertEquals(
    pair.ask("@late @nope jameson"),
    "tttt does not exist.\n@nope does not exist.\n" +
      "Available time slots for lilith, jameson: [5,6]\n\n",
  );
  pair.backends[1]!.server.abort();
  assertEquals(
    pair.ask("lilith @design"),
    "Server B cannot be reached: zein not checked.\n" +
      "Available time slots for lilith: [1,3], [4,6]\n\n",
  );
});

Deno.test("a main server counts the people of a group, not the group", () => {
  const pair = groupedPair();
  const fields = { names: ["@design"], minAttendees: "50%" };
  const { suggestions, groups } = JSON.parse(pair.ask(JSON.stringify(fields)));
  assertEquals(suggestions.map((each: { of: number }) => each.of), [
    2,
    2,
    2,
    2,
  ]);
  assertEquals(groups, [{ name: "design", names: ["lilith", "zein"] }]);
});

Deno.test("with groups a name that begins with @ is no person's", () => {
  const pair = groupedPair({ groups: parseGroups("other: zein", "groups") });
  for (const name of ["@design", "@DESIGN"]) {
    assertEquals(pair.ask(name), `${name} does not exist.\n\n`);
  }
  const book = { names: ["@design"], slot: [1, 2] };
  const { error } = JSON.parse(pair.ask(JSON.stringify({ book })));
  assertEquals(error.code, "unknown_name");
  // Without them it is a name like others.
  pair.groups = null;
  assertEquals(pair.ask("@design"), "Available time slots: [1,2]\n\n");
});

Deno.test("a main server knows who is in a group when it is asked", () => {
  const pair = groupedPair();
  assertEquals(pair.ask("@design"), "Available time slots: [1,3]\n\n");
  pair.groups = parseGroups("design: lilith, jameson", "groups");
  assertEquals(pair.ask("@design"), "Available time slots: [5,6]\n\n");
});

Deno.test("an unknown group is unknown, whoever is missing", () => {
  const pair = new ServerPair(2, { groups: GROUPS, expect: ["A", "B"] });
  assertEquals(pair.ask("@nope"), "@nope does not exist.\n\n");
  pair.addBackend("A", A);
  pair.network.advance(REJOIN_GRACE_MS);
  const line = '{"names":["@nope","@lone","@n","uuuu"],"explain":true}';
  const { unknown, pending } = JSON.parse(pair.ask(line));
  assertEquals(unknown, ["@nope", "@n"]);
  assertEquals(pending, ["zein", "uuuu"]);
});

Deno.test("a group of one is one person to those who keep to themselves", () => {
  const pair = groupedPair({ minGroup: 2 });
  assertEquals(pair.ask("@design"), "Available time slots: [1,3]\n\n");
  const tooFew = "Cannot answer as this main server speaks of larger groups " +
    "only.\n\n";
  for (const line of ["@lone", "zein @lone", "@lone @nope", "@late"]) {
    assertEquals(pair.ask(line), tooFew);
  }
  const code = (request: unknown) =>
    JSON.parse(pair.ask(JSON.stringify(request))).error?.code;
  const slot = [1, 2];
  assertEquals(code({ book: { names: ["@lone"], slot } }), "group_too_small");
  assertEquals(code({ book: { names: ["@design"], slot } }), undefined);
  assertEquals(code({ bookings: ["@design"] }), "group_too_small");
});

Deno.test("a backend tells of nobody alone because a group names him", () => {
  const pair = new ServerPair(3, { groups: GROUPS });
  pair.addBackend("A", A);
  pair.addBackend("B", B, null, new Set());
  pair.network.advance(REJOIN_GRACE_MS);
  assertEquals(pair.ask("@design"), "Available time slots: [1,3]\n\n");
  assertEquals(
    pair.ask("@lone"),
    "Cannot answer as only zein could be checked, of whom server B speaks " +
      "in company only.\n\n",
  );
});

Deno.test("a group is booked, all of it", () => {
  const pair = groupedPair();
  const book = (slot: number[], key: string, name = "@design") =>
    pair.ask(JSON.stringify({ id: 1, book: { names: [name], slot, key } }));
  const booking = bookingId("k");
  const booked =
    `{"id":1,"booked":{"booking":"${booking}","key":"k","slot":[1,2],` +
    `"names":["lilith","zein"]},${DESIGN}}\n`;
  assertEquals(book([1, 2], "k"), booked);
  assertEquals(book([1, 2], "k"), booked);
  assertEquals(
    book([2, 4], "l"),
    '{"id":1,"error":{"code":"not_free","message":"Time slot [2,4] is not ' +
      `free for lilith","names":["lilith"]},${DESIGN}}\n`,
  );
  assertEquals(
    book([2, 3], "m", "@nope"),
    '{"id":1,"error":{"code":"unknown_name","message":"@nope does not exist"' +
      ',"names":["@nope"]}}\n',
  );
  assertEquals(pair.ask("@design"), "Available time slots: [2,3]\n\n");
  pair.groups = parseGroups("design: lilith", "groups");
  assertEquals(JSON.parse(book([1, 2], "k")).error.code, "key_taken");
  pair.groups = GROUPS;
  const list = { booking, slot: [1, 2], names: ["lilith", "zein"], title: "" };
  assertEquals(
    pair.ask('{"bookings":["@DESIGN"]}'),
    `{"bookings":[${JSON.stringify(list)}],${
      DESIGN.replace("design", "DESIGN")
    }}\n`,
  );
});

Deno.test("no bookings are listed for a group that there is not", () => {
  const pair = groupedPair();
  pair.ask('{"book":{"names":["zein"],"slot":[1,2],"key":"k"}}');
  assertEquals(
    pair.ask('{"id":1,"bookings":["@nope","@no"]}'),
    '{"id":1,"error":{"code":"unknown_name","message":"@nope does not exist' +
      '; @no does not exist","names":["@nope","@no"]}}\n',
  );
});

Deno.test("whoever accounts for questions is told the people and the groups", () => {
  const pair = groupedPair();
  pair.ask("@Design @nope");
  pair.ask("zein");
  pair.ask('{"book":{"names":["@lone"],"slot":[1,2]}}');
  pair.ask('{"bookings":["@nope"]}');
  assertEquals(
    pair.audited.map(({ names, groups, outcome }) => [names, groups, outcome]),
    [
      [["lilith", "zein"], ["@Design", "@nope"], "answered"],
      [["zein"], undefined, "answered"],
      [["zein"], ["@lone"], "booked"],
      [[], ["@nope"], "unknown_name"],
    ],
  );
});
