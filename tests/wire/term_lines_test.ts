import { assert, assertEquals } from "@std/assert";
import { formatRequest } from "../../src/wire/client_answers.ts";
import {
  parseRequest,
  type QueryRequest,
} from "../../src/wire/client_lines.ts";
import { TERM_FIELDS } from "../../src/wire/term_lines.ts";
import type { Terms } from "../../src/wire/terms.ts";

/** The request of an object; what is undefined in it is left out. */
function request(fields: Record<string, unknown>): QueryRequest {
  const request = parseRequest(JSON.stringify(fields));
  assert(request?.kind === "query", JSON.stringify(request));
  return request;
}

/** Of a request with nothing but a timezone, but for what is given. */
function terms(given: Partial<Terms>): Terms {
  return {
    from: null,
    to: null,
    duration: null,
    timezone: "UTC",
    granularity: null,
    bufferBefore: null,
    bufferAfter: null,
    required: ["lilith", "zein"],
    optional: [],
    quorum: null,
    limit: null,
    sort: "earliest",
    tentative: "busy",
    explain: false,
    coverage: false,
    ...given,
  };
}

const READ: [fields: Record<string, unknown>, read: Partial<Terms>][] = [
  [{ timezone: "Europe/Berlin" }, { timezone: "Europe/Berlin" }],
  [{ from: "tomorrow" }, { from: { kind: "day", days: 1 } }],
  [{ from: -5, to: 7 }, {
    from: { kind: "number", value: -5 },
    to: { kind: "number", value: 7 },
  }],
  [{ to: "1970-01-01T00:01Z" }, { to: { kind: "instant", seconds: 60 } }],
  [{ duration: "PT30M", granularity: "15m" }, {
    duration: { kind: "seconds", value: 1_800 },
    granularity: { kind: "seconds", value: 900 },
  }],
  [{ duration: 2 }, { duration: { kind: "number", value: 2 } }],
  [{ granularity: 90_000 }, { granularity: { kind: "number", value: 90_000 } }],
  [{ bufferBefore: "0m", bufferAfter: "1h" }, {
    bufferBefore: { kind: "seconds", value: 0 },
    bufferAfter: { kind: "seconds", value: 3_600 },
  }],
  [{ duration: "1h", bufferBefore: 0 }, {
    duration: { kind: "seconds", value: 3_600 },
    bufferBefore: { kind: "number", value: 0 },
  }],
  [{ minAttendees: 2 }, {
    quorum: { kind: "count", count: 2 },
    required: [],
    optional: ["lilith", "zein"],
  }],
  [{ minAttendees: "80%", required: ["ZEIN"] }, {
    quorum: { kind: "percent", percent: 80 },
    required: ["zein"],
    optional: ["lilith"],
  }],
  [{ optional: ["zein"] }, { required: ["lilith"], optional: ["zein"] }],
  [{ limit: 3, sort: "attendance", tentative: "free" }, {
    limit: 3,
    sort: "attendance",
    tentative: "free",
  }],
  [{ explain: true, coverage: true }, { explain: true, coverage: true }],
  [{ explain: false }, {}],
];

for (const [fields, read] of READ) {
  const line = JSON.stringify(fields);
  Deno.test(`parseRequest() reads the terms of ${line}`, () => {
    const asked = request({ names: ["lilith", "zein"], ...fields });
    assertEquals(asked.terms, terms(read));
    assertEquals(asked.names, ["lilith", "zein"]);
    const { names } = asked;
    const again = parseRequest(formatRequest(1, { names, terms: asked.terms }));
    assertEquals(again, { ...asked, id: "1" }, "written and read again");
  });
}

Deno.test("parseRequest() asks for everybody who is listed, once", () => {
  const { names, terms } = request({
    names: ["a", "b"],
    required: ["c", "B"],
    optional: ["d", "D"],
  });
  assertEquals(names, ["a", "b", "c", "d"]);
  assertEquals(terms?.required, ["a", "b", "c"]);
  assertEquals(terms?.optional, ["d"]);
});

Deno.test("parseRequest() needs no names beside those who are needed", () => {
  assertEquals(request({ required: ["a"] }).names, ["a"]);
  assertEquals(request({ optional: ["a"] }).terms?.required, []);
});

const REFUSED: [fields: Record<string, unknown>, why: string][] = [
  [{ from: "soon" }, "as from must be a date like 2026-11-24, "],
  [{ to: {} }, "as to must be a date like 2026-11-24, "],
  [{ to: 1.5 }, "as to must be a date"],
  [{ duration: "30x" }, "as duration must be a length like 30m, "],
  [{ duration: 0 }, "or a whole number, over 0"],
  [{ duration: -1 }, "as duration must be"],
  [{ granularity: "25h" }, "as granularity must be a length like 30m, "],
  [{ granularity: "0s" }, "; of time at most a day"],
  [{ bufferBefore: "-5m" }, "as bufferBefore must be"],
  [{ bufferAfter: null }, "as bufferAfter must be a length like 30m, "],
  [{ timezone: "Berlin" }, "as timezone must be an IANA time zone like"],
  [{ timezone: 1 }, "as timezone must be an IANA time zone like"],
  [{ required: "zein" }, "as required must be a list of names"],
  [{ optional: [1] }, "as optional must be a list of names"],
  [{ minAttendees: 0 }, "as minAttendees must be a number of people from 1"],
  [{ minAttendees: "3" }, "as minAttendees must be a number of people"],
  [{ minAttendees: "0%" }, "as minAttendees must be"],
  [{ minAttendees: "101%" }, 'or a share like \\"80%\\"'],
  [{ minAttendees: ["80%"] }, "as minAttendees must be"],
  [{ minAttendees: 257 }, "from 1 to 256"],
  [{ limit: 0 }, "as limit must be a whole number from 1"],
  [{ limit: "3" }, "as limit must be a whole number from 1"],
  [{ sort: "best" }, 'as sort must be \\"earliest\\" or \\"attendance\\" or '],
  [{ tentative: "maybe" }, 'as tentative must be \\"busy\\" or \\"free\\"'],
  [{ explain: 1 }, "as explain must be true or false"],
  [{ coverage: "yes" }, "as coverage must be true or false"],
  [{ from: 1, to: "today" }, "as from is a plain number and to is not"],
  [{ from: "today", duration: 30 }, "as duration is a plain number and from"],
  [
    { required: ["Zein"], optional: ["zein"] },
    'as \\"zein\\" is both required and optional',
  ],
  [{ names: [], duration: 1 }, "as names must be a list of one name or more"],
  [{ names: "a", duration: 1 }, "as names must be a list of one name or more"],
  [
    { required: Array.from({ length: 256 }, (_, i) => `n${i}`) },
    "Cannot answer for 257 names",
  ],
];

for (const [fields, why] of REFUSED) {
  const line = JSON.stringify({ names: ["lilith"], ...fields });
  Deno.test(`parseRequest() refuses ${line.slice(0, 60)}`, () => {
    const refusal = parseRequest(line);
    assert(refusal?.kind === "refusal");
    const { message } = refusal;
    assert(message.includes(why.replaceAll("\\", "")), message);
  });
}

Deno.test("parseRequest() finds fault with each field alone", () => {
  for (const field of TERM_FIELDS) {
    const refusal = parseRequest(JSON.stringify({ names: ["a"], [field]: {} }));
    assert(refusal?.kind === "refusal", field);
    assert(refusal.message.includes(`as ${field} must be `), refusal.message);
  }
});
