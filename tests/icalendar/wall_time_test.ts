import { assertEquals } from "@std/assert";
import { parseDuration, parseWallTime } from "../../src/icalendar/wall_time.ts";

function wallS(text: string): number {
  return Date.parse(`${text}Z`) / 1_000;
}

Deno.test("parseWallTime() reads dates, and times with and without a zone", () => {
  const noon = wallS("2024-02-29T12:00:00");
  assertEquals(parseWallTime("20240229"), {
    wallS: noon - 43_200,
    kind: "date",
  });
  assertEquals(parseWallTime("20240229T120000"), {
    wallS: noon,
    kind: "local",
  });
  assertEquals(parseWallTime("20240229T120000Z"), { wallS: noon, kind: "utc" });
});

Deno.test("parseWallTime() reads years below 100 as they are", () => {
  assertEquals(parseWallTime("00010101")?.wallS, wallS("0001-01-01T00:00:00"));
  assertEquals(parseWallTime("00010229"), undefined);
  assertEquals(parseWallTime("00040229")?.wallS, wallS("0004-02-29T00:00:00"));
});

Deno.test("parseWallTime() takes a leap second for the one before", () => {
  const time = parseWallTime("20161231T235960Z");
  assertEquals(time?.wallS, wallS("2016-12-31T23:59:59"));
});

for (
  const text of [
    "",
    "2024-02-29",
    "20230229",
    "20240001",
    "20241301",
    "20240100",
    "20240229T1200",
    "20240229T240000",
    "20240229T126000",
    "20240229T120061",
    "20240229T120000+0100",
  ]
) {
  Deno.test(`parseWallTime() refuses ${JSON.stringify(text)}`, () => {
    assertEquals(parseWallTime(text), undefined);
  });
}

const DURATIONS: [text: string, days: number, seconds: number][] = [
  ["P1W", 7, 0],
  ["P2D", 2, 0],
  ["+P1DT2H3M4S", 1, 7_384],
  ["PT0S", 0, 0],
  ["-PT0S", 0, 0],
];
for (const [text, days, seconds] of DURATIONS) {
  Deno.test(`parseDuration() reads ${text}`, () => {
    assertEquals(parseDuration(text), { days, seconds });
  });
}

for (
  const text of ["", "P", "PT", "P1DT", "P1H", "PT1D", "1D", "-P1D", "P1.5D"]
) {
  Deno.test(`parseDuration() refuses ${JSON.stringify(text)}`, () => {
    assertEquals(parseDuration(text), undefined);
  });
}
