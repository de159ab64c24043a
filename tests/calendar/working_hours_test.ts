import { assertEquals, assertThrows } from "@std/assert";
import { FileFormatError } from "../../src/base/errors.ts";
import {
  hoursWithin,
  parseWorkingHours,
} from "../../src/calendar/working_hours.ts";
import { Zones } from "../../src/calendar/zone.ts";
import { toPairs } from "../../src/intervals/interval_set.ts";

const zones = new Zones();
const HOUR_S = 3_600;

/** The hours of each day, from Monday. */
function hoursOf(text: string): string[] {
  return parseWorkingHours(text).map((day) =>
    [...day].map((second) => second / HOUR_S).join()
  );
}

const GOOD: [text: string, hours: string[]][] = [
  [
    "Mon-Fri 09:00-17:00, Sat 10:00-12:00",
    ["9,17", "9,17", "9,17", "9,17", "9,17", "10,12", ""],
  ],
  ["mon 09:00-12:30 13:00-17:00", ["9,12.5,13,17", "", "", "", "", "", ""]],
  ["Mon, Wed 10:00-11:00", ["10,11", "", "10,11", "", "", "", ""]],
  ["Sat-Mon 10:00-11:00", ["10,11", "", "", "", "", "10,11", "10,11"]],
  ["Tue 10:00-11:00, Tue 10:30-12:00", ["", "10,12", "", "", "", "", ""]],
  ["Mon-Sun 00:00-24:00", Array(7).fill("0,24")],
];
for (const [text, hours] of GOOD) {
  Deno.test(`parseWorkingHours() reads ${JSON.stringify(text)}`, () => {
    assertEquals(hoursOf(text), hours);
  });
}

const BAD: [text: string, message: string][] = [
  ["", "it ends there"],
  ["Mon-Fri", "it ends there"],
  ["Mon 09:00-17:00 Tue", "it ends there"],
  ["09:00-17:00", 'got "09:00-17:00"'],
  ["Montag 09:00-17:00", 'got "montag"'],
  ["Mon-Tue-Wed 09:00-17:00", 'got "mon-tue-wed"'],
  ["Mon 9-17", 'got "9-17"'],
  ["Mon 09:60-17:00", 'got "09:60-17:00"'],
  ["Mon 17:00-09:00", 'got "17:00-09:00"'],
  ["Mon 09:00-09:00", 'got "09:00-09:00"'],
  ["Mon 09:00-24:01", 'got "09:00-24:01"'],
];
for (const [text, message] of BAD) {
  Deno.test(`parseWorkingHours() refuses ${JSON.stringify(text)}`, () => {
    assertThrows(() => parseWorkingHours(text), FileFormatError, message);
  });
}

function within(text: string, zone: string, from: string, to: string) {
  const window = { from: secondsOf(from), to: secondsOf(to) };
  return toPairs(
    hoursWithin(parseWorkingHours(text), window, zones.find(zone)!),
  ).flat().map((time) => new Date(time * 1_000).toISOString().slice(5, 16));
}

function secondsOf(text: string): number {
  return Date.parse(`${text}Z`) / 1_000;
}

Deno.test("hoursWithin() follows the zone's clock, and is cut to the window", () => {
  const { from, to } = { from: "2026-10-23T08:00", to: "2026-10-27T09:00" };
  assertEquals(within("Mon-Fri 09:00-17:00", "Europe/Berlin", from, to), [
    "10-23T08:00",
    "10-23T15:00",
    "10-26T08:00",
    "10-26T16:00",
    "10-27T08:00",
    "10-27T09:00",
  ]);
});

for (
  const [zone, from, to] of [
    ["Europe/Berlin", "2027-03-27T00:00", "2027-03-30T00:00"],
    // Midnight is skipped, and shown twice.
    ["Africa/Cairo", "2026-04-22T00:00", "2026-04-26T00:00"],
    ["Africa/Cairo", "2026-10-28T00:00", "2026-11-01T00:00"],
    // A day is skipped.
    ["Pacific/Apia", "2011-12-28T00:00", "2012-01-02T00:00"],
    // A minute after midnight the clock goes back to the day before.
    ["America/St_Johns", "2010-11-05T00:00", "2010-11-09T00:00"],
    ["America/St_Johns", "2010-11-05T00:00", "2010-11-07T03:00"],
  ] as const
) {
  Deno.test(`hoursWithin() is always for all hours in ${zone}, ${from}`, () => {
    assertEquals(
      within("Mon-Sun 00:00-24:00", zone, from, to),
      [from, to].map((time) => time.slice(5)),
    );
  });
}
