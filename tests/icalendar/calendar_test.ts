import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  CALENDAR_AVAILABILITIES_MAX,
  CALENDAR_LINES_MAX,
  CALENDAR_PROBLEMS_KEPT_MAX,
  CALENDAR_RECURRENCES_A_DAY_MAX,
  CALENDAR_REPLACEMENTS_MAX,
  CALENDAR_TIMES_MAX,
  RECURRENCES_A_DAY_MAX,
  SERIES_CHANGES_MAX,
} from "../../src/base/calendar_limits.ts";
import { parseWorkingHours } from "../../src/calendar/working_hours.ts";
import { Zones } from "../../src/calendar/zone.ts";
import {
  type CalendarOptions,
  examineCalendar,
} from "../../src/icalendar/calendar.ts";
import { event, secondsOf } from "./calendar_case.ts";

const OPTIONS: CalendarOptions = {
  timezone: "Europe/Berlin",
  workingHours: parseWorkingHours("Mon-Fri 09:00-17:00"),
  zones: new Zones(),
  nowS: secondsOf("2026-11-02"),
};

function calendar(...lines: string[]): string {
  return ["BEGIN:VCALENDAR", ...lines, "END:VCALENDAR"].join("\n");
}

Deno.test("examineCalendar() keeps so many problems, and no free time", () => {
  const count = CALENDAR_PROBLEMS_KEPT_MAX + 1;
  const lines = Array.from({ length: count }, () => "?");
  const examined = examineCalendar(calendar(...lines), OPTIONS);
  assertEquals(examined.problems.length, CALENDAR_PROBLEMS_KEPT_MAX);
  assertEquals(examined.calendar, null);
});

Deno.test("examineCalendar() tells of an error behind any number of warnings", () => {
  const rules = Array(CALENDAR_PROBLEMS_KEPT_MAX + 1).fill("EXRULE:");
  const warned = event("DTSTART:20261103T090000Z", ...rules);
  const text = calendar(...warned, ...event("DTSTART:soon"));
  const { calendar: none, problems } = examineCalendar(text, OPTIONS);
  assertEquals(none, null);
  const [error, ...more] = problems.filter(({ isError }) => isError);
  assert(error?.message.includes('"soon"'));
  assertEquals(more, []);
  assertEquals(problems.length, CALENDAR_PROBLEMS_KEPT_MAX + 1);
});

const TOO_LARGE: [what: string, lines: () => string[]][] = [
  [`${CALENDAR_LINES_MAX} lines`, () => {
    return [`X:1${"\n 1".repeat(CALENDAR_LINES_MAX)}`];
  }],
  [`${CALENDAR_TIMES_MAX} times`, () => {
    const days = Array(CALENDAR_TIMES_MAX).fill("20261103").join();
    return event("DTSTART:20261103", `EXDATE:${days}`);
  }],
];
for (const [what, lines] of TOO_LARGE) {
  Deno.test(`examineCalendar() refuses more than ${what}`, () => {
    const { problems } = examineCalendar(calendar(...lines()), OPTIONS);
    const message = `Cannot read a calendar of more than ${what}`;
    assertEquals(problems.map((problem) => problem.message), [message]);
  });
}

const LINE = "DTSTART;TZID=Asia/Tokyo:20261103T180000";
const MANY = 1_000_000;
const LONG_LINES: [what: string, line: string, isRead: boolean][] = [
  ["a long value", `DTSTAMP;A=":":${"1".repeat(MANY)}`, true],
  ["few parameters", LINE.replace(";", `${";A=1".repeat(1_000)};`), true],
  ["many parameters", LINE.replace(";", `${";A=1".repeat(1_024)};`), false],
  ["too many parameters", LINE.replace(";", `${";A=1".repeat(MANY)};`), false],
  ["quotes that end", `BEGIN;A="${'""'.repeat(MANY)}":X\nEND:X`, true],
  ["quotes that do not", `DTSTART;A="${'""'.repeat(MANY)}:1`, false],
];
for (const [what, line, isRead] of LONG_LINES) {
  Deno.test(`examineCalendar() does not linger over a line of ${what}`, () => {
    const own = line.startsWith("DTSTART") ? [] : [LINE];
    const text = calendar(...event(...own, line));
    const { problems } = examineCalendar(text, OPTIONS);
    const messages = problems.map(({ message }) => message);
    assertEquals(messages.length, isRead ? 0 : 2, messages.join());
    if (!isRead) assert(messages[1]!.endsWith("as a property of iCalendar"));
  });
}

Deno.test("examineCalendar() counts the start and the end of a period once", () => {
  const period = "20261103T090000Z/20261103T100000Z";
  const periods = Array(CALENDAR_TIMES_MAX / 2).fill(period).join();
  const lines = ["BEGIN:VFREEBUSY", `FREEBUSY:${periods}`, "END:VFREEBUSY"];
  assertEquals(examineCalendar(calendar(...lines), OPTIONS).problems, []);
});

const REPLACED = "RECURRENCE-ID:20261103";
const TOO_MUCH: [message: string, few: string[], more: string[]][] = [
  [
    `Cannot follow more than ${CALENDAR_AVAILABILITIES_MAX} VAVAILABILITY`,
    times(CALENDAR_AVAILABILITIES_MAX, [
      "BEGIN:VAVAILABILITY",
      "END:VAVAILABILITY",
    ]),
    ["BEGIN:VAVAILABILITY", "END:VAVAILABILITY"],
  ],
  [
    `Cannot follow what changes more than ${SERIES_CHANGES_MAX} times`,
    times(SERIES_CHANGES_MAX, [
      ...event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261103",
        "DTSTART:20261103",
      ),
    ]),
    event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261103", "DTSTART:20261103"),
  ],
  [
    "Cannot tell which of so many events replaces which",
    times(Math.sqrt(CALENDAR_REPLACEMENTS_MAX), [
      ...event("DTSTART:20261103"),
      ...event(REPLACED, "DTSTART:20261103"),
    ]),
    event(REPLACED, "DTSTART:20261103"),
  ],
];
for (const [message, few, more] of TOO_MUCH) {
  Deno.test(`examineCalendar() refuses: ${message}`, () => {
    const fine = examineCalendar(calendar(...few), OPTIONS);
    assertEquals(fine.problems.filter(({ isError }) => isError), []);
    const { problems } = examineCalendar(calendar(...few, ...more), OPTIONS);
    const errors = problems.filter(({ isError }) => isError);
    assertEquals(errors.map((error) => error.message), [message]);
  });
}

function times(count: number, lines: readonly string[]): string[] {
  return Array<readonly string[]>(count).fill(lines).flat();
}

Deno.test("examineCalendar() reads no further than anybody mends at once", () => {
  const full = <T>(item: T) => Array(CALENDAR_PROBLEMS_KEPT_MAX).fill(item);
  const last = event("DTSTART:20261103");
  for (const lines of [full("?"), full(event()).flat()]) {
    const few = examineCalendar(calendar(...lines.slice(3), ...last), OPTIONS);
    assertEquals(few.summary.events, 1);
    const many = examineCalendar(calendar(...lines, ...last), OPTIONS);
    assertEquals(many.summary.events, 0);
  }
  // Nor in another calendar of the file.
  const calendars = [calendar(...full(event()).flat()), calendar(...last)];
  const { summary } = examineCalendar(calendars.join("\n"), OPTIONS);
  assertEquals(summary.events, 0);
});

Deno.test("examineCalendar() tells what it understood", () => {
  const text = calendar(
    ...event("UID:1", "DTSTART:20261103T090000Z", "DURATION:PT1H"),
    ...event(
      "UID:2",
      "DTSTART;TZID=Asia/Tokyo:20261103T090000",
      "DURATION:PT2H",
      "RRULE:FREQ=WEEKLY",
    ),
    ...event("UID:3", "DTSTART;TZID=Europe/Berlin:20261103T190000"),
  );
  const { summary, problems } = examineCalendar(text, OPTIONS);
  assertEquals(problems, []);
  assertEquals(summary, {
    events: 3,
    recurring: 1,
    zones: ["Asia/Tokyo", "Europe/Berlin"],
    rules: new Map([["WEEKLY", 1]]),
    // Four times two hours, and one, in four weeks.
    busyHoursAWeek: 9 / 4,
  });
});

const WARNINGS: [
  what: string,
  lines: string[],
  line: number,
  message: string,
][] = [
  [
    "an EXRULE",
    event(
      "DTSTART:20261103T090000Z",
      "RRULE:FREQ=DAILY",
      "EXRULE:FREQ=DAILY;INTERVAL=2",
    ),
    6,
    "What EXRULE excludes is not free",
  ],
  [
    "an event that is replaced",
    [
      ...event("DTSTART:20261103T090000Z"),
      ...event("SEQUENCE:1", "DTSTART:20261103T090000Z"),
    ],
    2,
    "The event in line 6 replaces it",
  ],
  [
    "a THISANDFUTURE that is replaced, and not of one whose first is",
    [
      ...event("DTSTART:20261103T090000Z", "RRULE:FREQ=DAILY"),
      ...["SEQUENCE:0", "SEQUENCE:1"].flatMap((sequence) =>
        event(
          "RECURRENCE-ID;RANGE=THISANDFUTURE:20261104T090000Z",
          sequence,
          "DTSTART:20261104T100000Z",
        )
      ),
      ...event(
        "RECURRENCE-ID:20261104T090000Z",
        "SEQUENCE:2",
        "STATUS:CANCELLED",
      ),
    ],
    7,
    "The event in line 19 replaces it",
  ],
  [
    "an EXDATE of another kind",
    event("DTSTART:20261103T090000Z", "EXDATE:20261103"),
    2,
    "An EXDATE is no time of its event",
  ],
  [
    "an override of another kind",
    [
      ...event("DTSTART:20261103T090000Z"),
      ...event("RECURRENCE-ID:20261103", "DTSTART:20261104T090000Z"),
    ],
    6,
    "The RECURRENCE-ID is no time of its event",
  ],
];
for (const [what, lines, line, message] of WARNINGS) {
  Deno.test(`examineCalendar() warns of ${what}`, () => {
    const { problems } = examineCalendar(calendar(...lines), OPTIONS);
    assertEquals(problems, [{ line, message, isError: false }]);
  });
}

Deno.test("examineCalendar() refuses more recurrences than it can follow", () => {
  const minutes = 24 * 60 / (RECURRENCES_A_DAY_MAX - 1);
  const rule = `RRULE:FREQ=MINUTELY;INTERVAL=${Math.ceil(minutes)}`;
  const count = Math.ceil(CALENDAR_RECURRENCES_A_DAY_MAX / 200);
  const events = Array.from(
    { length: count },
    (_, i) => event(`UID:${i}`, "DTSTART:20261103T090000Z", rule),
  );
  const available = events.flatMap((lines) => lines.map(asAvailable));
  const days = ["BEGIN:VAVAILABILITY", ...available, "END:VAVAILABILITY"];
  const both = [calendar(...events.flat()), calendar(...days)];
  const few = examineCalendar(calendar(...events[0]!), OPTIONS);
  assertEquals(few.problems, []);
  for (const text of both) {
    const { problems } = examineCalendar(text, OPTIONS);
    assert(problems[0]?.message.includes("as much work as 500 recurrences"));
  }
});

function asAvailable(line: string): string {
  return line.replace("VEVENT", "AVAILABLE");
}

Deno.test("a calendar answers the same from pages that were dropped", () => {
  const text = calendar(
    ...event("DTSTART:20261103T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"),
  );
  const parsed = examineCalendar(text, OPTIONS).calendar!;
  const from = secondsOf("2026-11-03");
  const window = { from, to: from + 86_400 };
  const first = parsed.free(window, "busy");
  parsed.free({ from, to: from + 4_000 * 86_400 }, "busy");
  assertEquals(parsed.free(window, "busy"), first);
  assertEquals(
    parsed.hours(window, "busy"),
    Float64Array.of(from + 8 * 3_600, from + 16 * 3_600),
  );
});

Deno.test("nobody is free where nobody knows the clocks", () => {
  const parsed = examineCalendar(calendar(), OPTIONS).calendar!;
  const times = [
    [-200 * 86_400, 0],
    [secondsOf("2200-01-01"), Number.MAX_SAFE_INTEGER],
  ] as const;
  for (const [from, to] of times) {
    assertEquals(parsed.free({ from, to }, "busy").length, 0);
    assertEquals(parsed.hours({ from, to }, "busy").length, 0);
  }
});

Deno.test("examineCalendar() needs a zone for its owner", () => {
  assertThrows(
    () => examineCalendar("", { ...OPTIONS, timezone: "Middle/Earth" }),
    RangeError,
    '"Middle/Earth"',
  );
});
