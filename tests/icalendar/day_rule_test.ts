/**
 * Rules of days and weeks against rrule-temporal, which knows them, too: all
 * sets of weekdays, on either side of a week's first day.
 */

import { assert, assertEquals } from "@std/assert";
import { RRuleTemporal } from "rrule-temporal";
import { DayRule } from "../../src/icalendar/day_rule.ts";
import { parseRule } from "../../src/icalendar/rule.ts";

const DAY_S = 86_400;
const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
/** A Tuesday and a Sunday, one of them before 1970. */
const STARTS = ["2026-11-24T09:00", "1969-11-23T23:59:59"]
  .map((text) => Date.parse(`${text}Z`) / 1_000);

function expand(text: string, startS: number, fromS: number, lastS: number) {
  const { count, until: _, ...parts } = parseRule(text);
  return new RRuleTemporal({
    ...parts,
    ...(count === null ? {} : { count }),
    dtstart: Temporal.Instant.fromEpochMilliseconds(startS * 1_000)
      .toZonedDateTimeISO("UTC"),
    includeDtstart: true,
  }).between(new Date(fromS * 1_000), new Date(lastS * 1_000), true)
    .map(({ epochMilliseconds }) => epochMilliseconds / 1_000);
}

function assertSame(text: string, startS: number): void {
  for (const fromS of [startS, startS + 1, startS + 30 * DAY_S]) {
    const lastS = startS + 45 * DAY_S;
    const rule = DayRule.of(parseRule(text), startS);
    assert(rule !== undefined, `${text} is one of days`);
    assertEquals(
      rule.between(fromS, lastS),
      expand(text, startS, fromS, lastS),
      `${text} of ${startS} from ${fromS}`,
    );
  }
}

Deno.test("DayRule is what rrule-temporal says, for every set of weekdays", () => {
  for (let set = 1; set < 2 ** DAYS.length; set++) {
    const days = DAYS.filter((_, i) => set >> i & 1).join();
    // Each set meets one of the other parts, and all of these many sets.
    const interval = 1 + set % 3;
    const wkst = ["MO", "SU", "TH"][set % 5 % 3];
    const count = set % 4 === 0 ? "" : `;COUNT=${set % 4 + set % 11}`;
    const rest = `;INTERVAL=${interval};WKST=${wkst};BYDAY=${days}${count}`;
    for (const startS of STARTS) assertSame(`FREQ=WEEKLY${rest}`, startS);
  }
});

for (
  const text of [
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=DAILY;INTERVAL=3;COUNT=12",
    "FREQ=DAILY;BYDAY=MO,FR",
    "FREQ=DAILY;BYDAY=MO,FR;COUNT=9",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;COUNT=3",
    "FREQ=WEEKLY;BYDAY=TU,TU,SU;COUNT=5",
  ]
) {
  Deno.test(`DayRule is what rrule-temporal says, for ${text}`, () => {
    for (const startS of STARTS) assertSame(text, startS);
  });
}

for (
  const text of [
    "FREQ=DAILY;INTERVAL=2;BYDAY=MO",
    "FREQ=DAILY;BYHOUR=9",
    "FREQ=WEEKLY;BYMONTH=1",
    "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1",
    "FREQ=MONTHLY",
  ]
) {
  Deno.test(`DayRule leaves ${text} to others`, () => {
    assertEquals(DayRule.of(parseRule(text), 0), undefined);
  });
}
