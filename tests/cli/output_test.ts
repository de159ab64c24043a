import { assertEquals } from "@std/assert";
import { type Format, Printer } from "../../src/cli/output.ts";
import { type Answer, refusal } from "../../src/wire/client_answers.ts";
import { type Findings, PLAIN } from "../../src/wire/client_lines.ts";
import { fakeIo } from "../support/fake_io.ts";

const ASKED = ["lilith", "zein"];

function found(given: Partial<Findings>): Answer {
  const findings: Findings = {
    names: ASKED,
    slots: Float64Array.of(2, 3),
    unknown: [],
    unreachable: [],
    pending: [],
    waitingFor: [],
    ...PLAIN,
    ...given,
  };
  return { kind: "findings", id: 1, findings };
}

async function print(
  answers: readonly Answer[],
  { format, isColourful = false }: {
    readonly format: Format;
    readonly isColourful?: boolean;
  },
) {
  const { io, printed } = fakeIo({ isColourful });
  const printer = new Printer(io, { format, timezone: "Europe/Berlin" });
  for (const answer of answers) printer.answer(answer, ASKED);
  return { exitCode: printer.exitCode, ...await printed() };
}

const B = { server: "B", names: ["zein"] };
const CASES: [exitCode: number, answer: Answer, text: string, json: string][] =
  [
    [
      0,
      found({}),
      "Available time slots: [2,3]\n",
      '{"names":["lilith","zein"],"slots":[[2,3]],"unknown":[],"unreachable":[],"pending":[]}\n',
    ],
    [
      1,
      found({ slots: new Float64Array() }),
      "Available time slots: none\n",
      '{"names":["lilith","zein"],"slots":[],"unknown":[],"unreachable":[],"pending":[]}\n',
    ],
    [
      3,
      found({ names: ["lilith"], unknown: ["zein"] }),
      "zein does not exist.\nAvailable time slots for lilith: [2,3]\n",
      '{"names":["lilith"],"slots":[[2,3]],"unknown":["zein"],"unreachable":[],"pending":[]}\n',
    ],
    [
      3,
      found({ names: [], slots: null, unknown: ASKED }),
      "lilith does not exist.\nzein does not exist.\n",
      '{"names":[],"slots":null,"unknown":["lilith","zein"],"unreachable":[],"pending":[]}\n',
    ],
    [
      4,
      found({ unreachable: [B] }),
      "Server B cannot be reached: zein not checked.\n" +
      "Available time slots for lilith: [2,3]\n",
      '{"names":["lilith","zein"],"slots":[[2,3]],"unknown":[],"unreachable":[{"server":"B","names":["zein"]}],"pending":[]}\n',
    ],
    [
      4,
      found({ names: ["lilith"], pending: ["zein"], waitingFor: ["B"] }),
      "zein is not known yet: server B has not registered.\n" +
      "Available time slots for lilith: [2,3]\n",
      '{"names":["lilith"],"slots":[[2,3]],"unknown":[],"unreachable":[],"pending":["zein"]}\n',
    ],
    [
      4,
      found({
        names: ["zein"],
        slots: null,
        unknown: ["lilith"],
        unreachable: [B],
      }),
      "lilith does not exist.\nServer B cannot be reached: zein not checked.\n",
      '{"names":["zein"],"slots":null,"unknown":["lilith"],"unreachable":[{"server":"B","names":["zein"]}],"pending":[]}\n',
    ],
  ];
for (const [exitCode, answer, text, json] of CASES) {
  Deno.test(`Printer prints ${JSON.stringify(text)} and gives ${exitCode}`, async () => {
    assertEquals(
      await print([answer], { format: "text" }),
      { exitCode, stdout: text, stderr: "" },
    );
    assertEquals(
      await print([answer], { format: "json" }),
      { exitCode, stdout: json, stderr: "" },
    );
  });
}

const REFUSALS = [
  ["bad_request", 2],
  ["too_many_names", 2],
  ["line_too_long", 2],
  ["busy", 4],
  ["too_large", 4],
  ["internal", 4],
] as const;
for (const [code, exitCode] of REFUSALS) {
  Deno.test(`Printer gives ${exitCode} for ${code} and says why on stderr`, async () => {
    const answer = refusal(code, "Cannot answer now");
    const stderr = "convene: Cannot answer now\n";
    assertEquals(
      await print([answer], { format: "text" }),
      { exitCode, stdout: "", stderr },
    );
    const stdout =
      `{"names":["lilith","zein"],"error":{"code":"${code}","message":"Cannot answer now"}}\n`;
    assertEquals(
      await print([answer], { format: "json" }),
      { exitCode, stdout, stderr },
    );
  });
}

Deno.test("Printer has one head over the columns of several answers", async () => {
  const { stdout } = await print([found({}), found({})], { format: "tsv" });
  const row = "lilith,zein\t2\t3\t2\t2\t\n";
  assertEquals(stdout, `names\tstart\tend\tfree\tof\tmissing\n${row}${row}`);
});

for (const format of ["tsv", "ics"] as const) {
  Deno.test(`Printer says on stderr what ${format} has no room for`, async () => {
    const reason = {
      code: "too_short",
      message: "it is",
      nearest: null,
    } as const;
    const told = { window: null, suggestions: null, coverage: null };
    const more = { ...told, reason, explanation: ["one step", "another"] };
    const slots = new Float64Array();
    const { stderr } = await print([found({ slots, more })], { format });
    assertEquals(stderr, "Why: it is.\n- one step\n- another\n");
  });
}

Deno.test("Printer gives the highest exit code of several", async () => {
  const answers = [found({}), found({ unreachable: [B] }), found({})];
  assertEquals((await print(answers, { format: "text" })).exitCode, 4);
});

Deno.test("Printer colours slots green and the rest yellow, if wanted", async () => {
  const answer = found({ names: ["lilith"], unknown: ["zein"] });
  const options = { format: "text", isColourful: true } as const;
  assertEquals(
    (await print([answer], options)).stdout,
    "\x1b[33mzein does not exist.\x1b[39m\n" +
      "Available time slots for lilith: \x1b[32m[2,3]\x1b[39m\n",
  );
  const json = await print([answer], { ...options, format: "json" });
  assertEquals(json.stdout.includes("\x1b"), false);
});

Deno.test("slots that are no dates are told of, and the others go on", async () => {
  const far = found({ slots: Float64Array.of(5, 2 ** 53 - 1) });
  const { exitCode, stdout, stderr } = await print([far, found({})], {
    format: "ics",
  });
  assertEquals(
    stderr,
    "convene: Cannot print [5,9007199254740991] as iCalendar as, in seconds " +
      "since 1970, it is not in the years 1 to 9999\n",
  );
  assertEquals(stdout.match(/^UID:.*$/gm), [
    "UID:free-2-3-lilith+zein@convene",
  ]);
  assertEquals(exitCode, 2);
});

Deno.test("the longest slots come first where that is asked for", async () => {
  const slots = Float64Array.of(1, 3, 5, 9, 20, 22);
  const sorted = async (format: Format) => {
    const { io, printed } = fakeIo();
    new Printer(io, { format, timezone: "UTC", sort: "longest" })
      .answer(found({ slots }), ASKED);
    return (await printed()).stdout;
  };
  assertEquals(
    await sorted("text"),
    "Available time slots: [5,9], [1,3], [20,22]\n",
  );
  assertEquals(
    (await sorted("tsv")).match(/^lilith,zein\t\d+/gm),
    ["lilith,zein\t5", "lilith,zein\t1", "lilith,zein\t20"],
  );
  assertEquals(
    (await sorted("ics")).match(/UID:free-\d+/g),
    ["UID:free-5", "UID:free-1", "UID:free-20"],
  );
  // Programs are told a set, which has an order of its own.
  assertEquals(JSON.parse(await sorted("json")).slots[0], [1, 3]);
});
