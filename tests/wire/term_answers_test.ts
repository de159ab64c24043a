import { assert, assertEquals, assertThrows } from "@std/assert";
import { WireError } from "../../src/base/errors.ts";
import { parseInstant } from "../../src/calendar/moment.ts";
import { parseAnswer } from "../../src/wire/client_answers.ts";
import {
  type Findings,
  formatJsonAnswer,
  PLAIN,
} from "../../src/wire/client_lines.ts";
import type { TermFindings } from "../../src/wire/term_findings.ts";
import { mutatedLines } from "../support/mutated_lines.ts";

const ASKED = ["lilith", "zein", "callie"];

const NINE = parseInstant("2026-11-24T09:00:00Z")!;
const HOUR = 3_600;

const MORE: TermFindings = {
  window: { from: NINE, to: NINE + 4 * HOUR },
  suggestions: [
    { slot: { start: NINE, end: NINE + HOUR }, free: 3, of: 3, missing: [] },
    {
      slot: { start: NINE, end: NINE + 2 * HOUR },
      free: 2,
      of: 3,
      missing: ["callie"],
    },
  ],
  coverage: [
    { slot: { start: NINE, end: NINE + HOUR }, free: 3 },
    { slot: { start: NINE + HOUR, end: NINE + 4 * HOUR }, free: 0 },
  ],
  reason: null,
  explanation: ["Asked 3 people of 2 servers.", "Found 2 slots."],
};

const FOUND: Findings = {
  names: ASKED,
  slots: Float64Array.of(NINE, NINE + HOUR),
  unknown: [],
  unreachable: [],
  pending: [],
  waitingFor: [],
  unreadable: [{ server: "A", names: ["zein"] }],
  times: "instants",
  more: MORE,
};

const NEAREST = MORE.suggestions![1]!;
const NOTHING = {
  window: null,
  suggestions: null,
  coverage: null,
  reason: null,
  explanation: null,
};

const CASES: [what: string, findings: Findings][] = [
  ["all there is about instants", FOUND],
  ["numbers", {
    ...FOUND,
    ...PLAIN,
    slots: Float64Array.of(1, 2),
    more: { ...NOTHING, window: { from: -1, to: 5 }, coverage: [] },
  }],
  ["a reason, and what is nearest", {
    ...FOUND,
    slots: new Float64Array(),
    more: {
      ...MORE,
      suggestions: [],
      reason: { code: "too_short", message: "Too short", nearest: NEAREST },
    },
  }],
  ["a reason with nothing near", {
    ...FOUND,
    slots: null,
    more: {
      ...NOTHING,
      window: { from: NINE, to: NINE },
      reason: { code: "window_empty", message: "It is empty", nearest: null },
    },
  }],
  ["nobody who cannot be read", { ...FOUND, unreadable: [], more: MORE }],
];

for (const [what, findings] of CASES) {
  Deno.test(`parseAnswer() takes back ${what}`, () => {
    const line = formatJsonAnswer("7", findings);
    const answer = parseAnswer(line, ASKED);
    assertEquals(answer, { kind: "findings", id: 7, findings });
  });
}

Deno.test("formatJsonAnswer() writes instants in UTC, and only what is there", () => {
  const more = { ...MORE, suggestions: [NEAREST], coverage: null };
  const [nine, eleven] = ["2026-11-24T09:00:00Z", "2026-11-24T11:00:00Z"];
  assertEquals(
    JSON.parse(formatJsonAnswer("", { ...FOUND, more, unreadable: [] })),
    {
      slots: [[nine, "2026-11-24T10:00:00Z"]],
      unknown: [],
      unreachable: [],
      pending: [],
      window: [nine, "2026-11-24T13:00:00Z"],
      suggestions: [
        { slot: [nine, eleven], free: 2, of: 3, missing: ["callie"] },
      ],
      explanation: MORE.explanation,
    },
  );
});

/** A good answer with one field changed. */
function changed(field: string, value: unknown): string {
  const answer = JSON.parse(formatJsonAnswer("7", FOUND));
  return JSON.stringify({ ...answer, [field]: value });
}

const AT = ["2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z"];
const LATER = ["2026-11-24T11:00:00Z", "2026-11-24T12:00:00Z"];
const FIT = { slot: AT, free: 1, of: 2 };
const WHY = { code: "too_short", message: "Too short" };

const BAD: [name: string, line: string][] = [
  ["numbers among instants", changed("slots", [[1, 2]])],
  ["an instant beside a number", changed("slots", [[1, AT[0]]])],
  ["a date", changed("slots", [["2026-11-24", AT[1]]])],
  ["a window that ends before it starts", changed("window", AT.toReversed())],
  ["a window of numbers", changed("window", [1, 2])],
  ["no list of suggestions", changed("suggestions", FIT)],
  ["a suggestion of nothing", changed("suggestions", [null])],
  ["an empty slot", changed("suggestions", [{ ...FIT, slot: [AT[0], AT[0]] }])],
  ["more than all", changed("suggestions", [{ ...FIT, free: 3 }])],
  ["half a person", changed("suggestions", [{ ...FIT, free: 0.5 }])],
  ["less than nobody", changed("suggestions", [{ ...FIT, free: -1 }])],
  [
    "a stranger who is missing",
    changed("suggestions", [
      { ...FIT, missing: ["x"] },
    ]),
  ],
  [
    "steps with a gap",
    changed("coverage", [
      { slot: AT, free: 1 },
      { slot: LATER, free: 1 },
    ]),
  ],
  ["a step without people", changed("coverage", [{ slot: AT }])],
  ["an unknown reason", changed("reason", { ...WHY, code: "bad luck" })],
  ["a reason without words", changed("reason", { code: "too_short" })],
  [
    "a reason that moves the cursor",
    changed("reason", {
      ...WHY,
      message: "\x1b[2J",
    }),
  ],
  ["what is near to nothing", changed("reason", { ...WHY, nearest: {} })],
  ["a sentence that ends its line", changed("explanation", ["a\nb"])],
  ["one sentence in place of several", changed("explanation", "a")],
];
for (const [name, line] of BAD) {
  Deno.test(`parseAnswer() refuses ${name}`, () => {
    assertThrows(
      () => parseAnswer(line, ASKED),
      WireError,
      "Cannot read answer as findings",
    );
  });
}

Deno.test("parseAnswer() gives terms' findings or a WireError for any mutant", () => {
  const good = formatJsonAnswer("7", FOUND);
  let refused = 0;
  for (const line of mutatedLines(good, { seed: 6, count: 20_000 })) {
    try {
      parseAnswer(line, ASKED);
    } catch (error) {
      assert(error instanceof WireError, `${line}: ${error}`);
      refused++;
    }
  }
  assert(refused > 5_000, `only ${refused} were refused`);
});
