import { assertEquals } from "@std/assert";
import { parseWorkingHours } from "../../src/calendar/working_hours.ts";
import { Zones } from "../../src/calendar/zone.ts";
import { parseCalendar } from "../../src/icalendar/calendar.ts";
import { toPairs } from "../../src/intervals/interval_set.ts";

Deno.test("parseCalendar() takes events out of working hours", () => {
  const { calendar } = parseCalendar(
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261124T090000Z\r\n" +
      "DTEND:20261124T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    {
      path: "zein.ics",
      timezone: "Europe/Berlin",
      workingHours: parseWorkingHours("Mon-Fri 09:00-17:00"),
      zones: new Zones(),
      nowS: 0,
    },
  );
  const from = Date.UTC(2026, 10, 24) / 1_000;
  const window = { from, to: from + 86_400 };
  assertEquals(toPairs(calendar.free(window, "busy")), [
    [from + 8 * 3_600, from + 9 * 3_600],
    [from + 10 * 3_600, from + 16 * 3_600],
  ]);
});
