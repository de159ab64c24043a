import { assert, assertEquals, assertThrows } from "@std/assert";
import { GROUPS_PER_QUERY_MAX } from "../../src/base/group_limits.ts";
import { WireError } from "../../src/base/errors.ts";
import { groupName, parseGroups } from "../../src/calendar/groups.ts";
import { nameKey } from "../../src/calendar/name.ts";
import { tellGroups } from "../../src/wire/asked_groups.ts";
import { parseBookAnswer } from "../../src/wire/booking_answers.ts";
import { formatRequest, parseAnswer } from "../../src/wire/client_answers.ts";
import {
  type Findings,
  formatJsonAnswer,
  formatTextAnswer,
  parseRequest,
  PLAIN,
  type QueryRequest,
} from "../../src/wire/client_lines.ts";
import { parseTerms } from "../../src/wire/term_lines.ts";
import { REQUESTS } from "../fuzz/requests_target.ts";
import { below, pick, seededRandom } from "../support/seeded_random.ts";
import { numbers } from "../support/timed_slots.ts";

const many = (count: number, letter = "n") =>
  Array.from({ length: count }, (_, i) => `${letter}${i}`);

const GROUPS = parseGroups(
  `design: Lilith, zein
Ops: jameson, lilith
zo\u00eb's: zoe
full: ${many(256)}
crowd: ${many(300)}
${many(20, "g").map((name) => `${name}: lilith`).join("\n")}`,
  "groups",
);

function ask(line: string): QueryRequest {
  const request = parseRequest(line, GROUPS);
  assert(request?.kind === "query", JSON.stringify(request));
  return request;
}

function askJson(fields: Record<string, unknown>): QueryRequest {
  return ask(JSON.stringify(fields));
}

Deno.test("parseRequest() puts people in the place of groups, once each", () => {
  const { names, groups } = ask("bo @DESIGN, lilith @ops bo @design");
  assertEquals(names, ["bo", "Lilith", "zein", "jameson"]);
  assertEquals(groups, {
    known: [
      { name: "DESIGN", names: ["Lilith", "zein"] },
      { name: "ops", names: ["jameson", "lilith"] },
    ],
    unknown: [],
    order: names,
  });
  assertEquals(ask("lilith @design").names, ["lilith", "zein"]);
  assertEquals(ask("@ZOE\u0308'S").names, ["zoe"]);
});

Deno.test("parseRequest() calls a group as it was called first", () => {
  const { groups } = askJson({
    names: ["@design", "@nope", ...Array(300).fill("@DESIGN")],
    required: ["@Design", "@NOPE"],
  });
  assertEquals(groups?.known.map(({ name }) => name), ["design"]);
  assertEquals(groups?.unknown, ["@nope"]);
});

Deno.test("parseRequest() says nothing of groups where none was asked", () => {
  const line = '{"id":1,"names":["lilith","li@th"]}';
  assertEquals(ask(line), parseRequest(line));
  assert(!Object.hasOwn(ask(line), "groups"));
});

Deno.test("parseRequest() without groups takes @ for a part of a name", () => {
  assertEquals(parseRequest("@design @"), {
    kind: "query",
    json: false,
    id: "",
    names: ["@design", "@"],
    terms: null,
  });
});

Deno.test("parseRequest() asks about nobody in the place of unknown groups", () => {
  const { names, groups } = ask("@nope zein @ @@design @design @NOPE");
  assertEquals(names, ["zein", "Lilith"]);
  assertEquals(groups?.unknown, ["@nope", "@", "@@design"]);
  assertEquals(groups?.order, [
    "@nope",
    "zein",
    "@",
    "@@design",
    "Lilith",
  ]);
  assertEquals(ask("@nope").names, []);
  const { terms } = askJson({
    names: ["@nope"],
    required: ["zein", "@no"],
    optional: ["@design", "@not"],
  });
  assertEquals([terms?.required, terms?.optional], [["zein"], ["Lilith"]]);
});

/** Names, required and optional people of some fields. */
const LISTS: [fields: Record<string, unknown>, needed: string, not: string][] =
  [
    [{ names: ["@design"], limit: 1 }, "Lilith,zein", ""],
    [{ optional: ["@design"] }, "", "Lilith,zein"],
    [{ names: ["bo"], required: ["@design"] }, "bo,Lilith,zein", ""],
    [{ names: ["@design"], optional: ["@ops"] }, "zein", "Lilith,jameson"],
    [{ required: ["@design"], optional: ["@ops"] }, "zein", "Lilith,jameson"],
    // A name says more than a group.
    [{ names: ["lilith"], optional: ["@design"] }, "lilith", "zein"],
    [{ required: ["lilith"], optional: ["@design"] }, "lilith", "zein"],
    [{ names: ["@design"], optional: ["lilith"] }, "zein", "Lilith"],
    [{ required: ["@design"], optional: ["lilith"] }, "zein", "Lilith"],
    // With a minimum those are optional whom nobody requires.
    [{ names: ["@design"], minAttendees: 1 }, "", "Lilith,zein"],
    [
      { names: ["@ops"], required: ["@design"], minAttendees: 1 },
      "lilith,zein",
      "jameson",
    ],
    [
      { required: ["@design"], optional: ["zein"], minAttendees: 1 },
      "Lilith",
      "zein",
    ],
  ];
for (const [fields, needed, not] of LISTS) {
  Deno.test(`parseRequest() tells who is needed of ${JSON.stringify(fields)}`, () => {
    const { names, terms } = askJson(fields);
    assertEquals([`${terms?.required}`, `${terms?.optional}`], [needed, not]);
    assertEquals(names.length, terms!.required.length + terms!.optional.length);
    // A client that reads such fields asks for the same.
    const asking = parseTerms(fields, (fields.names ?? []) as string[]);
    assert(typeof asking !== "string");
    const again = ask(formatRequest(1, asking)).terms;
    const lists = [again?.required, again?.optional].map((list) => `${list}`);
    assertEquals(lists.map(sorted), [needed, not].map(sorted));
  });
}

function sorted(list: string): string {
  return list.toLowerCase().split(",").sort().join();
}

const REFUSED: [what: string, line: string, code: string, message: string][] = [
  [
    "a group that is too large",
    "@crowd",
    "too_many_names",
    "Cannot answer for all names of the groups as a query has at most 256",
  ],
  [
    "groups that are too large together",
    `{"names":["@full"],"optional":["@design"]}`,
    "too_many_names",
    "Cannot answer for all names of the groups as a query has at most 256",
  ],
  [
    "a full group for a booking with one more",
    `{"book":{"names":["@full","zein"],"slot":[1,2]}}`,
    "too_many_names",
    "Cannot answer for all names of the groups as a query has at most 256",
  ],
  [
    "more names than there may be, groups or not",
    `@design ${many(256).join(" ")}`,
    "too_many_names",
    "Cannot answer for 257 names as a query has at most 256",
  ],
  [
    "many unknown groups",
    many(257, "@x").join(" "),
    "too_many_names",
    "Cannot answer for 257 names as a query has at most 256",
  ],
  [
    "too many groups, of one person even",
    many(GROUPS_PER_QUERY_MAX + 1, "@g").join(" "),
    "too_many_names",
    "Cannot answer for 17 groups as a query has at most 16",
  ],
  [
    "a group that is both",
    '{"required":["@design"],"optional":["@Design"]}',
    "bad_request",
    'Cannot read the request as "@Design" is both required and optional',
  ],
];
for (const [what, line, code, message] of REFUSED) {
  Deno.test(`parseRequest() refuses ${what}`, () => {
    const refusal = parseRequest(line, GROUPS);
    assert(refusal?.kind === "refusal");
    assertEquals([refusal.code, refusal.message], [code, message]);
  });
}

Deno.test("parseRequest() takes as many people, and as many groups, as there may be", () => {
  assertEquals(ask("@full n3 @full").names.length, 256);
  const groups = many(GROUPS_PER_QUERY_MAX, "@g").join(" ");
  assertEquals(ask(groups).names, ["lilith"]);
});

const ASKED = ["bo", "@Design", "@nope"];
const FOUND: Findings = {
  names: ["bo", "Lilith", "zein"],
  slots: Float64Array.of(1, 3),
  unknown: [],
  unreachable: [],
  pending: [],
  waitingFor: [],
  ...PLAIN,
};

Deno.test("tellGroups() puts unknown groups where they were asked", () => {
  const { groups } = ask("@no tttt @design @nope uuuu");
  const found = { ...FOUND, names: ["Lilith"], unknown: ["tttt", "zein"] };
  const told = tellGroups(found, groups);
  assertEquals(told.unknown, ["@no", "tttt", "zein", "@nope"]);
  assertEquals(tellGroups(found, undefined), found);
  assertEquals(
    formatTextAnswer(told),
    "@no does not exist.\ntttt does not exist.\nzein does not exist.\n" +
      "@nope does not exist.\nAvailable time slots for Lilith: [1,3]\n",
  );
});

Deno.test("parseAnswer() reads of whom groups speak", () => {
  const { groups } = ask(ASKED.join(" "));
  const told = tellGroups({ ...FOUND, unknown: ["zein"] }, groups);
  const line = formatJsonAnswer("1", told);
  assertEquals(
    line,
    '{"id":1,"slots":[[1,3]],"unknown":["zein","@nope"],"unreachable":[],' +
      '"pending":[],"groups":[{"name":"Design","names":["Lilith","zein"]}]}',
  );
  const answer = parseAnswer(line, ASKED);
  assert(answer.kind === "findings");
  assertEquals(answer.findings, { ...told, names: ["bo", "Lilith"] });
});

const BAD_GROUPS: [what: string, groups: unknown][] = [
  ["no list", {}],
  ["no group", [null]],
  ["no name", [{ names: ["zein"] }]],
  ["a group that nobody asked for", [{ name: "ops", names: ["zein"] }]],
  ["a person", [{ name: "bo", names: ["zein"] }]],
  ["no people", [{ name: "Design" }]],
  ["nobody", [{ name: "Design", names: [] }]],
  ["a number", [{ name: "Design", names: [1] }]],
  ["what is no name", [{ name: "Design", names: ["a\x1b[2J"] }]],
  ["a crowd", [{ name: "Design", names: many(257) }]],
];
for (const [what, groups] of BAD_GROUPS) {
  Deno.test(`an answer is refused whose groups have ${what}`, () => {
    const { id = 1, ...found } = JSON.parse(formatJsonAnswer("1", FOUND));
    const line = JSON.stringify({ id, ...found, groups });
    assertThrows(() => parseAnswer(line, ASKED), WireError);
    const slot = numbers(1, 3);
    const request = { names: ASKED, slot, key: "k", title: "" };
    const error = { code: "not_free", message: "no", names: ["bo"] };
    const booking = JSON.stringify({ id, error, groups });
    assertThrows(() => parseBookAnswer(booking, request), WireError);
  });
}

Deno.test("an answer names nobody of a group that it does not tell", () => {
  const line = formatJsonAnswer("1", { ...FOUND, unknown: ["zein"] });
  assertThrows(() => parseAnswer(line, ASKED), WireError);
});

/** Who is asked, as somebody would work it out on paper. */
function onPaper(names: readonly string[]): string[] {
  const people: string[] = [];
  for (const name of names) {
    const group = groupName(name);
    const key = group === undefined ? undefined : nameKey(group) ?? group;
    const members = key === undefined ? undefined : GROUPS.get(key)?.names;
    for (const person of members ?? [name]) {
      const isNew = people.every((other) =>
        (nameKey(other) ?? other) !== (nameKey(person) ?? person)
      );
      if (isNew) people.push(person);
    }
  }
  return people;
}

Deno.test("client and main server agree on whom 4,000 random questions are about", () => {
  const random = seededRandom(20_261_124);
  const some = ["@design", "@Ops", "@OPS", "@nope", "@g1", "@", "lilith"];
  const others = ["LILITH", "zein", "tttt", "@zo\u00eb's", "zoe", "@x\u0007"];
  for (let round = 0; round < 4_000; round++) {
    const asked = parseTerms({ limit: 1 }, list());
    assert(typeof asked !== "string");
    const { names } = asked;
    if (names.length === 0) continue;
    const where = `round ${round}: ${names}`;
    const request = ask(formatRequest(1, { names, terms: null }));
    const people = onPaper(names);
    assertEquals(request.groups?.order ?? request.names, people, where);
    const isUnknown = (name: string) =>
      request.groups?.unknown.includes(name) ?? false;
    assertEquals(request.names, people.filter((x) => !isUnknown(x)), where);
    const unknown = request.names.filter(() => below(random, 3) === 0);
    const told = tellGroups({ ...FOUND, unknown }, request.groups);
    const answer = parseAnswer(formatJsonAnswer("1", told), names);
    assert(answer.kind === "findings", where);
    const isFound = (name: string) =>
      !isUnknown(name) && !unknown.includes(name);
    assertEquals(answer.findings.names, people.filter(isFound), where);
  }

  function list(): string[] {
    const from = [...some, ...others];
    return Array.from({ length: below(random, 6) }, () => pick(random, from));
  }
});

Deno.test("parseRequest() with groups reads or refuses 4,000 mangled lines", () => {
  const random = seededRandom(20_261_125);
  const marks = ["@", "@design", "@ops", "@nope", "@g1"];
  let asked = 0;
  for (let round = 0; round < 4_000; round++) {
    // Other words than the names of fields.
    const line = REQUESTS.generate(random).replace(
      /(?<![\w"])"?\w[^\s",:]*(?![^\s",]*"?\s*:)/g,
      (word) =>
        below(random, 3) > 0
          ? word
          : `${word.startsWith('"') ? '"' : ""}${pick(random, marks)}`,
    );
    const request = parseRequest(line, GROUPS);
    if (!request || !("names" in request)) continue;
    const { names, groups } = request;
    const where = `round ${round}: ${line}`;
    assert(names.every((name) => groupName(name) === undefined), where);
    assertEquals(onPaper(names), names, where);
    assert(names.length <= 256, where);
    if (!groups) continue;
    asked++;
    assertEquals(
      names,
      groups.order.filter((name) => !groups.unknown.includes(name)),
      where,
    );
    if (request.kind !== "query" || !request.terms) continue;
    const { required, optional } = request.terms;
    assertEquals(required.length + optional.length, names.length, where);
    assertEquals(
      names,
      names.filter((name) =>
        required.includes(name) !== optional.includes(name)
      ),
      where,
    );
  }
  assert(asked > 400, `${asked} asked for groups`);
});
