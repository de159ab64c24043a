/** Calendars as lines: mostly good ones, on days when clocks change. */

import type { Random } from "../../src/base/ports.ts";
import { below, pick, shuffled } from "../support/seeded_random.ts";

/** Places, names of Windows, one of a VTIMEZONE, and what nobody knows. */
const ZONES: readonly string[] = [
  "Europe/Berlin",
  "America/New_York",
  "Asia/Tokyo",
  "America/St_Johns",
  "W. Europe Standard Time",
  "/example.org/2026/Europe/Berlin",
  "Own",
  "UTC",
];
const ODD_ZONES: readonly string[] = [
  "Nowhere/Atlantis",
  '"Europe/Berlin"',
  "europe/berlin",
  "",
  "__proto__",
  "+01:00",
];

/** Days around which clocks change, ends of months, and far ones. */
const DAYS: readonly string[] = [
  ...["20261024", "20261025", "20261101", "20261130", "20261231"],
  ...["20270314", "20270328", "20270228", "20280229", "20260105"],
];
const ODD_TIMES: readonly string[] = [
  ...["00000101T000000Z", "00010101", "99991231T235959Z", "21991231T120000"],
  ...["20270229T090000", "20261101T240000", "20261101T235960Z", "-20261101"],
  ...["20261101T090000+0100", "20261101T0900", "20261101T09", "2026-11-01"],
];

const LENGTHS: readonly string[] = [
  ...["PT30M", "PT1H", "P1D", "P1W", "PT0S", "P2DT3H", "PT90M", "+PT1H"],
];
const ODD_LENGTHS: readonly string[] = [
  ...["-PT1H", "P1M", "PT", "P400D", "PT99999999999H", "P999999999W", "1H"],
];

const PARTS: readonly string[] = [
  ...["INTERVAL=2", "INTERVAL=5", "COUNT=3", "COUNT=20", "UNTIL=20270301"],
  ...["UNTIL=20270101T120000Z", "WKST=SU", "BYDAY=MO,WE", "BYDAY=2TU"],
  ...["BYDAY=-1FR", "BYMONTH=1,3", "BYMONTHDAY=1,15,-1", "BYMONTHDAY=31"],
  ...["BYSETPOS=1,-1", "BYHOUR=9,17", "BYMINUTE=0,30", "BYYEARDAY=60,-1"],
  ...["BYWEEKNO=1,20", "BYSECOND=0"],
];
const ODD_PARTS: readonly string[] = [
  ...["INTERVAL=0", "INTERVAL=999999", "COUNT=0", "COUNT=-1", "BYDAY=", ""],
  ...["COUNT=999999999", "UNTIL=", "BYMONTHDAY=0", "BYMONTH=13", "BYDAY=54MO"],
  ...["BYMONTHDAY=30;BYMONTH=2", "BYSETPOS=367", "X=1", "FREQ=DAILY", "BYHOUR"],
  ...["BYHOUR=24", "BYWEEKNO=53", "RSCALE=HEBREW", "SKIP=FORWARD", "WKST=1"],
];
const SIMPLE_RULES: readonly string[] = [
  ...["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=DAILY;INTERVAL=2", "FREQ=MONTHLY"],
  ...["FREQ=WEEKLY;COUNT=9", "FREQ=WEEKLY;INTERVAL=2;COUNT=4"],
];
const FREQUENCIES: readonly string[] = [
  ...["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY", "MINUTELY"],
  ...["SECONDLY"],
];

/** What can stand anywhere in a calendar, and mostly should not. */
export const ODD_LINES: readonly string[] = [
  ...[
    "BEGIN:VEVENT",
    "END:VEVENT",
    "END:VCALENDAR",
    "BEGIN:VALARM",
    "nonsense",
  ],
  ...["DTSTART:20261102T090000Z", "DURATION:PT1H", "UID:0", "STATUS:CANCELLED"],
  ...[
    "TRANSP:TRANSPARENT",
    "DTSTART;TZID=:x",
    'X;A="b',
    ":",
    ";",
    "=",
    "A;B:c",
  ],
  ...[
    "EXRULE:FREQ=DAILY",
    "\ufeffBEGIN:VCALENDAR",
    " folded",
    "\t",
    "\0",
    "\r",
  ],
  ...[
    "RECURRENCE-ID:20261102T090000Z",
    "DTSTART;VALUE=DATE:20261101",
    "\u2028",
  ],
  ...[
    "BEGIN:VTIMEZONE",
    "BEGIN:VAVAILABILITY",
    "BEGIN:__proto__",
    "SEQUENCE:x",
  ],
];

/** The lines of a calendar with a few components. */
export function calendarLines(random: Random): string[] {
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0"];
  if (random() < 0.3) lines.push(...ownZone(random));
  for (let left = below(random, 5); left > 0; left--) {
    const kind = below(random, 12);
    if (kind === 0) lines.push(...freeBusy(random));
    else if (kind === 1) lines.push(...availability(random));
    else lines.push(...anyEvent(random));
  }
  return [...lines, "END:VCALENDAR"];
}

/** As a file has them: ends of either kind, folded or not. */
export function joinLines(random: Random, lines: readonly string[]): string {
  const end = random() < 0.3 ? "\n" : "\r\n";
  const foldAt = random() < 0.2 ? 2 + below(random, 20) : Infinity;
  const folded = lines.map((line) => {
    if (line.length <= foldAt) return line;
    return line.slice(0, foldAt) + end + " " + line.slice(foldAt);
  });
  return (random() < 0.05 ? "\ufeff" : "") + folded.join(end) +
    (random() < 0.9 ? end : "");
}

/** How an event's times are written: days, UTC, floating, or in a zone. */
interface TimeForm {
  readonly params: string;
  readonly isDate: boolean;
  readonly end: "" | "Z";
}

const DATE: TimeForm = { params: ";VALUE=DATE", isDate: true, end: "" };
const UTC: TimeForm = { params: "", isDate: false, end: "Z" };

function anyForm(random: Random): TimeForm {
  const kind = below(random, 5);
  if (kind === 0) return DATE;
  if (kind < 3) return UTC;
  const params = kind === 3 ? "" : `;TZID=${rarely(random, ODD_ZONES, ZONES)}`;
  return { params, isDate: false, end: "" };
}

function anyEvent(random: Random): string[] {
  const form = anyForm(random);
  const { params } = form;
  const start = stamp(random, form);
  const lines = ["BEGIN:VEVENT", `DTSTART${params}:${start}`];
  if (random() < 0.9) lines.push(`UID:${below(random, 20)}`);
  const kind = below(random, 5);
  if (kind > 2) lines.push(`DURATION:${rarely(random, ODD_LENGTHS, LENGTHS)}`);
  else if (kind > 0) lines.push(`DTEND${params}:${later(random, start)}`);
  const other = random() < 0.9 ? form : anyForm(random);
  const at = () => `${other.params}:${stamp(random, other)}`;
  const extras = [
    () => `RRULE:${rule(random)}`,
    () => `RRULE:${rule(random)}`,
    () => `EXDATE${at()},${stamp(random, other)}`,
    () => `RDATE${at()}`,
    () => `RDATE;VALUE=PERIOD:${period(random)}`,
    () => `RECURRENCE-ID${at()}`,
    () => `RECURRENCE-ID;RANGE=THISANDFUTURE${at()}`,
    () => `STATUS:${pick(random, ["CANCELLED", "TENTATIVE", "CONFIRMED"])}`,
    () => `TRANSP:${pick(random, ["TRANSPARENT", "OPAQUE", "transparent"])}`,
    () => `SEQUENCE:${below(random, 3)}`,
    () => "DTSTAMP:20260101T000000Z",
    () => "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",
  ];
  const some = shuffled(random, extras).slice(0, below(random, 4));
  return [...lines, ...some.map((line) => line()), "END:VEVENT"];
}

function rule(random: Random): string {
  if (random() < 0.5) return pick(random, SIMPLE_RULES);
  const parts = [`FREQ=${pick(random, FREQUENCIES)}`];
  for (let left = below(random, 4); left > 0; left--) {
    parts.push(rarely(random, ODD_PARTS, PARTS));
  }
  return parts.join(";");
}

function stamp(random: Random, { isDate, end }: TimeForm): string {
  if (below(random, 60) === 0) return pick(random, ODD_TIMES);
  const day = pick(random, DAYS);
  if (isDate) return day;
  const hour = `${below(random, 24)}`.padStart(2, "0");
  return `${day}T${hour}${pick(random, ["00", "30", "59"])}00${end}`;
}

/** The same day as the start mostly, in the same form. */
function later(random: Random, start: string): string {
  if (random() < 0.05) return stamp(random, UTC);
  const [day, clock] = start.split("T");
  if (clock === undefined) return pick(random, [start, "20280401"]);
  const hour = `${Math.min(+clock.slice(0, 2) + 1, 23)}`.padStart(2, "0");
  return `${day}T${hour}${clock.slice(2)}`;
}

function period(random: Random): string {
  const start = stamp(random, UTC);
  const end = random() < 0.5 ? pick(random, LENGTHS) : later(random, start);
  return `${start}/${end}`;
}

function freeBusy(random: Random): string[] {
  const type = pick(random, ["", "", ";FBTYPE=FREE", ";FBTYPE=BUSY-TENTATIVE"]);
  const line = `FREEBUSY${type}:${period(random)}`;
  return ["BEGIN:VFREEBUSY", line, "END:VFREEBUSY"];
}

function availability(random: Random): string[] {
  const available = anyEvent(random).slice(1, -1);
  return [
    "BEGIN:VAVAILABILITY",
    ...random() < 0.5 ? [`DTSTART:${stamp(random, UTC)}`] : [],
    ...random() < 0.3 ? [`PRIORITY:${below(random, 11)}`] : [],
    ...random() < 0.3 ? ["BUSYTYPE:BUSY-TENTATIVE"] : [],
    "BEGIN:AVAILABLE",
    ...available,
    "END:AVAILABLE",
    "END:VAVAILABILITY",
  ];
}

/** A zone whose clocks change as its calendar says. */
function ownZone(random: Random): string[] {
  return [
    "BEGIN:VTIMEZONE",
    "TZID:Own",
    "BEGIN:STANDARD",
    `DTSTART:${pick(random, ["19701025T030000", "20260101T000000"])}`,
    "TZOFFSETFROM:+0200",
    `TZOFFSETTO:${
      pick(random, ["+0100", "+0100", "-0330", "+9999", "+235959"])
    }`,
    ...random() < 0.7 ? [`RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU`] : [],
    ...random() < 0.1 ? [`RRULE:${rule(random)}`] : [],
    "END:STANDARD",
    "END:VTIMEZONE",
  ];
}

function rarely<T>(random: Random, odd: readonly T[], good: readonly T[]): T {
  return pick(random, below(random, 25) === 0 ? odd : good);
}
