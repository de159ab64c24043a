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
    errors: [[7, '"" as a time of RDATE']],
  },
];
