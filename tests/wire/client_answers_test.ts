import { assert, assertEquals, assertThrows } from "@std/assert";
import { WireError } from "../../src/base/errors.ts";
import { LINE_BYTES_MAX } from "../../src/base/limits.ts";
import {
  formatRequest,
  parseAnswer,
  refuseRequest,
} from "../../src/wire/client_answers.ts";
import {
  type Findings,
  formatJsonAnswer,
  parseRequest,
  PLAIN,
} from "../../src/wire/client_lines.ts";
import { formatRefusal } from "../../src/wire/refusals.ts";
import { mutatedLines } from "../support/mutated_lines.ts";

const ASKED = ["lilith", "tttt", "zein", "bo"];

const FOUND: Findings = {
  names: ["lilith", "zein"],
  slots: Float64Array.of(-1, 3, 5, 7),
  unknown: ["tttt"],
  unreachable: [{ server: "B", names: ["zein"] }],
  pending: ["bo"],
  waitingFor: ["C"],
  ...PLAIN,
};

Deno.test("parseAnswer() takes back what formatJsonAnswer() made", () => {
  for (const slots of [FOUND.slots, new Float64Array(), null]) {
    const findings = { ...FOUND, slots };
    const answer = parseAnswer(formatJsonAnswer("7", findings), ASKED);
    assertEquals(answer, { kind: "findings", id: 7, findings });
  }
});

Deno.test("parseAnswer() takes back what formatRefusal() made", () => {
  const error = { code: "busy", message: "Cannot answer" } as const;
  for (const [id, text] of [[7, "7"], ["x", '"x"'], [undefined, ""]] as const) {
    const line = formatRefusal({
      kind: "refusal",
      json: true,
      id: text,
      ...error,
    });
    assertEquals(parseAnswer(line, ASKED), { kind: "refusal", id, ...error });
  }
});

/** A good answer with one field changed. */
function changed(field: string, value: unknown): string {
  const answer = { id: 1, slots: [[1, 2]], unknown: [], unreachable: [] };
  return JSON.stringify({ ...answer, pending: [], [field]: value });
}

Deno.test("parseAnswer() leaves out what it does not know of a server", () => {
  const servers = [{ server: "B", names: ["zein"], why: "\x07" }];
  for (const field of ["unreachable", "unreadable"]) {
    const answer = parseAnswer(changed(field, servers), ASKED);
    assert(answer.kind === "findings");
    const { unreachable, unreadable } = answer.findings;
    const read = [{ server: "B", names: ["zein"] }];
    assertEquals([...unreachable, ...unreadable], read);
  }
});

const BAD: [name: string, line: string][] = [
  ["no JSON", "Available time slots: none"],
  ["no object", "7"],
  ["nothing", "null"],
  ["no slots", changed("slots", undefined)],
  ["slots that are text", changed("slots", "[1,2]")],
  ["a slot of one time", changed("slots", [[1]])],
  ["a slot of three times", changed("slots", [[1, 2, 3]])],
  ["a slot of texts", changed("slots", [["1", "2"]])],
  ["a slot that ends before it starts", changed("slots", [[2, 1]])],
  ["slots that touch", changed("slots", [[1, 2], [2, 3]])],
  ["slots out of order", changed("slots", [[3, 4], [1, 2]])],
  ["half a number", changed("slots", [[1, 2.5]])],
  ["a time out of range", changed("slots", [[1, 2 ** 53]])],
  ["an unknown name that was not asked", changed("unknown", ["x"])],
  ["a pending name that is a number", changed("pending", [1])],
  [
    "a server that moves the cursor",
    changed("unreachable", [
      { server: "\x1b[2J", names: ["zein"] },
    ]),
  ],
  [
    "an unreachable name that was not asked",
    changed("unreachable", [
      { server: "B", names: ["x"] },
    ]),
  ],
  [
    "an unreadable name that was not asked",
    changed("unreadable", [{ server: "A", names: ["x"] }]),
  ],
  ["an expected server that ends the line", changed("waitingFor", ["a\nb"])],
  ["an error without a message", changed("error", { code: "busy" })],
  [
    "an error that rings the bell",
    changed("error", {
      code: "busy",
      message: "\x07",
    }),
  ],
];
for (const [name, line] of BAD) {
  Deno.test(`parseAnswer() refuses ${name}`, () => {
    assertThrows(
      () => parseAnswer(line, ASKED),
      WireError,
      "Cannot read answer",
    );
  });
}

Deno.test("parseAnswer() gives an answer or a WireError for any mutant", () => {
  const good = formatJsonAnswer("7", FOUND);
  let refused = 0;
  for (const line of mutatedLines(good, { seed: 5, count: 50_000 })) {
    try {
      parseAnswer(line, ASKED);
    } catch (error) {
      assert(error instanceof WireError, `${line}: ${error}`);
      refused++;
    }
  }
  assert(refused > 10_000, `only ${refused} were refused`);
});

Deno.test("formatRequest() is what parseRequest() reads", () => {
  const names = ["lilith", 'a"b', "ü"];
  assertEquals(parseRequest(formatRequest(7, { names, terms: null })), {
    kind: "query",
    json: true,
    id: "7",
    names,
    terms: null,
  });
});

Deno.test("refuseRequest() lets pass what just fits, in bytes", () => {
  const fill = (char: string, bytes: number) => {
    const names = [""];
    const line = () => formatRequest(1, { names, terms: null });
    const over = line().length;
    names[0] = char.repeat((bytes - over) / new Blob([char]).size);
    return refuseRequest(line(), names)?.kind;
  };
  for (const char of ["x", "é"]) {
    const most = LINE_BYTES_MAX - (char === "x" ? 0 : 1);
    assertEquals(fill(char, most), undefined, char);
    assertEquals(fill(char, most + 2), "refusal", char);
  }
});
