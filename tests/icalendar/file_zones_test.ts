import { assertEquals } from "@std/assert";
import {
  CALENDAR_CLOCK_CHANGES_MAX,
  CALENDAR_TIMES_MAX,
} from "../../src/base/calendar_limits.ts";
import { parseWorkingHours } from "../../src/calendar/working_hours.ts";
import { Zones } from "../../src/calendar/zone.ts";
import { examineCalendar } from "../../src/icalendar/calendar.ts";
import { event, secondsOf } from "./calendar_case.ts";

/** What is wrong with a file of several calendars. */
function wrong(calendars: readonly (readonly string[])[]): string[] {
  const lines = calendars.flatMap((calendar) => {
    return ["BEGIN:VCALENDAR", ...calendar, "END:VCALENDAR"];
  });
  const { problems } = examineCalendar(lines.join("\n"), {
    timezone: "Europe/Berlin",
    workingHours: parseWorkingHours("Mon-Fri 09:00-17:00"),
    zones: new Zones(),
    nowS: secondsOf("2026-11-02"),
  });
  return problems.map(({ message }) => message);
}

/** A zone of its own, and an event in it. */
function ownZone(offset: string, ...lines: string[]): string[] {
  return [
    "BEGIN:VTIMEZONE",
    "TZID:Our Time",
    "BEGIN:STANDARD",
    "DTSTART:16010101T000000",
    "TZOFFSETFROM:+0000",
    `TZOFFSETTO:${offset}`,
    ...lines,
    "END:STANDARD",
    "END:VTIMEZONE",
    ...event("DTSTART;TZID=Our Time:20261124T090000"),
  ];
}

function changes(count: number): string {
  return `RDATE:${Array(count).fill("20260101T000000")}`;
}

const TOO_OFTEN = "Cannot follow a calendar in which clocks change more than " +
  `${CALENDAR_CLOCK_CHANGES_MAX} times`;
const MOST = changes(CALENDAR_CLOCK_CHANGES_MAX - 100);

Deno.test("a zone that each calendar of a file defines counts once", () => {
  const one = ownZone("+0100", MOST);
  assertEquals(wrong([one, one, one]), []);
});

Deno.test("zones that calendars of a file define otherwise count together", () => {
  const calendars = ["+0100", "+0200"].map((offset) => ownZone(offset, MOST));
  assertEquals(wrong(calendars), [TOO_OFTEN]);
});

Deno.test("a zone's years count, if nothing happens in them", () => {
  const rule = "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30";
  assertEquals(wrong([ownZone("+0100", changes(100), rule)]), []);
  assertEquals(wrong([ownZone("+0100", MOST, rule)]), [TOO_OFTEN]);
  // Of a rule that has ended long ago there are few.
  const ended = `${rule};UNTIL=16501231T000000Z`;
  assertEquals(wrong([ownZone("+0100", MOST, ended)]), []);
});

Deno.test("times of all calendars of a file count together", () => {
  const half = Array(CALENDAR_TIMES_MAX / 2).fill("20261103").join();
  const one = event("DTSTART:20261103", `EXDATE:${half}`);
  assertEquals(wrong([one]), []);
  assertEquals(wrong([one, one]), [
    `Cannot read a calendar of more than ${CALENDAR_TIMES_MAX} times`,
  ]);
});
