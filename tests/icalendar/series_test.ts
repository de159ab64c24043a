import { assertEquals, assertThrows } from "@std/assert";
import { UTC } from "../../src/icalendar/calendar_zones.ts";
import type { Event } from "../../src/icalendar/event.ts";
import type { EventRule } from "../../src/icalendar/event_rule.ts";
import { PagedCalendar } from "../../src/icalendar/paged_calendar.ts";
import { CalendarError } from "../../src/icalendar/problems.ts";
import { RuleError } from "../../src/icalendar/rule.ts";
import { Series } from "../../src/icalendar/series.ts";
import { EMPTY_SET, fromPairs } from "../../src/intervals/interval_set.ts";

const ENDLESS = {
  between: () => {
    throw new RuleError("too much work");
  },
};

Deno.test("a rule that is too much work is an error of its event's line", () => {
  const event = {
    line: 7,
    start: { wallS: 0, zone: UTC, isDate: false },
    length: { days: 0, seconds: 60 },
    kind: "busy",
    rules: [{ recurrence: ENDLESS, untilS: 0 } as unknown as EventRule],
  } as unknown as Event;
  const error = assertThrows(
    () =>
      new Series(event, new Set(), [])
        .collect({ from: 100, to: 900 }, { busy: [], tentative: [] }),
    CalendarError,
    "too much work",
  );
  assertEquals(error.line, 7);
});

Deno.test("nobody is free while it is too much work to tell what happens", () => {
  const calendar = new PagedCalendar({
    reachable: ({ from, to }) => {
      return { hours: fromPairs([[from, to]]), maybe: EMPTY_SET };
    },
    taken: () => {
      throw new CalendarError(7, "too much work");
    },
  });
  const window = { from: 100, to: 900 };
  assertEquals(calendar.free(window, "busy"), EMPTY_SET);
  assertEquals(calendar.free(window, "free"), EMPTY_SET);
  assertEquals(calendar.hours(window), EMPTY_SET);
});
