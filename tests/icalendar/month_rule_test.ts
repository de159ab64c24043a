/** Rules of a day of a month or a year against the RFC's own definition. */

import { assert, assertEquals, assertLess } from "@std/assert";
import { CALENDAR_RECURRENCES_A_DAY_MAX } from "../../src/base/calendar_limits.ts";
import { MonthRule } from "../../src/icalendar/month_rule.ts";
import { Recurrence } from "../../src/icalendar/recurrence.ts";
import { parseRule } from "../../src/icalendar/rule.ts";
import { expandRule } from "../support/recurrence.ts";
import { readRule } from "../support/recurrence_rule.ts";

const DAY_S = 86_400;
const YEAR_S = 366 * DAY_S;

function secondsOf(text: string): number {
  return Date.parse(`${text}Z`) / 1_000;
}

function assertSame(text: string, start: string): void {
  const startS = secondsOf(start);
  const rule = MonthRule.of(parseRule(text), startS);
  assert(rule !== undefined, `${text} of ${start} is one of months`);
  for (const fromS of [startS, startS + 1, startS + 3 * YEAR_S + 8 * DAY_S]) {
    const to = startS + 13 * YEAR_S;
    assertEquals(
      rule.between(fromS, to - 1),
      expandRule(readRule(text), startS, { from: fromS, to }),
      `${text} of ${start} from ${fromS}`,
    );
  }
}

const SAME: [text: string, start: string][] = [
  ["FREQ=YEARLY", "1604-02-28T00:00"],
  ["FREQ=YEARLY", "2024-02-29T23:59:59"],
  ["FREQ=YEARLY;INTERVAL=3;COUNT=4", "1968-12-28T09:00"],
  ["FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24", "2026-11-24T09:00"],
  ["FREQ=YEARLY;BYMONTH=11;WKST=SU", "2026-11-24T09:00"],
  ["FREQ=MONTHLY", "1969-10-31T12:00"],
  ["FREQ=MONTHLY;INTERVAL=5", "2024-01-30T00:00"],
  ["FREQ=MONTHLY;BYMONTHDAY=28;COUNT=40", "2026-01-28T09:00"],
  ["FREQ=MONTHLY;INTERVAL=999999999", "2026-01-28T09:00"],
];
for (const [text, start] of SAME) {
  Deno.test(`MonthRule is what the RFC says, for ${text} from ${start}`, () => {
    assertSame(text, start);
  });
}

for (
  const text of [
    "FREQ=DAILY",
    "FREQ=MONTHLY;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYMONTHDAY=29,30",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYMONTH=1",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=MONTHLY;COUNT=3",
    "FREQ=YEARLY;BYMONTHDAY=29",
    "FREQ=YEARLY;BYMONTH=1,2",
    "FREQ=YEARLY;BYMONTH=2",
    "FREQ=YEARLY;BYHOUR=9",
  ]
) {
  Deno.test(`MonthRule leaves ${text} of 29 January to others`, () => {
    const startS = secondsOf("2026-01-29T09:00");
    assertEquals(MonthRule.of(parseRule(text), startS), undefined);
  });
}

Deno.test("Recurrence follows thousands of birthdays in one calendar", () => {
  const options = { startWallS: 0, isDate: true, untilWallS: Infinity };
  const { pace } = new Recurrence(parseRule("FREQ=YEARLY"), options);
  assertLess(pace * 10_000, CALENDAR_RECURRENCES_A_DAY_MAX);
});
