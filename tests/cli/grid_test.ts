import { stripVTControlCharacters } from "node:util";
import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { TIME_MAX } from "../../src/base/limits.ts";
import { parseInstant } from "../../src/calendar/moment.ts";
import {
  hoursWithin,
  parseWorkingHours,
} from "../../src/calendar/working_hours.ts";
import { Zones } from "../../src/calendar/zone.ts";
import { paintLines } from "../../src/cli/answer_text.ts";
import { gridLines } from "../../src/cli/grid.ts";
import { Printer } from "../../src/cli/output.ts";
import {
  intersect,
  type IntervalSet,
} from "../../src/intervals/interval_set.ts";
import type { Findings } from "../../src/wire/client_lines.ts";
import { fakeIo } from "../support/fake_io.ts";
import { findingsWith, NO_MORE } from "../support/findings.ts";
import { coverageSteps } from "../support/coverage_steps.ts";

const FIXTURES = fromFileUrl(new URL("../fixtures/grid/", import.meta.url));
const WEEK = {
  from: parseInstant("2026-10-22T11:20:00Z")!,
  to: parseInstant("2026-10-28T23:00:00Z")!,
};
const ZONES = new Zones();

function working(hours: string, zone: string): IntervalSet {
  return hoursWithin(parseWorkingHours(hours), WEEK, ZONES.find(zone)!);
}

/** Three offices, and somebody who watches through the night of the change. */
function week(): Findings {
  const office = "Mon-Thu 09:00-12:00 13:00-17:00, Fri 09:00-12:00";
  const sets = [
    working(office, "Europe/Berlin"),
    working("Mon-Fri 08:00-16:00", "America/New_York"),
    working("Mon-Fri 10:00-11:30 15:15-17:00", "Europe/Berlin"),
    working("Sun 00:00-06:00, Mon-Wed 15:00-21:00", "Europe/Berlin"),
  ];
  const coverage = coverageSteps(sets, WEEK);
  return findingsWith({
    names: ["lilith", "zein", "花子", "callie"],
    slots: sets.reduce(intersect),
    unknown: ["nobody"],
    more: { ...NO_MORE, window: WEEK, coverage },
  });
}

function draw(found: Findings, columns: number, timezone = "Europe/Berlin") {
  return paintLines(gridLines(found, { columns, timezone }), false);
}

for (const columns of [60, 80, 120, 200]) {
  Deno.test(`gridLines() draws a week in ${columns} columns`, async () => {
    const golden = await Deno.readTextFile(`${FIXTURES}${columns}.txt`);
    assertEquals(draw(week(), columns), golden);
  });
}

Deno.test("gridLines() draws the day that has no third hour", () => {
  const window = {
    from: parseInstant("2026-03-28T23:00:00Z")!,
    to: parseInstant("2026-03-29T22:00:00Z")!,
  };
  const free = Float64Array.of(window.from, window.to - 12 * 3_600);
  const more = { ...NO_MORE, coverage: coverageSteps([free], window) };
  const found = findingsWith({ names: ["zein"], slots: free, more });
  assertEquals(draw(found, 60).split("\n"), [
    "2026        00  01  02  03  04  05  06  07  08  09  10  11",
    "Sun 29 Mar  ████████    ████████████████████████████████████",
    "            ▔▔▔▔▔▔▔▔    ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔",
    "            00:00 CET-12:00 CEST",
    "",
    "█ free  · not free  ╌ not free all day  ▔ slot",
    "A cell is 15 min in Europe/Berlin, and as dark as the fewest",
    "who are free in it.",
    "On this day nobody is free from 12:00 on.",
    "On Sun 29 Mar clocks skip 02:00-03:00.",
    "",
  ]);
});

Deno.test("gridLines() draws six weeks at most, and says what it leaves", () => {
  const from = parseInstant("2026-11-23T00:00:00Z")!;
  const window = { from, to: from + 100 * 86_400 };
  const hour = (day: number) => {
    const start = from + day * 86_400 + 9 * 3_600;
    return [start, start + 3_600];
  };
  const free = Float64Array.from([0, 41, 42, 99].flatMap(hour));
  const more = { ...NO_MORE, coverage: coverageSteps([free], window) };
  const found = findingsWith({ names: ["zein"], slots: free, more });
  const lines = draw(found, 200, "UTC").split("\n");
  assertEquals(
    lines.filter((line) => /^\w{3} [ \d]\d \w{3} /.test(line)).length,
    42,
  );
  assertEquals(lines.filter((line) => line === "2027").length, 1);
  assertEquals(
    lines.at(-2),
    "Only the first 42 of 100 days are shown, and 2 slots begin later: see " +
      "--from and --to.",
  );
});

const NUMBERS: [what: string, found: Partial<Findings>, text: string[]][] = [
  [
    "on one line",
    {
      slots: Float64Array.of(-2, 1),
      more: {
        ...NO_MORE,
        coverage: [
          { slot: { start: -4, end: -2 }, free: 1 },
          { slot: { start: -2, end: 1 }, free: 2 },
          { slot: { start: 1, end: 2 }, free: 0 },
          { slot: { start: 2, end: 3 }, free: 1 },
        ],
      },
    },
    [
      "  -4  -3  -2  -1  0   1   2",
      "  ░░░░░░░░████████████····░░░░",
      "          ▔▔▔▔▔▔▔▔▔▔▔▔  [-2,1]",
      "",
      "█ all 2 free  ░ 1  · nobody  ▔ slot",
    ],
  ],
  [
    "as far as somebody is free where a bound was not given",
    {
      slots: Float64Array.of(4, 6),
      more: {
        ...NO_MORE,
        coverage: [
          { slot: { start: -TIME_MAX, end: 3 }, free: 0 },
          { slot: { start: 3, end: 4 }, free: 1 },
          { slot: { start: 4, end: 6 }, free: 2 },
          { slot: { start: 6, end: TIME_MAX }, free: 0 },
        ],
      },
    },
    [
      "  3   4   5",
      "  ░░░░████████",
      "      ▔▔▔▔▔▔▔▔  [4,6]",
      "",
      "█ all 2 free  ░ 1  · nobody  ▔ slot",
    ],
  ],
  [
    "on several lines, with who can come",
    {
      more: {
        ...NO_MORE,
        suggestions: [
          { slot: { start: 75, end: 90 }, free: 1, of: 2, missing: [] },
          { slot: { start: 20, end: 25 }, free: 2, of: 2, missing: [] },
        ],
        coverage: [
          { slot: { start: 12, end: 20 }, free: 0 },
          { slot: { start: 20, end: 25 }, free: 2 },
          { slot: { start: 25, end: 75 }, free: 0 },
          { slot: { start: 75, end: 90 }, free: 1 },
        ],
      },
    },
    [
      "    +0   +5   +10  +15  +20  +25",
      " 0              ········█████·····",
      "           [20,25] 2/2  ▔▔▔▔▔",
      "30  ······························",
      "60  ···············░░░░░░░░░░░░░░░",
      "      [75,90] 1/2  ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔",
      "",
      "█ all 2 free  ░ 1  · nobody",
      "▔ slot, with how many can come",
    ],
  ],
];
for (const [what, found, text] of NUMBERS) {
  Deno.test(`gridLines() draws numbers ${what}`, () => {
    const names = ["lilith", "zein"];
    const all = findingsWith({ names, times: "numbers", ...found });
    assertEquals(draw(all, 40).trimEnd().split("\n"), text);
  });
}

Deno.test("Printer draws as wide as the terminal is, and colours it there", async () => {
  const draw = async (isColourful: boolean) => {
    const { io, printed } = fakeIo({ isColourful, columns: 120 });
    const view = { format: "grid", timezone: "Europe/Berlin" } as const;
    const printer = new Printer(io, view);
    printer.answer({ kind: "findings", id: 1, findings: week() }, []);
    return (await printed()).stdout;
  };
  const golden = await Deno.readTextFile(`${FIXTURES}120.txt`);
  assertEquals(await draw(false), golden);
  const coloured = await draw(true);
  assertEquals(stripVTControlCharacters(coloured), golden);
  for (const piece of ["90m····", "36m░░░▒▒▒▒▒▓▓▓▓▓▓▓░", "32m███████"]) {
    assertEquals(coloured.includes(`\x1b[${piece}`), true, piece);
  }
});
