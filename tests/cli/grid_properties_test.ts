/** What holds of every picture, whatever is in it. */

import { assert, assertEquals } from "@std/assert";
import type { Random } from "../../src/base/ports.ts";
import { GRID_COLUMNS_MIN, GRID_ROWS_MAX } from "../../src/base/grid_limits.ts";
import type { Slot } from "../../src/calendar/bookings.ts";
import { parseInstant } from "../../src/calendar/moment.ts";
import type { Times, Window } from "../../src/calendar/times.ts";
import { paintLines } from "../../src/cli/answer_text.ts";
import { gridLines } from "../../src/cli/grid.ts";
import { HeadCount, SlotMarks } from "../../src/cli/head_count.ts";
import { columnsOf, wrapText } from "../../src/cli/text_width.ts";
import { normalize } from "../../src/intervals/interval_set.ts";
import type { Findings } from "../../src/wire/client_lines.ts";
import { coverageSteps } from "../support/coverage_steps.ts";
import { findingsWith, NO_MORE } from "../support/findings.ts";
import {
  below,
  pick,
  seededRandom,
  shuffled,
} from "../support/seeded_random.ts";

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/St_Johns",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Apia",
];
const NAMES = [
  "lilith",
  "zein",
  "山田花子",
  "ｅｖｅ",
  "김철수",
  "zoe\u0308",
  "o".repeat(64),
];

/** Free time, and slots in it, as an answer would tell them. */
function randomFindings(random: Random, times: Times): Findings {
  const window = times === "numbers"
    ? randomWindow(random, {
      first: -50,
      unit: 1,
      most: 10 ** below(random, 15),
    })
    : randomWindow(random, {
      first: parseInstant("2011-12-20T00:00:00Z")! +
        below(random, 5_400) * 86_400,
      unit: 300,
      most: pick(random, [86_400, 14 * 86_400, 90 * 86_400]),
    });
  const names = shuffled(random, NAMES).slice(0, 1 + below(random, 7));
  const sets = names.map(() => {
    const bounds = Array.from({ length: 1 + below(random, 5) }, () => {
      const { start, end } = randomSlot(random, window);
      return [start, end];
    });
    return normalize(Float64Array.from(bounds.flat()));
  });
  // A server may lie.
  const anywhere = random() < 0.8 ? window : {
    from: window.from - 86_400,
    to: window.to + 86_400,
  };
  const slots = Array.from({ length: below(random, 5) }, () => ({
    slot: randomSlot(random, anywhere),
    free: 1,
    of: names.length,
    missing: random() < 0.5 ? [] : [names[0]!],
  }));
  const reason = slots.length > 0 ? null : {
    code: "attendees_unavailable",
    message: `there is no time in which ${names.join(", ")} are free`,
    nearest: null,
  } as const;
  const coverage = coverageSteps(sets, window);
  return findingsWith({
    names,
    times,
    unknown: ["名".repeat(40)],
    more: {
      ...NO_MORE,
      coverage,
      suggestions: slots,
      reason,
      explanation: ["all of them share 3 stretches of free time"],
    },
  });
}

function randomWindow(
  random: Random,
  { first, unit, most }: {
    readonly first: number;
    readonly unit: number;
    readonly most: number;
  },
): Window {
  const from = first + unit * below(random, 300);
  return { from, to: from + 1 + below(random, most) };
}

function randomSlot(random: Random, { from, to }: Window): Slot {
  const start = from + below(random, to - from);
  return { start, end: start + 1 + below(random, to - start) };
}

function linesOf(found: Findings, columns: number, timezone: string) {
  const lines = gridLines(found, { columns, timezone });
  return paintLines(lines, false).split("\n");
}

Deno.test("no line of a picture is wider than the terminal, nor ends in blanks", () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = seededRandom(seed);
    const times = pick(random, ["numbers", "instants"] as const);
    const found = randomFindings(random, times);
    const columns = pick(random, [1, 33, 40, 60, 80, 120, 200]);
    const lines = linesOf(found, columns, pick(random, ZONES));
    for (const line of lines) {
      const width = Math.max(columns, GRID_COLUMNS_MIN);
      assert(columnsOf(line) <= width, `seed ${seed}: ${line}`);
      assertEquals(line, line.trimEnd(), `seed ${seed}`);
    }
    const rows = lines.filter((line) => /^ *-?\d+ {2}[ ░▒▓█·]/.test(line));
    assert(rows.length <= GRID_ROWS_MAX, `seed ${seed}`);
  }
});

Deno.test("the order of names and of slots makes no difference to a picture", () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = seededRandom(seed);
    const times = pick(random, ["numbers", "instants"] as const);
    const found = { ...randomFindings(random, times), unknown: [] };
    const { names, more } = found;
    const suggestions = shuffled(random, more!.suggestions!);
    const other = {
      ...found,
      names: shuffled(random, names),
      more: { ...more!, suggestions },
    };
    const zone = pick(random, ZONES);
    assertEquals(linesOf(other, 80, zone), linesOf(found, 80, zone));
  }
});

Deno.test("HeadCount and SlotMarks say of a cell what each of its ticks does", () => {
  const window = { from: 0, to: 24 };
  const ticks = Array.from({ length: 24 }, (_, i) => i);
  for (let seed = 0; seed < 300; seed++) {
    const random = seededRandom(seed);
    const slots = Array.from(
      { length: below(random, 5) },
      () => randomSlot(random, window),
    );
    const sets = slots.map(({ start, end }) => Float64Array.of(start, end));
    const heads = new HeadCount(coverageSteps(sets, { from: 4, to: 20 }));
    const marks = new SlotMarks(shuffled(random, slots));
    const cell = Array.from(
      { length: below(random, 3) },
      () => randomSlot(random, window),
    );
    const inCell = ticks.filter((tick) => holds(cell, tick));
    const counts = inCell.filter((tick) => tick >= 4 && tick < 20)
      .map((tick) => slots.filter((slot) => holds([slot], tick)).length);
    const expected = counts.length === 0
      ? null
      : { fewest: Math.min(...counts), most: Math.max(...counts) };
    assertEquals(heads.over(cell), expected, `seed ${seed}`);
    const isMarked = inCell.some((tick) => holds(slots, tick));
    assertEquals(marks.touch(cell), isMarked, `seed ${seed}`);
  }
});

function holds(slots: readonly Slot[], tick: number): boolean {
  return slots.some(({ start, end }) => start <= tick && tick < end);
}

Deno.test("wrapText() loses no word, and no line is too wide", () => {
  for (let seed = 0; seed < 300; seed++) {
    const random = seededRandom(seed);
    const words = Array.from(
      { length: below(random, 12) },
      () => pick(random, NAMES).slice(0, 1 + below(random, 64)),
    );
    const text = words.join(" ");
    const columns = 2 + below(random, 40);
    const lines = wrapText(text, columns);
    for (const line of lines) assert(columnsOf(line) <= columns, line);
    const bare = (text: string) => text.replaceAll(" ", "");
    assertEquals(bare(lines.join("")), bare(text));
  }
  assertEquals(wrapText("one two three", 7), ["one two", "three"]);
  assertEquals(wrapText("", 7), [""]);
});
