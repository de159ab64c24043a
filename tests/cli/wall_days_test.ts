import { assert, assertEquals } from "@std/assert";
import type { Slot } from "../../src/calendar/bookings.ts";
import { parseInstant } from "../../src/calendar/moment.ts";
import { changeText, DAY_S, WallDays } from "../../src/cli/wall_days.ts";

const MINUTE_S = 60;
const HOUR_S = 3_600;

/** What the clock does, and what is said of it. */
const CHANGES: [zone: string, from: string, to: string, texts: string[]][] = [
  ["Europe/Berlin", "2026-03-28T20:10Z", "2026-03-30T04:00Z", [
    "On Sun 29 Mar clocks skip 02:00-03:00.",
  ]],
  ["America/New_York", "2026-10-31T20:10Z", "2026-11-02T07:30Z", [
    "On Sun 1 Nov clocks show 01:00-02:00 twice, and a cell there stands for " +
    "both.",
  ]],
  ["Australia/Lord_Howe", "2026-04-03T20:10Z", "2026-04-06T04:00Z", [
    "On Sun 5 Apr clocks show 01:30-02:00 twice, and a cell there stands for " +
    "both.",
  ]],
  // Put back over midnight, so that a day comes back after the next has begun.
  ["America/St_Johns", "2010-11-06T20:10Z", "2010-11-08T07:30Z", [
    "On Sat 6 Nov clocks show 23:01-24:01 twice, and a cell there stands for " +
    "both.",
  ]],
  // A whole day is skipped.
  ["Pacific/Apia", "2011-12-29T20:10Z", "2011-12-31T20:00Z", [
    "On Fri 30 Dec clocks skip 00:00-24:00.",
  ]],
  ["Asia/Kathmandu", "2026-03-28T20:10Z", "2026-03-30T04:00Z", []],
];
for (const [zone, from, to, texts] of CHANGES) {
  Deno.test(`WallDays has each minute in ${zone} once, where the clock shows it`, () => {
    const window = { start: parseInstant(from)!, end: parseInstant(to)! };
    const clock = new WallDays(window, zone);
    const seen = new Set<number>();
    for (const day of clock.days) {
      for (let hour = 0; hour < 24; hour++) {
        const start = day * DAY_S + hour * HOUR_S;
        const cell = clock.showing({ start, end: start + HOUR_S });
        for (const minute of cell.flatMap(minutesOf)) {
          assert(!seen.has(minute));
          seen.add(minute);
          const shown = Temporal.Instant.fromEpochMilliseconds(minute * 1_000)
            .toZonedDateTimeISO(zone);
          const wall = shown.toPlainDateTime().toZonedDateTime("UTC");
          assertEquals(
            Math.floor(wall.epochMilliseconds / 3.6e6) * 3_600,
            start,
          );
          assertEquals(clock.dayOf(minute), day);
        }
      }
    }
    assertEquals(seen.size, (window.end - window.start) / MINUTE_S);
    assertEquals([...clock.changes()].map(changeText), texts);
  });
}

Deno.test("changeText() tells seconds, as of the last zone that had some", () => {
  const start = parseInstant("1972-01-06T12:00Z")!;
  const clock = new WallDays({ start, end: start + DAY_S }, "Africa/Monrovia");
  assertEquals([...clock.changes()].map(changeText), [
    "On Fri 7 Jan clocks skip 00:00-00:44:30.",
  ]);
});

function minutesOf({ start, end }: Slot): number[] {
  const count = (end - start) / MINUTE_S;
  return Array.from({ length: count }, (_, i) => start + i * MINUTE_S);
}
