import { assertEquals, assertThrows } from "@std/assert";
import {
  CALENDAR_PAGE_DAYS,
  CALENDAR_PAGES_KEPT_MAX,
} from "../../src/base/calendar_limits.ts";
import { WINDOW_SECONDS_MAX } from "../../src/base/limits.ts";
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

Deno.test("a rule that is too much work is an error of its own line", () => {
  const event = {
    line: 2,
    start: { wallS: 0, zone: UTC, isDate: false },
    length: { days: 0, seconds: 60 },
    kind: "busy",
    rules: [
      { line: 7, recurrence: ENDLESS, untilS: 0 } as unknown as EventRule,
    ],
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

const PAGE_S = CALENDAR_PAGE_DAYS * 86_400;

/** A calendar, and the pages that it has made. */
function countedPages() {
  const made: number[] = [];
  const calendar = new PagedCalendar({
    reachable: ({ from }) => {
      made.push(from / PAGE_S);
      return { hours: EMPTY_SET, maybe: EMPTY_SET };
    },
    taken: () => ({ busy: EMPTY_SET, tentative: EMPTY_SET }),
  });
  return { calendar, made };
}

Deno.test("a calendar keeps so many pages, those that were used last", () => {
  const { calendar, made } = countedPages();
  const ask = (page: number) => {
    calendar.hours({ from: page * PAGE_S, to: page * PAGE_S + 1 }, "busy");
  };
  const all = Array.from({ length: CALENDAR_PAGES_KEPT_MAX }, (_, i) => i);
  // The first is used again, so the next one takes the place of the second.
  for (const page of [...all, 0, all.length, 0, 1]) ask(page);
  assertEquals(made, [...all, all.length, 1]);
});

Deno.test("a calendar makes no page twice for one window, however long", () => {
  for (let day = 0; day < CALENDAR_PAGE_DAYS; day++) {
    const { calendar, made } = countedPages();
    const from = day * 86_400;
    const window = { from, to: from + WINDOW_SECONDS_MAX };
    calendar.hours(window, "busy");
    calendar.hours(window, "busy");
    assertEquals(made, [...new Set(made)], `from day ${day}`);
  }
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
  assertEquals(calendar.hours(window, "busy"), EMPTY_SET);
});
