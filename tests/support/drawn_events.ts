/**
 * Events by chance, each as the lines of a calendar, and as a rule that tells
 * of any moment whether it is taken. The rule goes from the instant to what a
 * clock shows, and the program goes the other way.
 */

import type { Random } from "../../src/base/ports.ts";
import { below, pick } from "./seeded_random.ts";

/** What a clock shows: days since 1970, and minutes since midnight. */
export interface ClockTime {
  readonly day: number;
  readonly minute: number;
}

/** A moment, with what clocks of any zone show then. */
export interface Moment {
  readonly seconds: number;
  clock(zone: string): ClockTime;
}

export type Taken = "busy" | "tentative" | null;

export interface DrawnEvent {
  readonly lines: readonly string[];
  takes(moment: Moment): Taken;
}

interface EventOptions {
  /** Of the calendar's owner. */
  readonly zone: string;
  /** Near which things happen. */
  readonly day: number;
  readonly uid: string;
}

/** Names of zones as calendars have them, and what they mean. */
const NAMED_ZONES: readonly (readonly [name: string, zone: string])[] = [
  ["Europe/Berlin", "Europe/Berlin"],
  ["W. Europe Standard Time", "Europe/Berlin"],
  ["America/New_York", "America/New_York"],
  ["Asia/Tokyo", "Asia/Tokyo"],
  ["America/St_Johns", "America/St_Johns"],
  ["Australia/Lord_Howe", "Australia/Lord_Howe"],
];

const STATUSES: readonly (readonly [line: string, taken: Taken])[] = [
  ["STATUS:CONFIRMED", "busy"],
  ["TRANSP:OPAQUE", "busy"],
  ["STATUS:TENTATIVE", "tentative"],
  ["STATUS:CANCELLED", null],
  ["TRANSP:TRANSPARENT", null],
];

export function drawEvent(random: Random, options: EventOptions): DrawnEvent {
  const make = pick(random, [timed, recurring, recurring, wholeDays, period]);
  return make(random, options);
}

/** How long, and when on its days: within office hours, whatever the zone. */
function drawSpan(random: Random) {
  const start = 60 * (4 + below(random, 16)) + 15 * below(random, 4);
  const length = 15 * (1 + below(random, 12));
  return { start, length };
}

/** Of its own zone, of its owner's, or in UTC. */
function drawZone(random: Random, owner: string) {
  const kind = below(random, 4);
  if (kind === 0) return { params: "", end: "", zone: owner };
  if (kind === 1) return { params: "", end: "Z", zone: "UTC" };
  const [name, zone] = pick(random, NAMED_ZONES);
  return { params: `;TZID=${name}`, end: "", zone };
}

function timed(
  random: Random,
  { zone: owner, day: near, uid }: EventOptions,
): DrawnEvent {
  const { params, end, zone } = drawZone(random, owner);
  const { start, length } = drawSpan(random);
  const [status, taken] = pick(random, STATUSES);
  const day = near + below(random, 3);
  const at = (minute: number) => `${params}:${stamp(day, minute)}${end}`;
  return {
    lines: event(uid, `DTSTART${at(start)}`, `DTEND${at(start + length)}`, [
      status,
    ]),
    takes(moment) {
      const clock = moment.clock(zone);
      const isIn = clock.day === day && isWithin(clock, start, length);
      return isIn ? taken : null;
    },
  };
}

/** After all that is looked at: 2027-06-01. */
const LAST_DAY = 20_970;

/** Which days a rule tells of, by looking at one after the other. */
const RULES: readonly (readonly [
  rule: string,
  tells: (day: number, first: number) => boolean,
])[] = [
  ["FREQ=DAILY", () => true],
  ["FREQ=DAILY;INTERVAL=3", (day, first) => (day - first) % 3 === 0],
  ["FREQ=WEEKLY", (day, first) => (day - first) % 7 === 0],
  ["FREQ=WEEKLY;INTERVAL=2", (day, first) => (day - first) % 14 === 0],
  ["FREQ=DAILY;BYDAY=SA,SU,MO", (day) => [6, 0, 1].includes(weekday(day))],
  ["FREQ=MONTHLY;BYMONTHDAY=-1", (day) => dateOf(day + 1).endsWith("01")],
  ["FREQ=MONTHLY;BYDAY=-1SU", (day) =>
    weekday(day) === 0 &&
    dateOf(day).slice(4, 6) !== dateOf(day + 7).slice(4, 6)],
  [
    "FREQ=YEARLY;BYMONTH=10,11,3;BYDAY=MO",
    (day) =>
      weekday(day) === 1 &&
      ["10", "11", "03"].includes(dateOf(day).slice(4, 6)),
  ],
];

function recurring(
  random: Random,
  { zone: owner, day: near, uid }: EventOptions,
): DrawnEvent {
  const { params, end, zone } = drawZone(random, owner);
  const { start, length } = drawSpan(random);
  const [rule, tells] = pick(random, RULES);
  const earliest = near - below(random, 60);
  let first = earliest;
  while (!tells(first, first)) first++;
  const count = random() < 0.3 ? 2 + below(random, 20) : Infinity;
  const days = new Set<number>();
  for (let day = first; day < LAST_DAY && days.size < count; day++) {
    if (tells(day, first)) days.add(day);
  }
  const at = (day: number, minute: number) =>
    `${params}:${stamp(day, minute)}${end}`;
  const seen = [...days].filter((day) => day >= near - 7 && day < near + 3);
  const drawSeen = () =>
    seen.length > 0 && random() < 0.5 ? pick(random, seen) : null;
  const [gone, moved] = [drawSeen(), drawSeen()];
  const to = { day: near + 1, start: 600 + 15 * below(random, 20) };
  const [status, taken] = moved === gone ? ["", null] : pick(random, STATUSES);
  const limit = count === Infinity ? "" : `;COUNT=${count}`;
  const lines = event(
    uid,
    `DTSTART${at(first, start)}`,
    `DURATION:PT${length}M`,
    [
      `RRULE:${rule}${limit}`,
      ...gone === null ? [] : [`EXDATE${at(gone, start)}`],
    ],
  );
  if (moved !== null && moved !== gone) {
    lines.push(
      ...event(uid, `DTSTART${at(to.day, to.start)}`, "DURATION:PT45M", [
        `RECURRENCE-ID${at(moved, start)}`,
        status,
      ]),
    );
  }
  return {
    lines,
    takes(moment) {
      const clock = moment.clock(zone);
      const isOwn = days.has(clock.day) && clock.day !== gone &&
        clock.day !== moved && isWithin(clock, start, length);
      if (isOwn) return "busy";
      const isMoved = moved !== null && clock.day === to.day &&
        isWithin(clock, to.start, 45);
      return isMoved ? taken : null;
    },
  };
}

/** Days of its owner. */
function wholeDays(
  random: Random,
  { zone, day: near, uid }: EventOptions,
): DrawnEvent {
  const [status, taken] = pick(random, STATUSES);
  const day = near + below(random, 3);
  const count = 1 + below(random, 2);
  const end = `DTEND;VALUE=DATE:${dateOf(day + count)}`;
  const start = `DTSTART;VALUE=DATE:${dateOf(day)}`;
  return {
    lines: event(uid, start, count === 1 ? "X:1" : end, [status]),
    takes(moment) {
      const at = moment.clock(zone).day;
      return at >= day && at < day + count ? taken : null;
    },
  };
}

/** What some other program says is taken. */
function period(random: Random, { day: near }: EventOptions): DrawnEvent {
  const { start, length } = drawSpan(random);
  const day = near + below(random, 3);
  const [type, taken] = pick<readonly [string, Taken]>(random, [
    ["", "busy"],
    [";FBTYPE=BUSY-UNAVAILABLE", "busy"],
    [";FBTYPE=BUSY-TENTATIVE", "tentative"],
    [";FBTYPE=FREE", null],
  ]);
  const line = `FREEBUSY${type}:${stamp(day, start)}Z/PT${length}M`;
  const from = day * 86_400 + start * 60;
  return {
    lines: ["BEGIN:VFREEBUSY", line, "END:VFREEBUSY"],
    takes: ({ seconds }) =>
      seconds >= from && seconds < from + length * 60 ? taken : null,
  };
}

function event(
  uid: string,
  start: string,
  end: string,
  more: readonly string[],
): string[] {
  return ["BEGIN:VEVENT", `UID:${uid}`, start, end, ...more, "END:VEVENT"];
}

function isWithin({ minute }: ClockTime, start: number, length: number) {
  return minute >= start && minute < start + length;
}

function weekday(day: number): number {
  return new Date(day * 86_400_000).getUTCDay();
}

/** Like `20261124`. */
function dateOf(day: number): string {
  const date = new Date(day * 86_400_000).toISOString();
  return date.slice(0, 10).replaceAll("-", "");
}

function stamp(day: number, minute: number): string {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60]
    .map((part) => `${part}`.padStart(2, "0"));
  return `${dateOf(day)}T${hours}${minutes}00`;
}
