import { assertEquals } from "@std/assert";
import { UTC } from "../../src/icalendar/calendar_zones.ts";
import type { Event, EventRule } from "../../src/icalendar/event.ts";
import { RuleError } from "../../src/icalendar/rule.ts";
import { Series } from "../../src/icalendar/series.ts";

Deno.test("a rule that cannot be followed any longer makes all time busy", () => {
  const recurrence = {
    between: () => {
      throw new RuleError("too much work");
    },
  };
  const event = {
    start: { wallS: 0, zone: UTC, isDate: false },
    length: { days: 0, seconds: 60 },
    kind: "tentative",
    rules: [{ recurrence, untilS: Infinity } as unknown as EventRule],
  } as unknown as Event;
  const spans = { busy: [], tentative: [] };
  new Series(event, new Set(), []).collect({ from: 100, to: 900 }, spans);
  assertEquals(spans, { busy: [100, 900], tentative: [] });
});
