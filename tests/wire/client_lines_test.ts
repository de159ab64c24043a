import { assert, assertEquals } from "@std/assert";
import { LINE_BYTES_MAX, TIME_MAX } from "../../src/base/limits.ts";
import { splitNames } from "../../src/wire/asked_names.ts";
import {
  checkedOf,
  type Findings,
  formatJsonAnswer,
  formatTextAnswer,
  parseRequest,
  PLAIN,
} from "../../src/wire/client_lines.ts";
import { formatRefusal, type Refusal } from "../../src/wire/refusals.ts";
import { formatJsonSlots, formatSlots } from "../../src/wire/slot_text.ts";
import type { TermFindings } from "../../src/wire/term_findings.ts";
import { below, pick, seededRandom } from "../support/seeded_random.ts";

const slots = (...bounds: number[]) => Float64Array.from(bounds);

/** Findings in which nothing is amiss, but for what is given. */
function findings(given: Partial<Findings>): Findings {
  return {
    names: ["lilith", "zein"],
    slots: slots(2, 3),
    unknown: [],
    unreachable: [],
    pending: [],
    waitingFor: [],
    ...PLAIN,
    ...given,
  };
}

const B = { server: "B", names: ["zein", "callie"] };

const REASONED: TermFindings = {
  window: { from: 0, to: 120 },
  suggestions: null,
  coverage: null,
  reason: {
    code: "attendees_unavailable",
    message: "Two of two are busy",
    nearest: {
      slot: { start: 0, end: 60 },
      free: 1,
      of: 2,
      missing: ["zein"],
    },
  },
  explanation: null,
};

const ANSWERS: [findings: Findings, text: string, json: string][] = [
  [
    findings({ slots: slots(2, 3, 5, 7) }),
    "Available time slots: [2,3], [5,7]\n",
    '"slots":[[2,3],[5,7]],"unknown":[],"unreachable":[],"pending":[]}',
  ],
  [
    findings({ slots: slots() }),
    "Available time slots: none\n",
    '"slots":[],"unknown":[],"unreachable":[],"pending":[]}',
  ],
  [
    findings({ slots: slots(-TIME_MAX, TIME_MAX) }),
    "Available time slots: [-9007199254740991,9007199254740991]\n",
    '"slots":[[-9007199254740991,9007199254740991]],"unknown":[],"unreachable":[],"pending":[]}',
  ],
  [
    findings({
      names: ["lilith"],
      slots: slots(1, 3, 4, 6),
      unknown: ["tttt"],
    }),
    "tttt does not exist.\n" +
    "Available time slots for lilith: [1,3], [4,6]\n",
    '"slots":[[1,3],[4,6]],"unknown":["tttt"],"unreachable":[],"pending":[]}',
  ],
  [
    findings({ names: [], slots: null, unknown: ["Zz", "aa"] }),
    "Zz does not exist.\naa does not exist.\n",
    '"slots":null,"unknown":["Zz","aa"],"unreachable":[],"pending":[]}',
  ],
  [
    findings({ names: ["zein", "lilith", "callie"], unreachable: [B] }),
    "Server B cannot be reached: zein, callie not checked.\n" +
    "Available time slots for lilith: [2,3]\n",
    '"slots":[[2,3]],"unknown":[],"unreachable":[{"server":"B","names":["zein","callie"]}],"pending":[]}',
  ],
  [
    findings({ names: ["zein", "callie"], slots: null, unreachable: [B] }),
    "Server B cannot be reached: zein, callie not checked.\n",
    '"slots":null,"unknown":[],"unreachable":[{"server":"B","names":["zein","callie"]}],"pending":[]}',
  ],
  [
    findings({ names: [], slots: null, pending: ["bo"], waitingFor: ["B"] }),
    "bo is not known yet: server B has not registered.\n",
    '"slots":null,"unknown":[],"unreachable":[],"pending":["bo"],"waitingFor":["B"]}',
  ],
  [
    findings({ names: ["lilith", "zein", "callie"], unreadable: [B] }),
    "Server B cannot read the calendars of zein, callie: not checked.\n" +
    "Available time slots for lilith: [2,3]\n",
    '"slots":[[2,3]],"unknown":[],"unreachable":[],"pending":[],"unreadable":[{"server":"B","names":["zein","callie"]}]}',
  ],
  [
    findings({ slots: slots(), times: "instants", more: REASONED }),
    "Available time slots: none\n" +
    "Why: Two of two are busy.\n" +
    "Nearest: [1970-01-01T00:00:00Z,1970-01-01T00:01:00Z], " +
    "1 of 2 free, without zein\n",
    '"slots":[],"unknown":[],"unreachable":[],"pending":[],"window":["1970-01-01T00:00:00Z","1970-01-01T00:02:00Z"],"reason":{"code":"attendees_unavailable","message":"Two of two are busy","nearest":{"slot":["1970-01-01T00:00:00Z","1970-01-01T00:01:00Z"],"free":1,"of":2,"missing":["zein"]}}}',
  ],
  [
    findings({
      names: ["zein", "lilith", "callie"],
      unknown: ["tttt"],
      pending: ["bo"],
      waitingFor: ["C", "D"],
      unreachable: [B, { server: "E", names: ["lilith"] }],
      slots: null,
    }),
    "tttt does not exist.\n" +
    "bo is not known yet: servers C, D have not registered.\n" +
    "Server B cannot be reached: zein, callie not checked.\n" +
    "Server E cannot be reached: lilith not checked.\n",
    '"slots":null,"unknown":["tttt"],"unreachable":[{"server":"B","names":["zein","callie"]},{"server":"E","names":["lilith"]}],"pending":["bo"],"waitingFor":["C","D"]}',
  ],
];

for (const [found, text, json] of ANSWERS) {
  Deno.test(`formatTextAnswer() says ${JSON.stringify(text)}`, () => {
    assertEquals(formatTextAnswer(found), text);
  });

  Deno.test(`formatJsonAnswer() says {${json}`, () => {
    assertEquals(formatJsonAnswer("", found), `{${json}`);
    assertEquals(formatJsonAnswer('"x"', found), `{"id":"x",${json}`);
    JSON.parse(formatJsonAnswer("1", found));
  });
}

Deno.test("formatSlots() and formatJsonSlots() print sets of any size", () => {
  assertEquals(formatSlots(slots(), "numbers"), "none");
  assertEquals(formatSlots(slots(-1, 0, 2, 3), "numbers"), "[-1,0], [2,3]");
  assertEquals(formatJsonSlots(null, "numbers"), "null");
  assertEquals(formatJsonSlots(slots(), "instants"), "[]");
  assertEquals(
    formatJsonSlots(slots(-1, 0, 2, 3), "numbers"),
    "[[-1,0],[2,3]]",
  );
});

Deno.test("instants are written as RFC 3339 has them, in UTC", () => {
  const nine = 1_795_510_800;
  const set = slots(nine, nine + 3_600);
  const [start, end] = ["2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z"];
  assertEquals(formatSlots(set, "instants"), `[${start},${end}]`);
  assertEquals(formatJsonSlots(set, "instants"), `[["${start}","${end}"]]`);
});

Deno.test("checkedOf() leaves out who could not be asked, or not be read", () => {
  const names = ["zein", "a", "callie", "b"];
  const unreadable = [{ server: "A", names: ["a"] }];
  const found = findings({ names, unreachable: [B], unreadable });
  assertEquals(checkedOf(found), ["b"]);
});

const NAMES: [line: string, names: string[]][] = [
  ["", []],
  [" , ,, \t", []],
  ["lilith zein", ["lilith", "zein"]],
  [" lilith,zein ,, callie,", ["lilith", "zein", "callie"]],
  ["lilith LILITH Lilith", ["lilith"]],
  ["Zoe\u0308 ZO\u00cb zein", ["Zoe\u0308", "zein"]],
  ["a/b a/B", ["a/b", "a/B"]],
  ["\ufefflilith\u00a0zein", ["lilith", "zein"]],
];
for (const [line, names] of NAMES) {
  Deno.test(`splitNames() splits ${JSON.stringify(line)}`, () => {
    assertEquals(splitNames(line), names);
  });
}

const REQUESTS: [line: string, id: string, names: string[]][] = [
  ['{"id":1,"names":["lilith","zein"]}', "1", ["lilith", "zein"]],
  ['  {"names":["a"],"id":"x\\ny"} ', '"x\\ny"', ["a"]],
  ['{"names":["a","A","a b"]}', "", ["a", "a b"]],
  ['{"id":12345678901234567890,"names":["a"]}', "12345678901234567890", ["a"]],
  ['{"id":1.50,"names":["a"]}', "1.50", ["a"]],
  // The nearest doubles of these are whole numbers that a double can tell.
  ['{"id":1e-400,"names":["a"]}', "1e-400", ["a"]],
  ['{"id":1.00000000000000001,"names":["a"]}', "1.00000000000000001", ["a"]],
  ['{"id": -0 ,"names":["a"]}', "-0", ["a"]],
  ['{"names":["a"], "id" : 7 }', "7", ["a"]],
  ['{"id":7,"names":["a"],"id":7.0}', "7.0", ["a"]],
];
for (const [line, id, names] of REQUESTS) {
  Deno.test(`parseRequest() reads ${line}`, () => {
    const terms = null;
    const request = { kind: "query", json: true, id, names, terms } as const;
    assertEquals(parseRequest(line), request);
  });
}

Deno.test("parseRequest() reads names and answers them in text", () => {
  assertEquals(parseRequest("lilith, zein\t"), {
    kind: "query",
    json: false,
    id: "",
    names: ["lilith", "zein"],
    terms: null,
  });
});

Deno.test("parseRequest() finds nothing in a blank line", () => {
  for (const line of ["", " ", "\t, ,", "\ufeff"]) {
    assertEquals(parseRequest(line), null);
  }
});

const DEEP = "[".repeat(30_000) + "]".repeat(30_000);
const CROWD = Array.from({ length: 257 }, (_, i) => `n${i}`);

const REFUSED: [line: string, answer: string][] = [
  [
    "{",
    'bad_request","message":"Cannot read the request as JSON: it is malformed',
  ],
  ['{"id":1}', "as names must be a list of one name or more"],
  ['{"id":1,"names":[]}', "as names must be a list of one name or more"],
  ['{"id":1,"names":"a"}', "as names must be a list of one name or more"],
  ['{"id":1,"names":["a",1]}', "as names must be a list of one name or more"],
  ['{"id":1,"names":[""]}', "as names must be a list of one name or more"],
  ['{"id":null,"names":["a"]}', "as its id is no string or number"],
  ['{"id":[1],"names":["a"]}', "as its id is no string or number"],
  ['{"names":["a"],"limits":3}', 'as its field \\"limits\\" is not known here'],
  ['{"names":["a"],"__proto__":3}', "is not known here"],
  [`{"id":1.5,"names":${DEEP}}`, "bad_request"],
  [
    JSON.stringify({ names: CROWD }),
    'too_many_names","message":"Cannot answer for 257 names as a query has at most 256',
  ],
  [CROWD.join(" "), "Cannot answer for 257 names as a query has at most 256."],
];
for (const [line, answer] of REFUSED) {
  Deno.test(`parseRequest() refuses ${line.slice(0, 40)}`, () => {
    const refusal = parseRequest(line);
    assert(refusal?.kind === "refusal");
    const text = formatRefusal(refusal);
    assert(text.includes(answer), text);
    if (line.startsWith("{")) JSON.parse(text);
  });
}

Deno.test("parseRequest() takes 256 names", () => {
  const line = CROWD.slice(1).join(",");
  assertEquals(parseRequest(line)?.kind, "query");
});

Deno.test("formatRefusal() echoes the id, and the contract's form", () => {
  const refusal: Refusal = {
    kind: "refusal",
    json: true,
    id: "7",
    code: "busy",
    message: 'Cannot answer "now"',
  };
  assertEquals(
    formatRefusal(refusal),
    '{"id":7,"error":{"code":"busy","message":"Cannot answer \\"now\\""}}',
  );
  assertEquals(
    formatRefusal({ ...refusal, json: false }),
    'Cannot answer "now".',
  );
});

Deno.test("parseRequest() never throws, whatever 200,000 mutants look like", () => {
  const random = seededRandom(24849);
  const seeds = [...REQUESTS, ...NAMES].map(([line]) => line);
  const spices = ["{", "}", '"', "[", "]", ",", ":", "\\", "\0", "\ud800"];
  const kinds = new Map<string, number>();
  for (let round = 0; round < 200_000; round++) {
    let line = pick(random, seeds);
    for (let edits = 1 + below(random, 4); edits > 0; edits--) {
      const at = below(random, line.length + 1);
      const cut = below(random, 3);
      line = line.slice(0, at) + pick(random, spices) + line.slice(at + cut);
    }
    const request = parseRequest(line);
    const kind = request?.kind ?? "blank";
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (request?.kind === "query") assert(request.names.length > 0, line);
    if (request?.kind === "refusal") {
      const text = formatRefusal(request);
      assert(text.length < LINE_BYTES_MAX && !text.includes("\n"), line);
    }
  }
  for (const kind of ["query", "refusal"]) {
    assert((kinds.get(kind) ?? 0) > 1_000, `too few of ${kind}`);
  }
});
