/** What is not as the RFCs have it, and means only one thing nevertheless. */

import { type CalendarCase, event } from "./calendar_case.ts";

const TUESDAY = { from: "2026-11-24", to: "2026-11-25" };
const MEETING = [
  "DTSTART:20261124T090000Z",
  "DTEND:20261124T100000Z",
];
const MEETING_BUSY = ["2026-11-24T09:00", "2026-11-24T10:00"];

export const LOOSE_CASES: readonly CalendarCase[] = [
  {
    name: "RFC 5545 §3.6.1: what is said twice over is one thing",
    text: event(
      "UID:1",
      "UID:1",
      "DTSTAMP:20260101T000000Z",
      "DTSTAMP:20260101T000000Z",
      ...MEETING,
      ...MEETING,
      "STATUS:CONFIRMED",
      "STATUS:CONFIRMED",
    ),
    ...TUESDAY,
    busy: MEETING_BUSY,
  },
  {
    name: "RFC 5545 §3.6.1: one value with two parameters is refused",
    text: event(
      "DTSTART;TZID=Europe/Berlin:20261124T090000",
      "DTSTART;TZID=Asia/Tokyo:20261124T090000",
    ),
    ...TUESDAY,
    errors: [[6, "which DTSTART"]],
  },
  {
    name: "RFC 5545 §3.6.1: a DURATION until DTEND says the same twice",
    text: [
      ...event("UID:1", ...MEETING, "DURATION:PT60M"),
      ...event(
        "UID:2",
        "DTSTART;VALUE=DATE:20261123",
        "DTEND;VALUE=DATE:20261124",
        "DURATION:P1D",
      ),
    ],
    from: "2026-11-22",
    to: "2026-11-25",
    busy: ["2026-11-22T23:00", "2026-11-23T23:00", ...MEETING_BUSY],
  },
  {
    name:
      "RFC 5545 §3.3.6: a day by the clock is no exact one, which is refused",
    text: event(
      "DTSTART;TZID=Europe/Berlin:20261124T090000",
      "DTEND;TZID=Europe/Berlin:20261125T090000",
      "DURATION:P1D",
    ),
    ...TUESDAY,
    errors: [[7, "which counts"]],
  },
  {
    name: "RFC 5545 §3.8.4.7: an empty UID is that of no other event",
    text: [
      ...event("UID:", "SEQUENCE:1", ...MEETING),
      ...event("UID:", "DTSTART:20261124T120000Z", "DURATION:PT1H"),
    ],
    ...TUESDAY,
    busy: [...MEETING_BUSY, "2026-11-24T12:00", "2026-11-24T13:00"],
  },
  {
    name: "RFC 5545 §3.8.5: empty lists add nothing and leave nothing out",
    text: [
      ...event(...MEETING, "RDATE:", "EXDATE:"),
      "BEGIN:VFREEBUSY",
      "FREEBUSY:",
      "END:VFREEBUSY",
    ],
    ...TUESDAY,
    busy: MEETING_BUSY,
  },
  {
    name: "RFC 5545 §3.8.5.2: a list of which a part is empty is refused",
    text: event(...MEETING, "RDATE:20261124T120000Z,"),
    ...TUESDAY,
    errors: [[7, 'RDATE as a time: got ""']],
  },
  {
    name: "RFC 5545 §3.1: lines may end with CR alone if all do",
    text: ["BEGIN:VCALENDAR", ...event(...MEETING), "END:VCALENDAR", ""]
      .join("\r").replace("T09", "T\r 0\r\t9"),
    ...TUESDAY,
    busy: MEETING_BUSY,
  },
  {
    name: "RFC 5545 §3.1: a CR within a line that ends with LF is part of it",
    text: ["BEGIN:VCALENDAR", ...event(...MEETING), "END:VCALENDAR"]
      .join("\n").replace("Z\nDTEND", "Z\rDTEND"),
    ...TUESDAY,
    errors: [[4, String.raw`Z\rDTEND:`]],
  },
  {
    name: "RFC 5545 §3.8.8.2: names of nobody's standard are no matter",
    text: event(...MEETING, "X-WP_COST:12", "ACME.SEATS;A=B:7"),
    ...TUESDAY,
    busy: MEETING_BUSY,
  },
  {
    name:
      "RFC 5545 §3.1: lines that are folded with two blanks have one in them",
    text: event(
      "DTSTART;\r\n  TZID=Asia/Tokyo:20261124T180000",
      "DTEND;TZID\r\n  =\r\n  Asia/Tokyo\r\n  :20261124T190000",
    ),
    ...TUESDAY,
    busy: MEETING_BUSY,
  },
  {
    name: "RFC 5545 §3.1: so have rules, in which it says nothing",
    text: event(
      "DTSTART:20261124T090000Z",
      "DURATION:PT1H",
      "RRULE:FREQ=DAILY;\r\n  BYDAY=MO,\r\n  TU,WE;\r\n  COUNT=1",
    ),
    ...TUESDAY,
    busy: MEETING_BUSY,
  },
  {
    name: "RFC 5545 §3.2: a parameter's name that is none is refused",
    text: event("DTSTART;;TZID=Asia/Tokyo:20261124T180000"),
    ...TUESDAY,
    errors: [[3, "without DTSTART"], [5, "DTSTART;;TZID=Asia/Tokyo:2026"]],
  },
  {
    name: "RFC 5546 §3.2.5: an instance that is called off needs no DTSTART",
    text: [
      ...event(...MEETING, "RRULE:FREQ=HOURLY;COUNT=3"),
      ...event("RECURRENCE-ID:20261124T100000Z", "STATUS:CANCELLED"),
    ],
    ...TUESDAY,
    busy: [...MEETING_BUSY, "2026-11-24T11:00", "2026-11-24T12:00"],
  },
  {
    name: "RFC 5546 §3.2.5: nor do all later ones",
    text: [
      ...event(...MEETING, "RRULE:FREQ=HOURLY;COUNT=9"),
      ...event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261124T100000Z",
        "STATUS:CANCELLED",
      ),
    ],
    ...TUESDAY,
    busy: MEETING_BUSY,
  },
  {
    name: "RFC 5546 §3.2.5: an instance that is only moved needs one",
    text: [
      ...event(...MEETING, "RRULE:FREQ=HOURLY;COUNT=3"),
      ...event("RECURRENCE-ID:20261124T100000Z"),
    ],
    ...TUESDAY,
    errors: [[9, "without DTSTART"]],
  },
  {
    name: "RFC 7529 §4.1: a rule by the Gregorian calendar is an ordinary one",
    text: event(
      ...MEETING,
      "RRULE:RSCALE=GREGORIAN;FREQ=HOURLY;COUNT=2;SKIP=OMIT",
    ),
    ...TUESDAY,
    busy: ["2026-11-24T09:00", "2026-11-24T11:00"],
  },
  {
    name: "RFC 7529 §4.1: a rule that moves what there is not is refused",
    text: event(
      ...MEETING,
      "RRULE:RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD",
    ),
    ...TUESDAY,
    errors: [[7, '"SKIP=FORWARD" as a way']],
  },
  {
    name: "RFC 5545 §3.2.19: UTC is so for Microsoft, too",
    text: event(
      'DTSTART;TZID="tzone://Microsoft/Utc":20261124T090000',
      'DTEND;TZID="tzone://Microsoft/Utc":20261124T100000',
    ),
    ...TUESDAY,
    busy: MEETING_BUSY,
  },
  {
    name: "RFC 5545 §3.2.19: a zone of Microsoft's with no rules is refused",
    text: event('DTSTART;TZID="tzone://Microsoft/Custom":20261124T090000'),
    ...TUESDAY,
    errors: [[5, '"tzone://Microsoft/Custom"']],
  },
];
