/** Zones, free/busy, availability, and how the text may be written. */

import { CALENDAR_CLOCK_CHANGES_MAX } from "../../src/base/calendar_limits.ts";
import { type CalendarCase, event } from "./calendar_case.ts";

const TUESDAY = { from: "2026-11-24", to: "2026-11-25" };

const TWO_DAYS = {
  hours: "Tue-Wed 09:00-17:00",
  from: "2026-11-23",
  to: "2026-11-28",
};

/** A zone that is 3 h ahead, and 5 from April to September, by its own rules. */
const OWN_ZONE = [
  "BEGIN:VTIMEZONE",
  "TZID:Our Time",
  "BEGIN:STANDARD",
  "DTSTART:20000927T000000",
  "RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU",
  "TZOFFSETFROM:+0500",
  "TZOFFSETTO:+0300",
  "END:STANDARD",
  "BEGIN:DAYLIGHT",
  "DTSTART:20000402T000000",
  "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU",
  "TZOFFSETFROM:+0300",
  "TZOFFSETTO:+0500",
  "END:DAYLIGHT",
  "END:VTIMEZONE",
];

function at(zone: string, ...lines: string[]): string[] {
  return event(
    `DTSTART;TZID=${zone}:20261124T090000`,
    `DTEND;TZID=${zone}:20261124T100000`,
    ...lines,
  );
}

const FREE_BUSY = [
  "BEGIN:VFREEBUSY",
  "UID:fb",
  "FREEBUSY:20261124T090000Z/PT1H,20261124T110000Z/20261124T113000Z",
  "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261124T120000Z/PT1H",
  "FREEBUSY;FBTYPE=X-AWAY:20261124T130000Z/PT1H",
  "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261124T150000Z/PT1H",
  "FREEBUSY;FBTYPE=FREE:20261124T170000Z/PT1H",
  "END:VFREEBUSY",
];

/** Two that meet at noon, from 8:00 to 14:00. */
const TOLD_FREE_BUSY = [
  "BEGIN:VFREEBUSY",
  "DTSTART:20261124T080000Z",
  "DTEND:20261124T120000Z",
  "FREEBUSY:20261124T090000Z/PT1H",
  "END:VFREEBUSY",
  "BEGIN:VFREEBUSY",
  "DTSTART:20261124T120000Z",
  "DTEND:20261124T140000Z",
  "END:VFREEBUSY",
];

/** Tuesdays from 10:00 to 12:00 UTC. */
function availability(...lines: string[]): string[] {
  return [
    "BEGIN:VAVAILABILITY",
    "UID:a",
    ...lines,
    "BEGIN:AVAILABLE",
    "UID:b",
    "DTSTART:20261103T100000Z",
    "DTEND:20261103T120000Z",
    "RRULE:FREQ=WEEKLY",
    "END:AVAILABLE",
    "END:VAVAILABILITY",
  ];
}

const ZONE_CASES: readonly CalendarCase[] = [
  {
    name: "RFC 5545 §3.2.19: a TZID of one's own follows its VTIMEZONE",
    text: [...OWN_ZONE, ...at("Our Time")],
    ...TUESDAY,
    busy: ["2026-11-24T06:00", "2026-11-24T07:00"],
  },
  {
    name: "RFC 5545 §3.2.19: a place's clocks are not those of its VTIMEZONE",
    text: [
      ...OWN_ZONE.map((line) => line.replace("Our Time", "Europe/Berlin")),
      ...at("Europe/Berlin"),
    ],
    ...TUESDAY,
    busy: ["2026-11-24T08:00", "2026-11-24T09:00"],
  },
  {
    name: "RFC 5545 §3.6.5: a VTIMEZONE has its own summer",
    text: [
      ...OWN_ZONE,
      ...event(
        "DTSTART;TZID=Our Time:20260925T090000",
        "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY;COUNT=2",
      ),
    ],
    from: "2026-09-20",
    to: "2026-10-10",
    busy: [
      "2026-09-25T04:00",
      "2026-09-25T05:00",
      "2026-10-02T06:00",
      "2026-10-02T07:00",
    ],
  },
  {
    name: "RFC 5545 §3.6.5: a zone's rules may have held since the year 1",
    text: [
      ...OWN_ZONE.map((line) =>
        line.replace(/:2000(?:0927|0402)/, ":00010101")
      ),
      ...at("Our Time"),
    ],
    ...TUESDAY,
    busy: ["2026-11-24T06:00", "2026-11-24T07:00"],
  },
  {
    name: "RFC 5545 §3.6.5: a VTIMEZONE may tell its changes one by one",
    text: [
      "BEGIN:VTIMEZONE",
      "TZID:X",
      "BEGIN:STANDARD",
      "DTSTART:20260101T000000",
      "RDATE:20261124T093000",
      "TZOFFSETFROM:+0100",
      "TZOFFSETTO:-0330",
      "END:STANDARD",
      "BEGIN:DAYLIGHT",
      "DTSTART:20260601T000000",
      "TZOFFSETFROM:-0330",
      "TZOFFSETTO:+0100",
      "END:DAYLIGHT",
      "END:VTIMEZONE",
      ...event(
        "DTSTART;TZID=X:20261124T080000",
        "DTEND;TZID=X:20261124T100000",
      ),
    ],
    ...TUESDAY,
    busy: ["2026-11-24T07:00", "2026-11-24T13:30"],
  },
  {
    name: "RFC 5545 §3.6.5: before its first observance a zone has that offset",
    text: [
      ...OWN_ZONE,
      ...event("DTSTART;TZID=Our Time:19990110T090000", "DURATION:PT1H"),
    ],
    from: "1999-01-10",
    to: "1999-01-11",
    busy: ["1999-01-10T06:00", "1999-01-10T07:00"],
  },
  {
    name: "RFC 5545 §3.6.5: the end of a zone's rule is in UTC",
    text: [
      ...OWN_ZONE.with(
        4,
        "RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU;UNTIL=20250927T190000Z",
      ),
      ...event("DTSTART;TZID=Our Time:20251124T090000", "DURATION:PT1H"),
    ],
    from: "2025-11-24",
    to: "2025-11-25",
    busy: ["2025-11-24T06:00", "2025-11-24T07:00"],
  },
  {
    name: "RFC 5545 §3.3.11: where a zone is defined its name is escaped",
    text: [
      ...OWN_ZONE.with(1, String.raw`TZID:(UTC+03:00) Our\, Your\; Time`),
      ...at('"(UTC+03:00) Our, Your; Time"'),
    ],
    ...TUESDAY,
    busy: ["2026-11-24T06:00", "2026-11-24T07:00"],
  },
  {
    name: "RFC 5545 §3.2.19: a short name is that of the VTIMEZONE, if any",
    text: [...OWN_ZONE.with(1, "TZID:EST"), ...at("EST")],
    ...TUESDAY,
    busy: ["2026-11-24T06:00", "2026-11-24T07:00"],
  },
  {
    name: "RFC 5545 §3.2.19: a date has no zone but its owner's",
    text: event("DTSTART;VALUE=DATE;TZID=Asia/Tokyo:20261124"),
    ...TUESDAY,
    busy: ["2026-11-24", "2026-11-24T23:00"],
  },
  {
    name: "RFC 5545 §3.2.19: a name of Windows is mapped",
    text: at("Eastern Standard Time"),
    ...TUESDAY,
    busy: ["2026-11-24T14:00", "2026-11-24T15:00"],
  },
  {
    name: "RFC 5545 §3.2.19: Windows's Mexican mountains are without Chihuahua",
    text: at("Mountain Standard Time (Mexico)"),
    ...TUESDAY,
    busy: ["2026-11-24T16:00", "2026-11-24T17:00"],
  },
  {
    name: "RFC 5545 §3.2.19: Windows's Central Asia is without Kazakhstan",
    text: at("Central Asia Standard Time"),
    ...TUESDAY,
    busy: ["2026-11-24T03:00", "2026-11-24T04:00"],
  },
  {
    name: "RFC 7809 §4: a name of the IANA database needs no VTIMEZONE",
    text: at("America/St_Johns"),
    ...TUESDAY,
    busy: ["2026-11-24T12:30", "2026-11-24T13:30"],
  },
  {
    name: "RFC 5545 §3.2.19: a name of somebody's database ends with a place",
    text: at("/example.org/20260101_1/America/Argentina/Ushuaia"),
    ...TUESDAY,
    busy: ["2026-11-24T12:00", "2026-11-24T13:00"],
  },
  {
    name: "RFC 5545 §3.2.19: a name that nobody knows is refused",
    text: at("Middle Earth"),
    ...TUESDAY,
    errors: [[5, '"Middle Earth"']],
  },
  {
    name: "RFC 5545 §3.6.5: a zone that is defined twice alike is one",
    text: [
      ...OWN_ZONE,
      ...OWN_ZONE.slice(0, 2),
      ...OWN_ZONE.slice(8, 14),
      ...OWN_ZONE.slice(2, 8),
      ...OWN_ZONE.slice(-1),
      ...at("Our Time"),
    ],
    ...TUESDAY,
    busy: ["2026-11-24T06:00", "2026-11-24T07:00"],
  },
  {
    name: "RFC 5545 §3.6.5: a zone that is defined in two ways is refused",
    text: [
      ...OWN_ZONE,
      ...OWN_ZONE.with(6, "TZOFFSETTO:+0400"),
      ...at("Our Time"),
    ],
    ...TUESDAY,
    errors: [[18, 'which VTIMEZONE of "Our Time"']],
  },
  {
    name: "RFC 5545 §3.6.5: two ways are as good as none to who knows the name",
    text: [OWN_ZONE, OWN_ZONE.with(6, "TZOFFSETTO:+0400")].flat()
      .map((line) => line.replace("Our Time", "Eastern Standard Time"))
      .concat(at("Eastern Standard Time")),
    ...TUESDAY,
    busy: ["2026-11-24T14:00", "2026-11-24T15:00"],
  },
  {
    name: "RFC 5545 §3.6.5: a VTIMEZONE without an observance is refused",
    text: ["BEGIN:VTIMEZONE", "TZID:X", "END:VTIMEZONE", ...at("X")],
    ...TUESDAY,
    errors: [[3, "no observance"]],
  },
  {
    name: "RFC 5545 §3.6.5: a zone that changes every day is refused",
    text: [...OWN_ZONE.with(4, "RRULE:FREQ=DAILY"), ...at("Our Time")],
    ...TUESDAY,
    errors: [[7, "not YEARLY"]],
  },
  {
    name: "RFC 5545 §3.6.5: a zone that changes many times a year is refused",
    text: [
      ...OWN_ZONE.with(4, "RRULE:FREQ=YEARLY;BYDAY=MO,TU"),
      ...at("Our Time"),
    ],
    ...TUESDAY,
    errors: [[7, "more than 4 changes a year"]],
  },
  {
    name: "RFC 5545 §3.6.5: zones that change too often together are refused",
    text: [
      ...OWN_ZONE.with(
        10,
        `RDATE:${Array(CALENDAR_CLOCK_CHANGES_MAX).fill("20260101T000000")}`,
      ),
      ...at("Our Time"),
    ],
    ...TUESDAY,
    errors: [[12, "clocks change more than 40000 times"]],
  },
  {
    name: "RFC 5545 §3.6.5: an offset that is none is refused",
    text: [...OWN_ZONE.with(5, "TZOFFSETFROM:5"), ...at("Our Time")],
    ...TUESDAY,
    errors: [[8, 'as an offset: got "5"']],
  },
  {
    name: "RFC 5545 §3.3.14: an offset of a day is refused",
    text: [...OWN_ZONE.with(5, "TZOFFSETFROM:+2400"), ...at("Our Time")],
    ...TUESDAY,
    errors: [[8, 'as an offset: got "+2400"']],
  },
];

const TAKEN_CASES: readonly CalendarCase[] = [
  {
    name:
      "RFC 5545 §3.2.9: VFREEBUSY is busy but for FREE, whatever it is called",
    text: FREE_BUSY,
    ...TUESDAY,
    busy: [
      "2026-11-24T09:00",
      "2026-11-24T10:00",
      "2026-11-24T11:00",
      "2026-11-24T11:30",
      "2026-11-24T12:00",
      "2026-11-24T14:00",
      "2026-11-24T15:00",
      "2026-11-24T16:00",
    ],
  },
  {
    name: "RFC 5545 §3.2.9: BUSY-TENTATIVE is free if so asked",
    text: FREE_BUSY,
    from: "2026-11-24T14:00",
    to: "2026-11-24T17:00",
    tentative: "free",
    busy: [],
  },
  {
    name: "RFC 5545 §3.6.4: nobody is free when no VFREEBUSY tells of",
    text: TOLD_FREE_BUSY,
    ...TUESDAY,
    busy: [
      "2026-11-24T00:00",
      "2026-11-24T08:00",
      "2026-11-24T09:00",
      "2026-11-24T10:00",
      "2026-11-24T14:00",
      "2026-11-25T00:00",
    ],
  },
  {
    name: "RFC 2445 §4.6.4: VFREEBUSY may say for how long it tells",
    text: [
      "BEGIN:VFREEBUSY",
      "DTSTART:20261124T080000Z",
      "DURATION:PT4H",
      "END:VFREEBUSY",
    ],
    ...TUESDAY,
    free: ["2026-11-24T08:00", "2026-11-24T12:00"],
  },
  ...["VFREEBUSY", "VAVAILABILITY"].map((kind) => ({
    name: `a ${kind} that ends before it starts is refused`,
    text: [
      `BEGIN:${kind}`,
      "DTSTART:20261124T120000Z",
      "DTEND:20261124T080000Z",
      `END:${kind}`,
    ],
    ...TUESDAY,
    errors: [[5, "DTEND as an end after the start"]] as const,
  })),
  {
    name: "a time that a duration alone bounds is refused",
    text: availability("DURATION:PT4H"),
    ...TUESDAY,
    errors: [[5, "what DURATION is of"]],
  },
  {
    name: "an event beside a VFREEBUSY tells that all is known",
    text: [
      ...TOLD_FREE_BUSY,
      ...event("DTSTART:20261124T200000Z", "DTEND:20261124T210000Z"),
    ],
    ...TUESDAY,
    busy: [
      "2026-11-24T09:00",
      "2026-11-24T10:00",
      "2026-11-24T20:00",
      "2026-11-24T21:00",
    ],
  },
  {
    name: "RFC 5545 §3.8.2.6: a FREEBUSY that is no period is refused",
    text: [
      "BEGIN:VFREEBUSY",
      "FREEBUSY;VALUE=DATE-TIME:20261124T090000Z",
      "END:VFREEBUSY",
    ],
    ...TUESDAY,
    errors: [[4, "as a period"]],
  },
  {
    name: "RFC 5545 §3.3.9: a period of three times is refused",
    text: [
      "BEGIN:VFREEBUSY",
      "FREEBUSY:20261124T090000Z/PT1H/PT2H",
      "END:VFREEBUSY",
    ],
    ...TUESDAY,
    errors: [[4, "as a period"]],
  },
  {
    name: "RFC 7953 §3.1: availability takes the place of working hours",
    text: availability(),
    hours: "Mon-Fri 09:00-17:00",
    from: "2026-11-23",
    to: "2026-11-28",
    free: ["2026-11-24T10:00", "2026-11-24T12:00"],
  },
  {
    name: "RFC 7953 §3.1: availability has a beginning and an end",
    text: availability("DTSTART:20261124T110000Z", "DTEND:20261124T230000Z"),
    ...TWO_DAYS,
    free: [
      "2026-11-24T08:00",
      "2026-11-24T12:00",
      "2026-11-25T08:00",
      "2026-11-25T16:00",
    ],
  },
  {
    name: "RFC 7953 §3.1: availability may say for how long it holds",
    text: availability("DTSTART:20261124T110000Z", "DURATION:P1D"),
    ...TWO_DAYS,
    free: [
      "2026-11-24T08:00",
      "2026-11-24T12:00",
      "2026-11-25T11:00",
      "2026-11-25T16:00",
    ],
  },
  {
    name: "RFC 7953 §3.1: availability that ended long ago changes nothing",
    text: availability("DTEND:20250101T000000Z"),
    hours: "Tue 09:00-17:00",
    ...TUESDAY,
    free: ["2026-11-24T08:00", "2026-11-24T16:00"],
  },
  {
    name: "RFC 7953 §3.1: events are busy in available time",
    text: [
      ...availability(),
      ...event("DTSTART:20261124T103000Z", "DURATION:PT1H"),
    ],
    ...TUESDAY,
    free: [
      "2026-11-24T10:00",
      "2026-11-24T10:30",
      "2026-11-24T11:30",
      "2026-11-24T12:00",
    ],
  },
  {
    name: "RFC 7953 §3.2: PRIORITY 1 counts more than 9, and 9 more than none",
    text: [
      ...availability("PRIORITY:1", "DTEND:20261124T110000Z"),
      "BEGIN:VAVAILABILITY",
      "PRIORITY:9",
      "DTEND:20261124T210000Z",
      "BEGIN:AVAILABLE",
      "DTSTART:20261124T090000Z",
      "DTEND:20261124T200000Z",
      "END:AVAILABLE",
      "END:VAVAILABILITY",
      "BEGIN:VAVAILABILITY",
      "END:VAVAILABILITY",
    ],
    ...TUESDAY,
    free: ["2026-11-24T10:00", "2026-11-24T20:00"],
  },
  {
    name:
      "RFC 7953 §3.2: what is not available is maybe free, by BUSY-TENTATIVE",
    text: availability("BUSYTYPE:BUSY-TENTATIVE"),
    from: "2026-11-24T09:00",
    to: "2026-11-24T13:00",
    tentative: "free",
    free: ["2026-11-24T09:00", "2026-11-24T13:00"],
  },
  {
    name: "RFC 7953 §3.2: BUSY-TENTATIVE is busy unless asked otherwise",
    text: availability("BUSYTYPE:BUSY-TENTATIVE"),
    ...TUESDAY,
    free: ["2026-11-24T10:00", "2026-11-24T12:00"],
  },
  {
    name:
      "RFC 7953 §3.1: an instance of available time may be cancelled by EXDATE",
    text: availability().toSpliced(6, 0, "EXDATE:20261124T100000Z"),
    ...TUESDAY,
    free: [],
  },
];

const MEETING = ["2026-11-24T09:00", "2026-11-24T10:00"];
const LINES = [
  "BEGIN:VCALENDAR",
  "BEGIN:VEVENT",
  "UID:1",
  "DTSTART:20261124T090000Z",
  "DTEND:20261124T100000Z",
  "END:VEVENT",
  "END:VCALENDAR",
];

const TEXT_CASES: readonly CalendarCase[] = [
  {
    name: "RFC 5545 §3.1: a byte-order mark is no part of the first line",
    text: `\ufeff${LINES.join("\r\n")}\r\n`,
    ...TUESDAY,
    busy: MEETING,
  },
  {
    name:
      "RFC 5545 §3.1: lines may end with LF alone, and the last with nothing",
    text: LINES.join("\n"),
    ...TUESDAY,
    busy: MEETING,
  },
  {
    name: "RFC 5545 §3.1: folded lines are one, wherever they are cut",
    text: LINES.join("\r\n").replace("T09", "T\r\n 0\r\n\t9"),
    ...TUESDAY,
    busy: MEETING,
  },
  {
    name: "RFC 5545 §3.1: names of properties and components have no case",
    text: LINES.join("\r\n").toLowerCase(),
    ...TUESDAY,
    busy: MEETING,
  },
  {
    name: "RFC 5545 §3.1: a colon in quotes is part of a parameter",
    text: LINES.join("\r\n").replace("START:", 'START;X-NOTE="a:b;c":'),
    ...TUESDAY,
    busy: MEETING,
  },
  {
    name: "RFC 5545 §3.4: a text may hold several calendars",
    text: [
      ...LINES,
      ...LINES.with(2, "UID:2").with(3, "DTSTART:20261124T080000Z"),
    ].join("\n"),
    ...TUESDAY,
    busy: ["2026-11-24T08:00", "2026-11-24T10:00"],
  },
  {
    name: "RFC 5545 §3.1: a line that is no property has its number",
    text: LINES.toSpliced(3, 0, "SUMMARY:a", " b", "and so on").join("\n"),
    ...TUESDAY,
    errors: [[6, '"and so on"']],
  },
  {
    name: "RFC 5545 §3.1: quotes that do not end are refused",
    text: LINES.with(3, 'DTSTART;TZID="Europe:20261124T090000').join("\n"),
    ...TUESDAY,
    errors: [[2, "without DTSTART"], [4, "a property of iCalendar"]],
  },
  {
    name: "RFC 5545 §3.4: a calendar that is cut off is refused",
    text: LINES.slice(0, 4).join("\n"),
    ...TUESDAY,
    errors: [[1, '"VCALENDAR" as it does not end'], [2, '"VEVENT" as it']],
  },
  {
    name: "RFC 5545 §3.4: an END of something else is refused",
    text: LINES.with(5, "END:VTODO").join("\n"),
    ...TUESDAY,
    errors: [
      [1, "does not end"],
      [2, "does not end"],
      [6, 'the end of "VEVENT"'],
      [7, 'the end of "VEVENT"'],
    ],
  },
  {
    name: "RFC 5545 §3.4: a component's name cannot forge a line of a log",
    text: LINES.with(1, "BEGIN:V\x1b[2J\rEVENT").join("\n"),
    ...TUESDAY,
    errors: [
      [1, "does not end"],
      [2, String.raw`Cannot read "V\u001b[2J\rEVENT" as it does not end`],
      [6, String.raw`the end of "V\u001b[2J\rEVENT"`],
      [7, "the end of"],
    ],
  },
  {
    name: "RFC 5545 §3.4: what is no calendar is refused",
    text: "<html>\n",
    ...TUESDAY,
    errors: [[1, "as a property"]],
  },
  {
    name: "RFC 5545 §3.4: an empty text is no empty calendar",
    text: "",
    ...TUESDAY,
    errors: [[1, "there is none"]],
  },
  {
    name: "RFC 5545 §3.4: a calendar within another is refused",
    text: ["BEGIN:VCALENDAR", ...LINES, "END:VCALENDAR"].join("\n"),
    ...TUESDAY,
    errors: [[2, 'a VCALENDAR within "VCALENDAR"']],
  },
  {
    name: "RFC 5545 §3.6: an event within another is refused",
    text: event(...LINES.slice(3, 5), ...LINES.slice(1, 6)),
    ...TUESDAY,
    errors: [[6, 'a VEVENT within "VEVENT"']],
  },
  {
    name: "RFC 5545 §3.4: a component outside of a calendar is refused",
    text: LINES.slice(1, 6).join("\n"),
    ...TUESDAY,
    errors: [[1, '"VEVENT" as a calendar']],
  },
];

const REFUSED: readonly [name: string, lines: string[], message: string][] = [
  ["§3.8.2.4: an event without DTSTART", ["DURATION:PT1H"], "without DTSTART"],
  [
    "§3.8.2.4: two DTSTART",
    ["DTSTART:20261124T090000Z", "DTSTART:20261124T100000Z"],
    "which DTSTART",
  ],
  [
    "§3.3.5: a month 13",
    ["DTSTART:20261301T090000Z"],
    "DTSTART as a time: got",
  ],
  ["§3.3.5: 31 November", ["DTSTART:20261131T090000Z"], "as a time"],
  ["§3.3.5: an hour 24", ["DTSTART:20261124T240000Z"], "as a time"],
  ["§3.3.5: an offset", ["DTSTART:20261124T090000+0100"], "as a time"],
  [
    "§3.8.2.2: an end before the start",
    ["DTSTART:20261124T090000Z", "DTEND:20261124T080000Z"],
    'Cannot read DTEND as an end after the start: got "20261124T080000Z"',
  ],
  [
    "§3.8.2.2: an end that only clocks of another zone show after the start",
    [
      "DTSTART;TZID=Europe/Berlin:20261124T090000",
      "DTEND;TZID=Asia/Tokyo:20261124T100000",
    ],
    "an end after the start",
  ],
  [
    "§3.8.2.2: an end of another kind",
    ["DTSTART:20261124T090000Z", "DTEND;VALUE=DATE:20261125"],
    'DTEND as the same kind of time as DTSTART: got "20261125"',
  ],
  [
    "§3.6.1: an end, and a duration until another",
    ["DTSTART:20261124T090000Z", "DTEND:20261124T100000Z", "DURATION:PT2H"],
    "which counts",
  ],
  [
    "§3.3.6: a negative duration",
    ["DTSTART:20261124T090000Z", "DURATION:-PT1H"],
    "as a duration",
  ],
  [
    "§3.3.6: a duration of nothing",
    ["DTSTART:20261124T090000Z", "DURATION:PT"],
    "as a duration",
  ],
  [
    "§3.8.5.2: a date among times",
    ["DTSTART:20261124T090000Z", "RDATE;VALUE=DATE:20261125"],
    "the same kind",
  ],
  [
    "§3.8.5.1: an EXDATE that is none",
    ["DTSTART:20261124T090000Z", "EXDATE:soon"],
    "EXDATE as a time: got",
  ],
  [
    "§3.8.7.4: a SEQUENCE that is none",
    ["DTSTART:20261124T090000Z", "SEQUENCE:x"],
    "SEQUENCE as a number: got",
  ],
  [
    "§3.8.4.4: the range THISANDPRIOR",
    [
      "DTSTART:20261124T090000Z",
      "RECURRENCE-ID;RANGE=THISANDPRIOR:20261124T090000Z",
    ],
    '"THISANDPRIOR"',
  ],
  [
    "§3.3.10: a rule with a part that nobody knows",
    ["DTSTART:20261124T090000Z", "RRULE:FREQ=DAILY;X-MOON=1"],
    '"X-MOON=1" as a part',
  ],
];

const REFUSED_CASES: readonly CalendarCase[] = REFUSED.map(
  ([name, lines, message]) => {
    const isMissing = message.startsWith("without");
    return {
      name: `RFC 5545 ${name} is refused`,
      text: event(...lines),
      ...TUESDAY,
      errors: [[isMissing ? 3 : 4 + lines.length, message]],
    };
  },
);

export const OTHER_CASES: readonly CalendarCase[] = [
  ...ZONE_CASES,
  ...TAKEN_CASES,
  ...TEXT_CASES,
  ...REFUSED_CASES,
];
