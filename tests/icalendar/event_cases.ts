/** Events that happen once. */

import { type CalendarCase, event } from "./calendar_case.ts";

const TUESDAY = { from: "2026-11-24", to: "2026-11-25" };
const MEETING = [
  "DTSTART:20261124T090000Z",
  "DTEND:20261124T100000Z",
];
const MEETING_BUSY = ["2026-11-24T09:00", "2026-11-24T10:00"];

export const EVENT_CASES: readonly CalendarCase[] = [
  {
    name: "RFC 5545 §3.6.1: an event takes its time out of working hours",
    text: event(...MEETING),
    hours: "Mon-Fri 09:00-17:00",
    ...TUESDAY,
    free: [
      "2026-11-24T08:00",
      "2026-11-24T09:00",
      "2026-11-24T10:00",
      "2026-11-24T16:00",
    ],
  },
  {
    name: "RFC 5545 §3.6.1: a date without an end is a day of its owner's zone",
    text: event("DTSTART;VALUE=DATE:20261124"),
    from: "2026-11-23",
    to: "2026-11-26",
    busy: ["2026-11-23T23:00", "2026-11-24T23:00"],
  },
  {
    name: "RFC 5545 §3.6.1: a day of a zone that puts its clock back has 25 h",
    text: event("DTSTART;VALUE=DATE:20261025"),
    from: "2026-10-24",
    to: "2026-10-27",
    busy: ["2026-10-24T22:00", "2026-10-25T23:00"],
  },
  {
    name: "RFC 5545 §3.6.1: a day whose midnight is skipped has 23 h",
    text: event("DTSTART;VALUE=DATE:20270430", "DTEND;VALUE=DATE:20270501"),
    timezone: "Africa/Cairo",
    from: "2027-04-29",
    to: "2027-05-02",
    busy: ["2027-04-29T22:00", "2027-04-30T21:00"],
  },
  {
    name: "RFC 5545 §3.6.1: a day that a zone leaves out takes no time",
    text: event("DTSTART;VALUE=DATE:20111230"),
    timezone: "Pacific/Apia",
    from: "2011-12-28",
    to: "2012-01-02",
    busy: [],
  },
  {
    name: "RFC 5545 §3.6.1: the date of an end is not part of the event",
    text: event("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261126"),
    from: "2026-11-23",
    to: "2026-11-28",
    busy: ["2026-11-23T23:00", "2026-11-25T23:00"],
  },
  {
    name: "RFC 5545 §3.6.1: an end on the date of the start is that day's",
    text: event("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261124"),
    from: "2026-11-23",
    to: "2026-11-26",
    busy: ["2026-11-23T23:00", "2026-11-24T23:00"],
  },
  {
    name: "RFC 5545 §3.6.1: a time without an end takes no time",
    text: event("DTSTART:20261124T090000Z"),
    ...TUESDAY,
    busy: [],
  },
  {
    name: "RFC 5545 §3.6.1: an end at the start takes no time",
    text: event("DTSTART:20261124T090000Z", "DTEND:20261124T090000Z"),
    ...TUESDAY,
    busy: [],
  },
  {
    name: "RFC 4791 §5.2.2: floating times are in their owner's zone",
    text: event("DTSTART:20261124T090000", "DTEND:20261124T100000"),
    timezone: "America/New_York",
    ...TUESDAY,
    busy: ["2026-11-24T14:00", "2026-11-24T15:00"],
  },
  {
    name: "RFC 5545 §3.3.5: a time that the clock skips is as much later",
    text: event(
      "DTSTART;TZID=Europe/Berlin:20270328T023000",
      "DURATION:PT15M",
    ),
    from: "2027-03-28",
    to: "2027-03-29",
    busy: ["2027-03-28T01:30", "2027-03-28T01:45"],
  },
  {
    name:
      "RFC 5545 §3.3.5: of a time that the clock shows twice it is the first",
    text: event(
      "DTSTART;TZID=Europe/Berlin:20261025T023000",
      "DTEND;TZID=Europe/Berlin:20261025T024500",
    ),
    from: "2026-10-25",
    to: "2026-10-26",
    busy: ["2026-10-25T00:30", "2026-10-25T00:45"],
  },
  {
    name: "RFC 5545 §3.3.5: what begins in a skipped hour may end in it, too",
    text: event(
      "DTSTART;TZID=Europe/Berlin:20270328T024500",
      "DTEND;TZID=Europe/Berlin:20270328T031500",
    ),
    from: "2027-03-28",
    to: "2027-03-29",
    busy: ["2027-03-28T01:45", "2027-03-28T02:15"],
  },
  {
    name: "RFC 5545 §3.3.6: a duration of a day may be 23 hours",
    text: event("DTSTART;TZID=Europe/Berlin:20270327T120000", "DURATION:P1D"),
    from: "2027-03-27",
    to: "2027-03-29",
    busy: ["2027-03-27T11:00", "2027-03-28T10:00"],
  },
  {
    name: "RFC 5545 §3.3.6: a duration of 24 hours is always 24",
    text: event("DTSTART;TZID=Europe/Berlin:20270327T120000", "DURATION:PT24H"),
    from: "2027-03-27",
    to: "2027-03-29",
    busy: ["2027-03-27T11:00", "2027-03-28T11:00"],
  },
  {
    name: "RFC 5545 §3.3.6: a duration of weeks, and of days and hours",
    text: [
      ...event("DTSTART:20261102T000000Z", "DURATION:P1W"),
      ...event("UID:2", "DTSTART:20261110T000000Z", "DURATION:P1DT1H"),
    ],
    from: "2026-11-01",
    to: "2026-11-20",
    busy: ["2026-11-02", "2026-11-09", "2026-11-10", "2026-11-11T01:00"],
  },
  {
    name: "RFC 5545 §3.8.2.7: TRANSPARENT is free",
    text: event(...MEETING, "TRANSP:TRANSPARENT"),
    ...TUESDAY,
    busy: [],
  },
  {
    name: "RFC 5545 §3.8.1.11: CANCELLED is free",
    text: event(...MEETING, "STATUS:CANCELLED"),
    ...TUESDAY,
    busy: [],
  },
  {
    name: "RFC 4791 §7.10: TENTATIVE is busy",
    text: event(...MEETING, "STATUS:TENTATIVE"),
    ...TUESDAY,
    busy: MEETING_BUSY,
  },
  {
    name: "RFC 4791 §7.10: TENTATIVE is free if so asked",
    text: event(...MEETING, "STATUS:TENTATIVE"),
    ...TUESDAY,
    tentative: "free",
    busy: [],
  },
  {
    name: "RFC 4791 §7.10: what is certain is busy though tentative is free",
    text: [
      ...event(...MEETING, "STATUS:TENTATIVE"),
      ...event("UID:2", ...MEETING, "STATUS:CONFIRMED"),
    ],
    ...TUESDAY,
    tentative: "free",
    busy: MEETING_BUSY,
  },
  {
    name: "RFC 5545 §3.8.2.7: TRANSP counts, whatever Microsoft's status says",
    text: event(...MEETING, "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "TRANSP:OPAQUE"),
    ...TUESDAY,
    busy: MEETING_BUSY,
  },
  {
    name: "RFC 4791 §7.10: Microsoft's status tells what is tentative",
    text: event(...MEETING, "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"),
    ...TUESDAY,
    tentative: "free",
    busy: [],
  },
  {
    name: "RFC 4791 §7.10: touching events are one stretch of busy time",
    text: [
      ...event(...MEETING),
      ...event("UID:2", "DTSTART:20261124T100000Z", "DURATION:PT1H"),
      ...event("UID:3", "DTSTART:20261124T103000Z", "DURATION:PT1H"),
    ],
    ...TUESDAY,
    busy: ["2026-11-24T09:00", "2026-11-24T11:30"],
  },
  {
    name: "RFC 4791 §7.10: what crosses the window's edges is cut",
    text: [
      ...event("DTSTART:20261123T230000Z", "DURATION:PT2H"),
      ...event("UID:2", "DTSTART:20261124T230000Z", "DURATION:PT2H"),
    ],
    ...TUESDAY,
    busy: ["2026-11-24", "2026-11-24T01:00", "2026-11-24T23:00", "2026-11-25"],
  },
  {
    name: "RFC 4791 §7.10: what only touches the window's edges is not in it",
    text: [
      ...event("DTSTART:20261123T230000Z", "DURATION:PT1H"),
      ...event("UID:2", "DTSTART:20261125T000000Z", "DURATION:PT1H"),
    ],
    ...TUESDAY,
    busy: [],
  },
  {
    name: "RFC 5546 §2.1.5: of one UID the highest SEQUENCE counts",
    text: [
      ...event("SEQUENCE:2", "DTSTART:20261124T120000Z", "DURATION:PT1H"),
      ...event("SEQUENCE:1", ...MEETING),
    ],
    ...TUESDAY,
    busy: ["2026-11-24T12:00", "2026-11-24T13:00"],
  },
  {
    name: "RFC 5545 §3.3.8: a SEQUENCE may have a sign, and be a time",
    text: [
      ...event("SEQUENCE:-1", ...MEETING),
      ...event("SEQUENCE:1700000000", "DTSTART:20261124T120000Z"),
      ...event(
        "SEQUENCE:+1700000000001",
        "DTSTART:20261124T130000Z",
        "DURATION:PT1H",
      ),
    ],
    ...TUESDAY,
    busy: ["2026-11-24T13:00", "2026-11-24T14:00"],
  },
  {
    name: "RFC 5546 §2.1.5: of one SEQUENCE the latest DTSTAMP counts",
    text: [
      ...event(
        "DTSTAMP:20260202T000000Z",
        "DTSTART:20261124T120000Z",
        "DURATION:PT1H",
      ),
      ...event("DTSTAMP:20260101T000000Z", ...MEETING),
    ],
    ...TUESDAY,
    busy: ["2026-11-24T12:00", "2026-11-24T13:00"],
  },
  {
    name: "RFC 5546 §2.1.5: of one DTSTAMP the latest LAST-MODIFIED counts",
    text: [
      ...event(
        "LAST-MODIFIED:20260202T000000Z",
        "DTSTART:20261124T120000Z",
        "DURATION:PT1H",
      ),
      ...event("LAST-MODIFIED:20260101T000000Z", ...MEETING),
    ],
    ...TUESDAY,
    busy: ["2026-11-24T12:00", "2026-11-24T13:00"],
  },
  {
    name: "RFC 5546 §2.1.5: of which nobody knows the later, all are busy",
    text: [
      ...event("DTSTART:20261124T120000Z", "DURATION:PT1H"),
      ...event(...MEETING),
    ],
    ...TUESDAY,
    busy: [...MEETING_BUSY, "2026-11-24T12:00", "2026-11-24T13:00"],
  },
  {
    name: "RFC 5545 §3.6.2, §3.6.3: to-dos, journals and alarms take no time",
    text: [
      "BEGIN:VTODO",
      "UID:2",
      "DTSTART:20261124T120000Z",
      "DUE:20261124T130000Z",
      "END:VTODO",
      ...event(...MEETING, "BEGIN:VALARM", "DURATION:PT5M", "END:VALARM"),
    ],
    ...TUESDAY,
    busy: MEETING_BUSY,
  },
];
