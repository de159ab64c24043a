import { assert, assertEquals, assertThrows } from "@std/assert";
import ICAL from "ical.js";
import config from "../../deno.json" with { type: "json" };
import { UnavailableError } from "../../src/base/errors.ts";
import { formatCalendar } from "../../src/cli/icalendar.ts";
import { numbers } from "../support/timed_slots.ts";

const BOOKING = {
  id: "7Q2KD0M5WZ8H3RTA",
  slot: numbers(1_795_510_800, 1_795_514_400),
  names: ["lilith", "zein"],
  title: "",
};
const NOW_MS = Date.UTC(2026, 10, 24, 7, 8, 9, 999);

Deno.test("formatCalendar() is an event for each booking", () => {
  assertEquals(formatCalendar([BOOKING], NOW_MS).split("\r\n"), [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//convene//convene ${config.version}//EN`,
    "BEGIN:VEVENT",
    "UID:7Q2KD0M5WZ8H3RTA@convene",
    "DTSTAMP:20261124T070809Z",
    "DTSTART:20261124T090000Z",
    "DTEND:20261124T100000Z",
    "SUMMARY:lilith\\, zein",
    "DESCRIPTION:Booked for lilith\\, zein",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ]);
});

Deno.test("formatCalendar() escapes and folds, and loses no character", () => {
  const rest = "é😀".repeat(30) + "x".repeat(200);
  const title = `a;b,c\\d ${rest}`;
  const text = formatCalendar([{ ...BOOKING, title }], NOW_MS);
  const bytes = text.split("\r\n").map((line) =>
    new TextEncoder().encode(line).length
  );
  assertEquals(Math.max(...bytes), 75);
  assert(!text.includes("\ufffd"));
  const unfolded = text.replaceAll("\r\n ", "");
  assert(
    unfolded.includes(`\r\nSUMMARY:a\\;b\\,c\\\\d ${rest}\r\n`),
    unfolded,
  );
});

Deno.test("formatCalendar() is read by the library that Thunderbird reads with", () => {
  const title = `Review; "room 5", then lunch\\n ${"é😀".repeat(60)}`;
  const text = formatCalendar([BOOKING, { ...BOOKING, title }], NOW_MS);
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents("vevent")
    .map((component) => new ICAL.Event(component));
  assertEquals(events.map(({ summary }) => summary), ["lilith, zein", title]);
  for (const { uid, startDate, endDate } of events) {
    assertEquals(uid, `${BOOKING.id}@convene`);
    const { start, end } = BOOKING.slot;
    const times = [startDate, endDate].map((time) => time.toUnixTime());
    assertEquals(times, [start, end]);
  }
});

Deno.test("formatCalendar() reaches from the year 1 to 9999, and no further", () => {
  const at = (start: number, end: number) =>
    formatCalendar([{ ...BOOKING, slot: numbers(start, end) }], NOW_MS);
  const all = at(-62_135_596_800, 253_402_300_799);
  assert(all.includes("DTSTART:00010101T000000Z"), all);
  assert(all.includes("DTEND:99991231T235959Z"), all);
  for (
    const [start, end] of [[-62_135_596_801, 0], [0, 253_402_300_800]] as const
  ) {
    const error = assertThrows(
      () => at(start, end),
      UnavailableError,
      "years 1 to 9999",
    );
    assertEquals(error.exitCode, 2);
  }
});
