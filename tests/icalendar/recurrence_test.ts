import { assertEquals, assertThrows } from "@std/assert";
import { lastWallOf, Recurrence } from "../../src/icalendar/recurrence.ts";
import { parseRule, RuleError } from "../../src/icalendar/rule.ts";
import { parseWallTime } from "../../src/icalendar/wall_time.ts";

function wallS(text: string): number {
  return parseWallTime(text)!.wallS;
}

function between(rule: string, from: string, to: string): string[] {
  const parsed = parseRule(rule);
  const recurrence = new Recurrence(parsed, {
    startWallS: wallS("20261124T090000"),
    isDate: false,
    untilWallS: lastWallOf(parsed.until),
  });
  return recurrence.between(wallS(from), wallS(to))
    .map((start) => new Date(start * 1_000).toISOString().slice(5, 16));
}

Deno.test("between() is from one time until before the other", () => {
  assertEquals(
    between("FREQ=DAILY", "20261125T090000", "20261127T090000"),
    ["11-25T09:00", "11-26T09:00"],
  );
});

Deno.test("between() begins with the first, which the rule need not tell", () => {
  assertEquals(
    between("FREQ=WEEKLY;BYDAY=FR;COUNT=2", "20261101", "20270101"),
    ["11-24T09:00", "11-27T09:00"],
  );
});

Deno.test("between() keeps the start's day of the week in numbered weeks", () => {
  for (const year of [2027, 2031, 2050]) {
    const days = between(
      "FREQ=YEARLY;BYWEEKNO=-1",
      `${year}0101`,
      `${year}1231`,
    );
    const weekDays = days.map((day) => new Date(`${year}-${day}Z`).getUTCDay());
    assertEquals(weekDays, [2], `${year}`);
  }
});

Deno.test("numbered weeks that start in one of another year are refused", () => {
  // Where weeks begin on Saturday, 2 January is the first day of 2021's.
  const saturdays = { wkst: "SA", byDay: "SA" };
  const starts = [
    { start: "20210101T090000", wkst: "MO", byDay: "FR", isRefused: true },
    { start: "20210104T090000", wkst: "MO", byDay: "MO", isRefused: false },
    { start: "20210102T090000", ...saturdays, isRefused: false },
    { start: "20260102T090000", wkst: "SA", byDay: "FR", isRefused: true },
    { start: "20181231T090000", wkst: "MO", byDay: "MO", isRefused: true },
  ];
  for (const { start, wkst, byDay, isRefused } of starts) {
    const rule = parseRule(
      `FREQ=YEARLY;BYWEEKNO=1,-1;WKST=${wkst};BYDAY=${byDay}`,
    );
    const make = () =>
      new Recurrence(rule, {
        startWallS: wallS(start),
        isDate: false,
        untilWallS: Infinity,
      });
    if (isRefused) assertThrows(make, RuleError, "one of another year");
    else {
      const first = make().between(wallS(start), wallS(start) + 1);
      assertEquals(first, [wallS(start)], start);
    }
  }
});

Deno.test("between() has the first also where the library forgets it", () => {
  assertEquals(
    between("FREQ=YEARLY;BYDAY=-1TU", "20261101", "20270101"),
    ["11-24T09:00", "12-29T09:00"],
  );
});

Deno.test("between() ends with a date's day, and at a time with it", () => {
  assertEquals(
    between("FREQ=DAILY;UNTIL=20261125", "20261101", "20270101"),
    ["11-24T09:00", "11-25T09:00"],
  );
  assertEquals(
    between("FREQ=DAILY;UNTIL=20261125T090000", "20261101", "20270101"),
    ["11-24T09:00", "11-25T09:00"],
  );
});

Deno.test("a rule that never ends its seconds is refused, a short one not", () => {
  const options = { startWallS: 0, isDate: false, untilWallS: Infinity };
  assertThrows(
    () => new Recurrence(parseRule("FREQ=SECONDLY"), options),
    RuleError,
    "it does so 86400 times",
  );
  const short = parseRule("FREQ=SECONDLY;COUNT=5");
  assertEquals(new Recurrence(short, options).between(0, 99).length, 5);
});

for (const rule of ["FREQ=MINUTELY;INTERVAL=5", "FREQ=SECONDLY;INTERVAL=300"]) {
  Deno.test(`${rule} is followed for years`, () => {
    const options = { startWallS: 0, isDate: false, untilWallS: Infinity };
    const recurrence = new Recurrence(parseRule(rule), options);
    const starts = recurrence.between(1, 400 * 86_400);
    assertEquals(
      starts,
      Array.from({ length: 400 * 288 - 1 }, (_, i) => 300 * (i + 1)),
    );
  });
}

const MISTAKEN = [
  "FREQ=YEARLY;BYDAY=SA,10WE",
  "FREQ=YEARLY;BYDAY=53FR",
  "FREQ=YEARLY;BYDAY=-53SU",
  "FREQ=YEARLY;BYDAY=1FR;BYMONTHDAY=2",
  "FREQ=YEARLY;BYYEARDAY=1;BYDAY=TH",
  "FREQ=YEARLY;BYYEARDAY=1,60;BYMONTHDAY=1",
  "FREQ=YEARLY;BYWEEKNO=2;BYMONTHDAY=7",
  "FREQ=YEARLY;BYWEEKNO=53",
];
for (const rule of MISTAKEN) {
  Deno.test(`${rule} is refused, as it would be misread`, () => {
    const act = () => between(rule, "20261101", "20281101");
    assertThrows(act, RuleError, "chooses days of years so");
  });
}

const RIGHTLY_READ = [
  "FREQ=YEARLY;BYMONTH=11;BYDAY=TU,-1WE",
  "FREQ=YEARLY;BYDAY=10WE",
  "FREQ=YEARLY;BYDAY=TU;BYMONTHDAY=24",
  "FREQ=YEARLY;BYWEEKNO=48;BYDAY=TU",
  "FREQ=MONTHLY;BYDAY=TU,1WE",
];
for (const rule of RIGHTLY_READ) {
  Deno.test(`${rule} is not refused`, () => {
    const starts = between(rule, "20261101", "20281101");
    assertEquals(starts[0], "11-24T09:00");
  });
}

Deno.test("a rule of hours cannot start on a date", () => {
  const options = { startWallS: 0, isDate: true, untilWallS: Infinity };
  assertThrows(
    () => new Recurrence(parseRule("FREQ=HOURLY"), options),
    RuleError,
    "starts on a date",
  );
  const daily = new Recurrence(parseRule("FREQ=DAILY;BYHOUR=9"), options);
  assertEquals(daily.between(0, 86_401), [0, 86_400]);
});

const BAD: [text: string, message: string][] = [
  ["", "a part"],
  ["COUNT=3", "a frequency"],
  ["FREQ=OFTEN", "a frequency"],
  ["FREQ=DAILY;FREQ=DAILY", "a part"],
  ["FREQ=DAILY;COUNT=0", "a number"],
  ["FREQ=DAILY;INTERVAL=x", "a number"],
  ["FREQ=DAILY;UNTIL=soon", "an end"],
  ["FREQ=DAILY;UNTIL=20261301", "an end"],
  ["FREQ=DAILY;X-MOON=FULL", "a part"],
  ["FREQ=DAILY;RSCALE=HEBREW", "a calendar"],
  ["FREQ=DAILY;WKST=XX", "a day"],
  ["FREQ=DAILY;BYDAY=2MO", "days of FREQ=DAILY"],
  ["FREQ=MONTHLY;BYDAY=0MO", "days of FREQ=MONTHLY"],
  ["FREQ=MONTHLY;BYDAY=MON", "days"],
  ["FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", "days of weeks by number"],
  ["FREQ=MONTHLY;BYWEEKNO=1", "a part of FREQ=MONTHLY"],
  ["FREQ=WEEKLY;BYMONTHDAY=1", "a part of FREQ=WEEKLY"],
  ["FREQ=DAILY;BYYEARDAY=1", "a part of FREQ=DAILY"],
  ["FREQ=MONTHLY;BYMONTHDAY=32", "one of BYMONTHDAY"],
  ["FREQ=MONTHLY;BYMONTHDAY=0", "one of BYMONTHDAY"],
  ["FREQ=MONTHLY;BYMONTHDAY=1x", "one of BYMONTHDAY"],
  ["FREQ=YEARLY;BYMONTH=13", "one of BYMONTH"],
  ["FREQ=DAILY;BYHOUR=24", "one of BYHOUR"],
  ["FREQ=DAILY;BYHOUR=-1", "one of BYHOUR"],
  ["FREQ=MONTHLY;BYSETPOS=1", "without what it chooses from"],
];
for (const [text, message] of BAD) {
  Deno.test(`parseRule() refuses ${JSON.stringify(text)}`, () => {
    assertThrows(() => parseRule(text), RuleError, message);
  });
}

Deno.test("parseRule() takes a semicolon at the end for nothing", () => {
  assertEquals(parseRule("FREQ=DAILY;"), parseRule("FREQ=DAILY"));
});

Deno.test("parseRule() takes a leap second for the one before", () => {
  const { bySecond } = parseRule("FREQ=DAILY;BYSECOND=60");
  assertEquals(bySecond, [59]);
});
