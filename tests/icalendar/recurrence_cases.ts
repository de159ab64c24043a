/** Events that recur, and the instances that differ. */

import { type CalendarCase, event } from "./calendar_case.ts";

/** Tuesdays at 09:00 UTC for an hour. */
const WEEKLY = [
  "DTSTART:20261103T090000Z",
  "DTEND:20261103T100000Z",
  "RRULE:FREQ=WEEKLY",
];
const NOVEMBER = { from: "2026-11-01", to: "2026-11-21" };

/** An hour each from these times on. */
function hours(...starts: string[]): string[] {
  return starts.flatMap((start) => {
    const hour = Number(start.slice(11, 13)) + 1;
    return [start, `${start.slice(0, 11)}${String(hour).padStart(2, "0")}:00`];
  });
}
const FIRST = hours("2026-11-03T09:00");
const SECOND = hours("2026-11-10T09:00");
const THIRD = hours("2026-11-17T09:00");

export const RECURRENCE_CASES: readonly CalendarCase[] = [
  {
    name: "RFC 5545 §3.3.10, erratum 4271: what the clock skips happens later",
    text: event(
      "DTSTART;TZID=Europe/Berlin:20270321T023000",
      "DURATION:PT15M",
      "RRULE:FREQ=WEEKLY;COUNT=3",
    ),
    from: "2027-03-01",
    to: "2027-05-01",
    busy: [
      "2027-03-21T01:30",
      "2027-03-21T01:45",
      "2027-03-28T01:30",
      "2027-03-28T01:45",
      "2027-04-04T00:30",
      "2027-04-04T00:45",
    ],
  },
  {
    name:
      "RFC 5545 §3.3.5: an instance that the clock shows twice is the first",
    text: event(
      "DTSTART;TZID=Europe/Berlin:20261018T023000",
      "DURATION:PT15M",
      "RRULE:FREQ=WEEKLY;COUNT=2",
    ),
    from: "2026-10-01",
    to: "2026-11-01",
    busy: [
      "2026-10-18T00:30",
      "2026-10-18T00:45",
      "2026-10-25T00:30",
      "2026-10-25T00:45",
    ],
  },
  {
    name: "RFC 5545 §3.8.5.3: 09:00 stays 09:00 when clocks change",
    text: event(
      "DTSTART;TZID=Europe/Berlin:20261023T090000",
      "DTEND;TZID=Europe/Berlin:20261023T100000",
      "RRULE:FREQ=WEEKLY;COUNT=2",
    ),
    from: "2026-10-20",
    to: "2026-11-10",
    busy: hours("2026-10-23T07:00", "2026-10-30T08:00"),
  },
  {
    name: "RFC 5545 §3.8.5.3: between DTSTART and DTEND the length is exact",
    text: event(
      "DTSTART;TZID=Europe/Berlin:20261017T120000",
      "DTEND;TZID=Europe/Berlin:20261018T120000",
      "RRULE:FREQ=WEEKLY;COUNT=2",
    ),
    from: "2026-10-10",
    to: "2026-11-01",
    busy: [
      "2026-10-17T10:00",
      "2026-10-18T10:00",
      "2026-10-24T10:00",
      "2026-10-25T10:00",
    ],
  },
  {
    name: "RFC 5545 §3.8.5.3: a DURATION of days follows the clock",
    text: event(
      "DTSTART;TZID=Europe/Berlin:20261017T120000",
      "DURATION:P1D",
      "RRULE:FREQ=WEEKLY;COUNT=2",
    ),
    from: "2026-10-10",
    to: "2026-11-01",
    busy: [
      "2026-10-17T10:00",
      "2026-10-18T10:00",
      "2026-10-24T10:00",
      "2026-10-25T11:00",
    ],
  },
  {
    name: "RFC 5545 §3.3.10: UNTIL has its own time in it",
    text: event(
      ...WEEKLY.slice(0, 2),
      "RRULE:FREQ=WEEKLY;UNTIL=20261110T090000Z",
    ),
    ...NOVEMBER,
    busy: [...FIRST, ...SECOND],
  },
  {
    name: "RFC 5545 §3.3.10: UNTIL a second before leaves the instance out",
    text: event(
      ...WEEKLY.slice(0, 2),
      "RRULE:FREQ=WEEKLY;UNTIL=20261110T085959Z",
    ),
    ...NOVEMBER,
    busy: FIRST,
  },
  {
    name: "RFC 5545 §3.3.10: UNTIL in UTC ends a series of another zone",
    text: event(
      "DTSTART;TZID=Asia/Tokyo:20261103T080000",
      "DURATION:PT1H",
      "RRULE:FREQ=DAILY;UNTIL=20261103T230000Z",
    ),
    ...NOVEMBER,
    busy: ["2026-11-02T23:00", "2026-11-03", "2026-11-03T23:00", "2026-11-04"],
  },
  {
    name: "RFC 5545 §3.3.10: UNTIL in UTC is exact when the clock is put back",
    text: event(
      "DTSTART;TZID=Europe/Berlin:20261018T024500",
      "DURATION:PT15M",
      "RRULE:FREQ=WEEKLY;UNTIL=20261025T013000Z",
    ),
    from: "2026-10-20",
    to: "2026-11-10",
    busy: ["2026-10-25T00:45", "2026-10-25T01:00"],
  },
  {
    name: "RFC 5545 §3.3.10: UNTIL in UTC lasts through a day of its owner",
    text: event(
      "DTSTART;VALUE=DATE:20261105",
      "RRULE:FREQ=DAILY;UNTIL=20261105T150000Z",
    ),
    timezone: "Asia/Tokyo",
    ...NOVEMBER,
    busy: ["2026-11-04T15:00", "2026-11-06T15:00"],
  },
  {
    name: "RFC 5545 §3.3.10: UNTIL in UTC is a day of its owner's, too",
    text: event(
      "DTSTART;VALUE=DATE:20261103",
      "RRULE:FREQ=DAILY;UNTIL=20261105T000000Z",
    ),
    timezone: "America/New_York",
    ...NOVEMBER,
    busy: ["2026-11-03T05:00", "2026-11-06T05:00"],
  },
  {
    name: "RFC 5545 §3.3.10: a date as UNTIL lasts through its day",
    text: event(...WEEKLY.slice(0, 2), "RRULE:FREQ=WEEKLY;UNTIL=20261110"),
    ...NOVEMBER,
    busy: [...FIRST, ...SECOND],
  },
  {
    name: "RFC 5545 §3.3.10: COUNT counts DTSTART",
    text: event(...WEEKLY.slice(0, 2), "RRULE:FREQ=WEEKLY;COUNT=2"),
    ...NOVEMBER,
    busy: [...FIRST, ...SECOND],
  },
  {
    name: "RFC 5545 §3.8.5.1: EXDATE does not make COUNT go further",
    text: event(
      ...WEEKLY.slice(0, 2),
      "RRULE:FREQ=WEEKLY;COUNT=2",
      "EXDATE:20261110T090000Z",
    ),
    ...NOVEMBER,
    busy: FIRST,
  },
  {
    name: "RFC 5545 §3.8.5.1: EXDATE means the instant, in any zone",
    text: event(...WEEKLY, "EXDATE;TZID=America/New_York:20261110T040000"),
    ...NOVEMBER,
    busy: [...FIRST, ...THIRD],
  },
  {
    name: "RFC 5545 §3.8.5.1: a date as EXDATE is no time of a series of times",
    text: event(...WEEKLY, "EXDATE;VALUE=DATE:20261110"),
    ...NOVEMBER,
    busy: [...FIRST, ...SECOND, ...THIRD],
  },
  {
    name: "RFC 5545 §3.8.5.1: EXDATE has lists, of whole days, too",
    text: event(
      "DTSTART;VALUE=DATE:20261103",
      "RRULE:FREQ=DAILY;COUNT=4",
      "EXDATE;VALUE=DATE:20261104,20261105",
    ),
    ...NOVEMBER,
    busy: [
      "2026-11-02T23:00",
      "2026-11-03T23:00",
      "2026-11-05T23:00",
      "2026-11-06T23:00",
    ],
  },
  {
    name: "RFC 5545 §3.8.4.4: an override moves its instance",
    text: [
      ...event(...WEEKLY),
      ...event(
        "RECURRENCE-ID:20261110T090000Z",
        "DTSTART:20261111T140000Z",
        "DTEND:20261111T150000Z",
      ),
    ],
    ...NOVEMBER,
    busy: [...FIRST, ...hours("2026-11-11T14:00"), ...THIRD],
  },
  {
    name: "RFC 5545 §3.8.4.4: an override moves its instance out of the window",
    text: [
      ...event(...WEEKLY),
      ...event(
        "RECURRENCE-ID;TZID=Europe/Berlin:20261110T100000",
        "DTSTART:20270111T140000Z",
        "DURATION:PT1H",
      ),
    ],
    ...NOVEMBER,
    busy: [...FIRST, ...THIRD],
  },
  {
    name: "RFC 5545 §3.8.4.4: an override moves its instance into the window",
    text: [
      ...event(...WEEKLY),
      ...event(
        "RECURRENCE-ID:20270112T090000Z",
        "DTSTART:20261111T140000Z",
        "DURATION:PT1H",
      ),
    ],
    ...NOVEMBER,
    busy: [...FIRST, ...SECOND, ...hours("2026-11-11T14:00"), ...THIRD],
  },
  {
    name: "RFC 5545 §3.8.1.11: a cancelled override frees its instance",
    text: [
      ...event(...WEEKLY),
      ...event(
        "RECURRENCE-ID:20261110T090000Z",
        "DTSTART:20261110T090000Z",
        "DTEND:20261110T100000Z",
        "STATUS:CANCELLED",
      ),
    ],
    ...NOVEMBER,
    busy: [...FIRST, ...THIRD],
  },
  {
    name:
      "RFC 5546 §3.2.5: a cancelled master frees the series and its overrides",
    text: [
      ...event(...WEEKLY, "STATUS:CANCELLED"),
      ...event(
        "RECURRENCE-ID:20261110T090000Z",
        "DTSTART:20261111T140000Z",
        "DURATION:PT1H",
      ),
    ],
    ...NOVEMBER,
    busy: [],
  },
  {
    name:
      "RFC 5546 §3.2.5: an override that came after the cancellation stands",
    text: [
      ...event(...WEEKLY, "STATUS:CANCELLED", "SEQUENCE:1"),
      ...event(
        "RECURRENCE-ID:20261110T090000Z",
        "DTSTART:20261111T140000Z",
        "DURATION:PT1H",
        "SEQUENCE:2",
      ),
    ],
    ...NOVEMBER,
    busy: hours("2026-11-11T14:00"),
  },
  {
    name: "RFC 5545 §3.8.4.4: an override without a master stands alone",
    text: event(
      "RECURRENCE-ID:20261110T090000Z",
      "DTSTART:20261111T140000Z",
      "DURATION:PT1H",
    ),
    ...NOVEMBER,
    busy: hours("2026-11-11T14:00"),
  },
  {
    name: "RFC 5545 §3.8.4.4: an override that has a rule recurs",
    text: [
      ...event(...WEEKLY),
      ...event(
        "RECURRENCE-ID:20261110T090000Z",
        "DTSTART:20261111T140000Z",
        "DURATION:PT1H",
        "RRULE:FREQ=DAILY;COUNT=2",
      ),
    ],
    ...NOVEMBER,
    busy: [
      ...FIRST,
      ...hours("2026-11-11T14:00", "2026-11-12T14:00"),
      ...THIRD,
    ],
  },
  {
    name: "RFC 5545 §3.8.4.4: of overrides of one instance the newest counts",
    text: [
      ...event(...WEEKLY),
      ...event(
        "RECURRENCE-ID:20261110T090000Z",
        "SEQUENCE:3",
        "DTSTART:20261111T140000Z",
        "DURATION:PT1H",
      ),
      ...event(
        "RECURRENCE-ID:20261110T090000Z",
        "SEQUENCE:2",
        "DTSTART:20261112T140000Z",
        "DURATION:PT1H",
      ),
    ],
    ...NOVEMBER,
    busy: [...FIRST, ...hours("2026-11-11T14:00"), ...THIRD],
  },
  {
    name: "RFC 5545 §3.8.2.7: a transparent override frees its instance",
    text: [
      ...event(...WEEKLY),
      ...event(
        "RECURRENCE-ID:20261110T090000Z",
        "DTSTART:20261110T090000Z",
        "DURATION:PT1H",
        "TRANSP:TRANSPARENT",
      ),
    ],
    ...NOVEMBER,
    busy: [...FIRST, ...THIRD],
  },
  {
    name: "RFC 5545 §3.8.4.4: THISANDFUTURE shifts the later ones",
    text: [
      ...event(...WEEKLY),
      ...event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261110T090000Z",
        "DTSTART:20261111T140000Z",
        "DTEND:20261111T160000Z",
      ),
    ],
    ...NOVEMBER,
    busy: [
      ...FIRST,
      "2026-11-11T14:00",
      "2026-11-11T16:00",
      "2026-11-18T14:00",
      "2026-11-18T16:00",
    ],
  },
  {
    name:
      "RFC 5545 §3.8.4.4: THISANDFUTURE shifts the clock, when it changes, too",
    text: [
      ...event(
        "DTSTART;TZID=Europe/Berlin:20261016T090000",
        "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY;COUNT=3",
      ),
      ...event(
        "RECURRENCE-ID;TZID=Europe/Berlin;RANGE=THISANDFUTURE:20261023T090000",
        "DTSTART;TZID=Europe/Berlin:20261023T100000",
        "DURATION:PT1H",
      ),
    ],
    from: "2026-10-10",
    to: "2026-11-10",
    busy: hours("2026-10-16T07:00", "2026-10-23T08:00", "2026-10-30T09:00"),
  },
  {
    name:
      "RFC 5545 §3.8.4.4: THISANDFUTURE shifts days whose midnight is skipped",
    text: [
      ...event(
        "DTSTART;VALUE=DATE:20270423",
        "RRULE:FREQ=WEEKLY;COUNT=3",
      ),
      ...event(
        "RECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20270430",
        "DTSTART;VALUE=DATE:20270501",
      ),
    ],
    timezone: "Africa/Cairo",
    from: "2027-04-29",
    to: "2027-05-10",
    busy: [
      "2027-04-30T21:00",
      "2027-05-01T21:00",
      "2027-05-07T21:00",
      "2027-05-08T21:00",
    ],
  },
  {
    name: "RFC 5545 §3.8.4.4: a cancelled THISANDFUTURE ends the series",
    text: [
      ...event(...WEEKLY),
      ...event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261110T090000Z",
        "DTSTART:20261110T090000Z",
        "DURATION:PT1H",
        "RRULE:FREQ=DAILY",
        "STATUS:CANCELLED",
      ),
    ],
    ...NOVEMBER,
    busy: FIRST,
  },
  {
    name:
      "RFC 5546 §2.1.5: who knows not whether a series is called off knows not of its overrides",
    text: [
      ...event(...WEEKLY),
      ...event(...WEEKLY, "STATUS:CANCELLED"),
      ...event(
        "RECURRENCE-ID:20261110T090000Z",
        "DTSTART:20261111T140000Z",
        "DTEND:20261111T160000Z",
      ),
    ],
    ...NOVEMBER,
    busy: [...FIRST, "2026-11-11T14:00", "2026-11-11T16:00", ...THIRD],
  },
  {
    name:
      "RFC 5545 §3.8.4.4: what calls off the first of the later ones calls off that one",
    text: [
      ...event(...WEEKLY),
      ...event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261110T090000Z",
        "DTSTART:20261111T140000Z",
        "DTEND:20261111T160000Z",
      ),
      ...event(
        "RECURRENCE-ID:20261110T090000Z",
        "SEQUENCE:1",
        "STATUS:CANCELLED",
      ),
    ],
    ...NOVEMBER,
    busy: [...FIRST, "2026-11-18T14:00", "2026-11-18T16:00"],
  },
  {
    name:
      "RFC 5545 §3.8.4.4: a newer THISANDFUTURE replaces what moved its first one",
    text: [
      ...event(...WEEKLY),
      ...event(
        "RECURRENCE-ID:20261110T090000Z",
        "DTSTART:20261110T200000Z",
        "DTEND:20261110T210000Z",
      ),
      ...event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261110T090000Z",
        "SEQUENCE:1",
        "DTSTART:20261111T140000Z",
        "DTEND:20261111T160000Z",
      ),
    ],
    ...NOVEMBER,
    busy: [
      ...FIRST,
      "2026-11-11T14:00",
      "2026-11-11T16:00",
      "2026-11-18T14:00",
      "2026-11-18T16:00",
    ],
  },
  {
    name:
      "RFC 5545 §3.8.4.4: of two THISANDFUTURE of one instance the newer counts",
    text: [
      ...event(...WEEKLY),
      ...["T120000Z", "T140000Z", "T130000Z"].flatMap((time, i) =>
        event(
          "RECURRENCE-ID;RANGE=THISANDFUTURE:20261110T090000Z",
          `SEQUENCE:${i % 2}`,
          `DTSTART:20261110${time}`,
          "DURATION:PT1H",
        )
      ),
      ...event(
        "RECURRENCE-ID:20261110T090000Z",
        "SEQUENCE:2",
        "STATUS:CANCELLED",
      ),
    ],
    ...NOVEMBER,
    busy: [...FIRST, "2026-11-17T14:00", "2026-11-17T15:00"],
  },
  {
    name:
      "RFC 5545 §3.8.4.4: what THISANDFUTURE has recur goes on without its first one",
    text: [
      ...event(...WEEKLY),
      ...event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261110T090000Z",
        "DTSTART:20261110T140000Z",
        "DURATION:PT1H",
        "RRULE:FREQ=DAILY;COUNT=3",
      ),
      ...event(
        "RECURRENCE-ID:20261110T090000Z",
        "SEQUENCE:1",
        "STATUS:CANCELLED",
      ),
    ],
    ...NOVEMBER,
    busy: [
      ...FIRST,
      "2026-11-11T14:00",
      "2026-11-11T15:00",
      "2026-11-12T14:00",
      "2026-11-12T15:00",
      "2026-11-17T14:00",
      "2026-11-17T15:00",
    ],
  },
  {
    name: "RFC 5546 §3.2.5: what THISANDFUTURE has recur is called off, too",
    text: [
      ...event(...WEEKLY, "SEQUENCE:1", "STATUS:CANCELLED"),
      ...event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261110T090000Z",
        "DTSTART:20261110T140000Z",
        "DURATION:PT1H",
        "RRULE:FREQ=DAILY;COUNT=3",
      ),
    ],
    ...NOVEMBER,
    busy: [],
  },
  {
    name: "RFC 5545 §3.8.4.4: from a day on no instance at a time is moved",
    text: [
      ...event(...WEEKLY),
      ...event(
        "RECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20261110",
        "DTSTART;VALUE=DATE:20261111",
        "TRANSP:TRANSPARENT",
      ),
    ],
    ...NOVEMBER,
    busy: [...FIRST, ...SECOND, ...THIRD],
  },
  {
    name: "RFC 5545 §3.3.10: 29 February is skipped, and not counted",
    text: event(
      "DTSTART:20240229T090000Z",
      "DURATION:PT1H",
      "RRULE:FREQ=YEARLY;COUNT=3",
    ),
    from: "2023-01-01",
    to: "2040-01-01",
    busy: hours("2024-02-29T09:00", "2028-02-29T09:00", "2032-02-29T09:00"),
  },
  {
    name: "RFC 5545 §3.3.10: the 31st is skipped, and not counted",
    text: event(
      "DTSTART:20260131T090000Z",
      "DURATION:PT1H",
      "RRULE:FREQ=MONTHLY;COUNT=3",
    ),
    from: "2026-01-01",
    to: "2027-01-01",
    busy: hours("2026-01-31T09:00", "2026-03-31T09:00", "2026-05-31T09:00"),
  },
  {
    name: "RFC 5545 §3.3.10: a rule without an end reaches any window",
    text: event(
      "DTSTART:19700101T090000Z",
      "DURATION:PT1H",
      "RRULE:FREQ=YEARLY",
    ),
    from: "2150-01-01",
    to: "2151-01-01",
    busy: hours("2150-01-01T09:00"),
  },
  {
    name: "RFC 5545 §3.3.10: an impossible rule has DTSTART alone",
    text: event(
      "DTSTART:20261103T090000Z",
      "DURATION:PT1H",
      "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    ),
    from: "2026-11-01",
    to: "2030-01-01",
    busy: FIRST,
  },
  {
    name: "RFC 5545 §3.3.10: FREQ=SECONDLY without an end is refused",
    text: event("DTSTART:20261103T090000Z", "RRULE:FREQ=SECONDLY"),
    ...NOVEMBER,
    errors: [[6, "288 times a day"]],
  },
  {
    name: "RFC 5545 §3.8.5.3: what recurs and lasts for years is refused",
    text: event(...WEEKLY.filter((_, i) => i !== 1), "DURATION:P367D"),
    ...NOVEMBER,
    errors: [[3, "it is 367"]],
  },
  {
    name: "RFC 5545 §3.8.4.4: to move all later instances by years is refused",
    text: [
      ...event(...WEEKLY),
      ...event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261110T090000Z",
        "DTSTART:20281111T140000Z",
      ),
    ],
    ...NOVEMBER,
    errors: [[9, "it is 733"]],
  },
  {
    // What is worked out at once begins on the 13th, and this was on the 8th.
    name: "RFC 5545 §3.8.4.4: THISANDFUTURE may move instances far on",
    text: [
      ...event(...WEEKLY),
      ...event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261201T090000Z",
        "DTSTART:20261207T090000Z",
        "DTEND:20261207T100000Z",
      ),
    ],
    from: "2026-12-13",
    to: "2026-12-20",
    busy: hours("2026-12-14T09:00"),
  },
  {
    name: "RFC 5545 §3.8.4.4: THISANDFUTURE may move instances to before",
    text: [
      ...event(...WEEKLY),
      ...event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20270413T090000Z",
        "DTSTART:20261111T140000Z",
        "DURATION:PT1H",
      ),
    ],
    ...NOVEMBER,
    busy: [
      ...FIRST,
      ...SECOND,
      ...hours("2026-11-11T14:00"),
      ...THIRD,
      ...hours("2026-11-18T14:00"),
    ],
  },
  {
    name: "RFC 5545 §3.3.10: the last weekday but one, by BYSETPOS",
    text: event(
      "DTSTART:20261127T090000Z",
      "DURATION:PT1H",
      "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
    ),
    from: "2026-11-01",
    to: "2027-01-01",
    busy: hours("2026-11-27T09:00", "2026-12-30T09:00"),
  },
  {
    name: "RFC 5545 §3.3.10: the twentieth Monday of a year",
    text: event(
      "DTSTART:20260518T090000Z",
      "DURATION:PT1H",
      "RRULE:FREQ=YEARLY;BYDAY=20MO",
    ),
    from: "2026-01-01",
    to: "2028-01-01",
    busy: hours("2026-05-18T09:00", "2027-05-17T09:00"),
  },
  {
    name: "RFC 5545 §3.3.10: the last day of a month, from a rule of days",
    text: event(
      "DTSTART:20261130T090000Z",
      "DURATION:PT1H",
      "RRULE:FREQ=DAILY;BYMONTHDAY=-1",
    ),
    from: "2026-11-01",
    to: "2027-03-01",
    busy: hours(
      "2026-11-30T09:00",
      "2026-12-31T09:00",
      "2027-01-31T09:00",
      "2027-02-28T09:00",
    ),
  },
  {
    name: "RFC 5545 §3.8.5.2: RDATE adds instances of the same length",
    text: event(
      ...WEEKLY.slice(0, 2),
      "RDATE:20261105T090000Z,20261106T090000Z",
    ),
    ...NOVEMBER,
    busy: [...FIRST, ...hours("2026-11-05T09:00", "2026-11-06T09:00")],
  },
  {
    name: "RFC 5545 §3.8.5.2: a PERIOD of RDATE has its own length",
    text: event(
      ...WEEKLY.slice(0, 2),
      "RDATE;VALUE=PERIOD:20261105T090000Z/PT2H,20261106T090000Z/20261106T120000Z",
    ),
    ...NOVEMBER,
    busy: [
      ...FIRST,
      "2026-11-05T09:00",
      "2026-11-05T11:00",
      "2026-11-06T09:00",
      "2026-11-06T12:00",
    ],
  },
  {
    name: "RFC 5545 §3.8.5.1: EXDATE takes out what RDATE added",
    text: event(
      ...WEEKLY.slice(0, 2),
      "RDATE:20261105T090000Z",
      "EXDATE:20261105T090000Z",
    ),
    ...NOVEMBER,
    busy: FIRST,
  },
  {
    name: "RFC 5545 §3.8.5.2: RDATE may be the second time that a clock shows",
    text: event(
      "DTSTART;TZID=Europe/Berlin:20261020T090000",
      "DURATION:PT15M",
      "RDATE:20261025T013000Z",
    ),
    from: "2026-10-21",
    to: "2026-11-01",
    busy: ["2026-10-25T01:30", "2026-10-25T01:45"],
  },
  {
    name: "RFC 5545 §3.3.10: a long instance reaches into a later page",
    text: event(
      "DTSTART:20260101T000000Z",
      "DURATION:P100D",
      "RRULE:FREQ=YEARLY",
    ),
    from: "2027-04-01",
    to: "2027-05-01",
    busy: ["2027-04-01", "2027-04-11"],
  },
  {
    name: "RFC 5545 §3.8.4.4: RECURRENCE-ID means the instant, in any zone",
    text: [
      ...event(
        "DTSTART;TZID=Europe/Berlin:20261103T100000",
        "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY",
      ),
      ...event(
        "RECURRENCE-ID;TZID=Asia/Tokyo:20261110T180000",
        "DTSTART:20261111T140000Z",
        "DURATION:PT1H",
      ),
    ],
    ...NOVEMBER,
    busy: [...FIRST, ...hours("2026-11-11T14:00"), ...THIRD],
  },
  {
    name: "RFC 5545 §3.8.5.1: EXDATE takes out what the clock skips",
    text: event(
      "DTSTART;TZID=Europe/Berlin:20270321T023000",
      "DURATION:PT15M",
      "RRULE:FREQ=WEEKLY;COUNT=2",
      "EXDATE;TZID=Europe/Berlin:20270328T023000",
    ),
    from: "2027-03-01",
    to: "2027-05-01",
    busy: ["2027-03-21T01:30", "2027-03-21T01:45"],
  },
  {
    name: "RFC 5545 §3.8.4.4: an override moves what RDATE added",
    text: [
      ...event(
        "DTSTART:20261103T090000Z",
        "DURATION:PT1H",
        "RDATE:20261110T090000Z",
      ),
      ...event(
        "RECURRENCE-ID:20261110T090000Z",
        "DTSTART:20261117T090000Z",
        "DURATION:PT1H",
      ),
    ],
    ...NOVEMBER,
    busy: [...FIRST, ...THIRD],
  },
  {
    name: "RFC 5545 §3.8.4.4: an override of a day replaces a day",
    text: [
      ...event("DTSTART;VALUE=DATE:20261103", "RRULE:FREQ=WEEKLY;COUNT=2"),
      ...event(
        "RECURRENCE-ID;VALUE=DATE:20261110",
        "DTSTART;VALUE=DATE:20261112",
      ),
    ],
    ...NOVEMBER,
    busy: [
      "2026-11-02T23:00",
      "2026-11-03T23:00",
      "2026-11-11T23:00",
      "2026-11-12T23:00",
    ],
  },
  {
    name: "RFC 4791 §7.10: a tentative override is busy unless asked otherwise",
    text: [
      ...event(...WEEKLY),
      ...event(
        "RECURRENCE-ID:20261110T090000Z",
        "DTSTART:20261110T090000Z",
        "DTEND:20261110T100000Z",
        "STATUS:TENTATIVE",
      ),
    ],
    ...NOVEMBER,
    tentative: "free",
    busy: [...FIRST, ...THIRD],
  },
];
