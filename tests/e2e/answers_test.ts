/** Sections 2 and 4 of the contract, word for word, by every way to ask. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { Cluster } from "../support/cluster.ts";
import type { LineClient } from "../support/line_client.ts";

const A = `# Server A
lilith;[[1,3],[4,6],[7,9]]
  Zein  ;  [[1  ,4], [6,8]]
busybee;[]
Zoë;[[0,10]]
`;
const B = `jameson;[[2,3],[5,8]]
callie;[[1,4],[6,8]]
owl;[[20,30]]
`;
const nobody = "tttt";

/** What is asked, the text and the exit code that it gets. */
const QUESTIONS: [names: string[], text: string, code: number][] = [
  [["lilith"], "Available time slots: [1,3], [4,6], [7,9]\n", 0],
  [
    ["lilith", "jameson"],
    "Available time slots: [2,3], [5,6], [7,8]\n",
    0,
  ],
  [["zein", "callie"], "Available time slots: [1,4], [6,8]\n", 0],
  [
    ["lilith", "LILITH,lilith"],
    "Available time slots: [1,3], [4,6], [7,9]\n",
    0,
  ],
  [["zoe\u0308"], "Available time slots: [0,10]\n", 0],
  [["lilith", "owl"], "Available time slots: none\n", 1],
  [["busybee"], "Available time slots: none\n", 1],
  [[nobody], "tttt does not exist.\n", 3],
  [
    ["Uvw", "lilith", nobody],
    "Uvw does not exist.\ntttt does not exist.\n" +
    "Available time slots for lilith: [1,3], [4,6], [7,9]\n",
    3,
  ],
  [
    ["busybee", nobody],
    "tttt does not exist.\nAvailable time slots for busybee: none\n",
    3,
  ],
];

Deno.test("convene query answers as the contract says", async (t) => {
  await using cluster = await Cluster.start({ A, B });
  await Promise.all([
    askByArguments(cluster),
    askByPipe(cluster),
    askInJson(cluster),
  ]);
  await t.step("by a bare TCP connection, in text", () => askByText(cluster));
  await t.step("in JSON, pipelined, ids echoed", () => pipeline(cluster));
  await t.step("and goes on after a bad line", () => askBadly(cluster));
});

async function askByArguments(cluster: Cluster): Promise<void> {
  for (const [names, text, code] of QUESTIONS) {
    const got = await cluster.query(names);
    assertEquals(got, { code, stdout: text, stderr: "" }, `${names}`);
  }
}

async function askByPipe(cluster: Cluster): Promise<void> {
  const input = QUESTIONS.map(([names]) => `${names.join(" , ")}\r\n\n`);
  const got = await cluster.query([], { input: input.join("") });
  const stdout = QUESTIONS.map(([, text]) => text).join("");
  assertEquals(got, { code: 3, stdout, stderr: "" });

  const unended = await cluster.query([], { input: "zein\nowl lilith" });
  const slots = "Available time slots: [1,4], [6,8]\n";
  assertEquals(unended.stdout, `${slots}Available time slots: none\n`);
  assertEquals(unended.code, 1);

  const nothing = await cluster.query([], { input: "\n  \n" });
  assertEquals(nothing, { code: 0, stdout: "", stderr: "" });
}

async function askInJson(cluster: Cluster): Promise<void> {
  const { code, stdout, stderr } = await cluster.query([
    "--output=json",
    ...["lilith", "tttt", "Zein"],
  ]);
  const line = '{"names":["lilith","Zein"],"slots":[[1,3],[7,8]],' +
    '"unknown":["tttt"],"unreachable":[],"pending":[]}\n';
  assertEquals({ code, stderr }, { code: 3, stderr: "" });
  assertEquals(JSON.parse(stdout), JSON.parse(line));
  assertEquals(stdout.split("\n").length, 2, "one object on one line");

  const none = await cluster.query(["tttt", "--output", "json"]);
  assertEquals(JSON.parse(none.stdout).slots, null);
}

async function askByText(cluster: Cluster): Promise<void> {
  using client = await cluster.connect();
  for (const [names, text] of QUESTIONS) {
    const lines = await client.askText(names.join(" "));
    assertEquals(lines, text.trimEnd().split("\n"));
  }
  await client.send("\n \r\nlilith owl\r\n");
  assertEquals(await client.readLine(), "Available time slots: none");
  assertEquals(await client.readLine(), "");
}

async function pipeline(cluster: Cluster): Promise<void> {
  using client = await cluster.connect();
  const requests = [
    '{"id":1,"names":["lilith","zein"]}',
    '{"names":["owl","owl"],"id":"b"}\r',
    '{"names":["tttt"]}',
    '{"id":-2.5,"names":["tttt","callie"]}',
    '{"id":12345678901234567890,"names":["owl"]}',
  ];
  const rest = '"unreachable":[],"pending":[]}';
  const answers = [
    `{"id":1,"slots":[[1,3],[7,8]],"unknown":[],${rest}`,
    `{"id":"b","slots":[[20,30]],"unknown":[],${rest}`,
    `{"slots":null,"unknown":["tttt"],${rest}`,
    `{"id":-2.5,"slots":[[1,4],[6,8]],"unknown":["tttt"],${rest}`,
    `{"id":12345678901234567890,"slots":[[20,30]],"unknown":[],${rest}`,
  ];
  await client.send(requests.map((line) => `${line}\n`).join("").repeat(100));
  for (let round = 0; round < 100; round++) {
    for (const answer of answers) {
      assertEquals(await client.readLine(), answer);
    }
  }
  // Half-closed after the last question, as `printf … | nc` does.
  await client.send(`${requests[0]}\n`);
  await client.finish();
  assertEquals(await client.readLine(), answers[0]!);
  assertEquals(await client.readLine(), null);
}

const BAD_LINES: [why: string, line: string, code: string][] = [
  ["no JSON", '{"id":1,"names":["a"]', "bad_request"],
  ["no names", '{"id":1}', "bad_request"],
  ["an empty list", '{"id":1,"names":[]}', "bad_request"],
  ["a name that is a number", '{"id":1,"names":[7]}', "bad_request"],
  ["an id that is a list", '{"id":[],"names":["a"]}', "bad_request"],
  ["a wish nobody understands", '{"names":["a"],"x":1}', "bad_request"],
  [
    "257 names",
    JSON.stringify({ names: [...Array(257).keys()].map((i) => `n${i}`) }),
    "too_many_names",
  ],
];

async function askBadly(cluster: Cluster): Promise<void> {
  using client = await cluster.connect();
  for (const [why, line, code] of BAD_LINES) {
    const { error } = JSON.parse(await client.ask(line) ?? "null");
    assertEquals(error.code, code, why);
    assert(error.message.length > 10, why);
  }
  const answer =
    '{"slots":[[20,30]],"unknown":[],"unreachable":[],"pending":[]}';
  assertEquals(await client.ask('{"names":["owl"]}'), answer);
  await refuseLongLine(client, 65_536);
  using other = await cluster.connect();
  assertEquals((await other.askJson(["owl"])).slots, [[20, 30]]);
}

/** @param bytes What the line may have with its end; it gets one more. */
async function refuseLongLine(
  client: LineClient,
  bytes: number,
): Promise<void> {
  const fits = '{"names":["owl"]' + " ".repeat(bytes - 18) + "}";
  assertEquals(fits.length, bytes - 1);
  assertMatch(await client.ask(fits) ?? "", /^\{"slots":\[\[20,30\]\]/);
  const { error } = JSON.parse(await client.ask(" " + fits + " ") ?? "null");
  assertEquals(error.code, "line_too_long");
  assertEquals(await client.readLine(), null, "then it is closed");
}
