import { assertEquals } from "@std/assert";
import {
  formatLength,
  type Length,
  parseLength,
} from "../../src/calendar/length.ts";

const LENGTHS: [text: string, length: Length][] = [
  ["0", { kind: "number", value: 0 }],
  ["007", { kind: "number", value: 7 }],
  ["9007199254740991", { kind: "number", value: 2 ** 53 - 1 }],
  ["30m", { kind: "seconds", value: 1_800 }],
  ["1h30m", { kind: "seconds", value: 5_400 }],
  ["90s", { kind: "seconds", value: 90 }],
  ["2d", { kind: "seconds", value: 172_800 }],
  ["1w2d3h4m5s", { kind: "seconds", value: 788_645 }],
  ["0m", { kind: "seconds", value: 0 }],
  ["PT30M", { kind: "seconds", value: 1_800 }],
  ["pt1h30m", { kind: "seconds", value: 5_400 }],
  ["P1D", { kind: "seconds", value: 86_400 }],
  ["P2W", { kind: "seconds", value: 1_209_600 }],
  ["P1DT1S", { kind: "seconds", value: 86_401 }],
  ["36525d", { kind: "seconds", value: 3_155_760_000 }],
];

for (const [text, length] of LENGTHS) {
  Deno.test(`parseLength() of ${text} is ${formatLength(length)}`, () => {
    assertEquals(parseLength(text), length);
    assertEquals(parseLength(formatLength(length)), length);
  });
}

const BAD: [what: string, text: string][] = [
  ["nothing", ""],
  ["a word", "long"],
  ["what is less than nothing", "-5"],
  ["what is less than nothing in minutes", "-5m"],
  ["a number beyond all times", "9007199254740992"],
  ["a part of a number", "1.5"],
  ["a part of an hour", "1.5h"],
  ["a number without a unit", "1h30"],
  ["units in another order", "30m1h"],
  ["a unit twice", "1h1h"],
  ["blanks", "1h 30m"],
  ["capitals that are no ISO 8601", "30M"],
  ["months", "P1M"],
  ["years", "P1Y"],
  ["an empty period", "P"],
  ["an empty time", "P1DT"],
  ["over a hundred years", "36525d1s"],
  ["more than can be counted", "9".repeat(400) + "s"],
];

for (const [what, text] of BAD) {
  Deno.test(`parseLength() refuses ${what}`, () => {
    assertEquals(parseLength(text), null);
  });
}
