import { assertEquals } from "@std/assert";
import { CALENDAR_PAGE_DAYS } from "../../src/base/calendar_limits.ts";
import type { Window } from "../../src/calendar/times.ts";
import { PagedCalendar } from "../../src/icalendar/paged_calendar.ts";
import { CalendarError } from "../../src/icalendar/problems.ts";

const PAGE_S = CALENDAR_PAGE_DAYS * 86_400;
const NOTHING = new Float64Array();

/** Free and at work always, but nobody can tell about the third page. */
const CALENDAR = new PagedCalendar({
  taken: ({ from }: Window) => {
    if (from === 2 * PAGE_S) throw new CalendarError(1, "Cannot follow it");
    return { busy: NOTHING, tentative: NOTHING };
  },
  reachable: ({ from, to }: Window) => ({
    hours: Float64Array.of(from, to),
    maybe: NOTHING,
  }),
});

Deno.test("isReadable() is false where a calendar cannot be followed", () => {
  const isReadable = (from: number, to: number) =>
    CALENDAR.isReadable({ from, to });
  // The second time is from what is kept.
  for (let time = 0; time < 2; time++) {
    assertEquals(isReadable(0, 2 * PAGE_S), true);
    assertEquals(isReadable(0, 2 * PAGE_S + 1), false);
    assertEquals(isReadable(3 * PAGE_S - 1, 5 * PAGE_S), false);
    assertEquals(isReadable(3 * PAGE_S, 5 * PAGE_S), true);
  }
  // Before all clocks that are known nobody is free, and that is certain.
  assertEquals(isReadable(-1, 0), true);
});

Deno.test("where a calendar cannot be followed is neither free time nor hours", () => {
  const window = { from: PAGE_S, to: 4 * PAGE_S };
  const rest = Float64Array.of(PAGE_S, 2 * PAGE_S, 3 * PAGE_S, 4 * PAGE_S);
  assertEquals(CALENDAR.free(window, "busy"), rest);
  assertEquals(CALENDAR.hours(window, "busy"), rest);
  assertEquals(CALENDAR.hours(window, "free"), rest);
});

Deno.test("where somebody can maybe be met is as good as hours, if that is asked", () => {
  const hour = Float64Array.of(9 * 3_600, 10 * 3_600);
  const calendar = new PagedCalendar({
    taken: () => ({ busy: NOTHING, tentative: NOTHING }),
    reachable: () => ({
      hours: hour,
      maybe: Float64Array.of(10 * 3_600, 12 * 3_600),
    }),
  });
  const day = { from: 0, to: 86_400 };
  const both = Float64Array.of(9 * 3_600, 12 * 3_600);
  for (const time of ["hours", "free"] as const) {
    assertEquals(calendar[time](day, "busy"), hour);
    assertEquals(calendar[time](day, "free"), both);
  }
});
