/**
 * People by chance whose free time is known tick by tick, and the files that
 * say the same: calendars with working hours and zones, and lists of free
 * times.
 */

import type { Random } from "../../src/base/ports.ts";
import { calendarText } from "./calendar_text.ts";
import {
  type ClockTime,
  drawEvent,
  type DrawnEvent,
  type Moment,
} from "./drawn_events.ts";
import { type Row, rowSlots } from "./oracle.ts";
import { below, pick } from "./seeded_random.ts";

/** A quarter of an hour, to which everything drawn keeps. */
export const TICK_S = 900;
const DAY_S = 86_400;

const ZONES: readonly string[] = [
  ...["Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Tokyo"],
  ...["Asia/Kathmandu", "Australia/Lord_Howe", "UTC"],
];

const HOURS: readonly (readonly [
  text: string,
  isWorked: (clock: ClockTime) => boolean,
])[] = [
  ["Mon-Sun 00:00-24:00", () => true],
  [
    "Mon-Fri 09:00-17:00",
    ({ day, minute }) => isWeekday(day) && minute >= 540 && minute < 1_020,
  ],
  [
    "Mon-Sun 07:00-12:00 12:45-22:00",
    ({ minute }) =>
      minute >= 420 && minute < 1_320 && (minute < 720 || minute >= 765),
  ],
];

/** A stretch of time that is looked at tick by tick. */
export class Scene {
  /** The first day, counted from 1970. */
  readonly day: number;
  readonly moments: readonly Moment[];

  constructor(date: string, days: number) {
    const from = Date.parse(date) / 1_000;
    this.day = from / DAY_S;
    const ticks = days * DAY_S / TICK_S;
    this.moments = Array.from({ length: ticks }, (_, i) => {
      return momentAt(from + i * TICK_S);
    });
  }

  /** When a tick begins, as JSON has it. */
  instant(tick: number): string {
    const seconds = this.day * DAY_S + tick * TICK_S;
    return `${new Date(seconds * 1_000).toISOString().slice(0, 19)}Z`;
  }
}

/** Each clock is looked at once: Temporal takes its time. */
function momentAt(seconds: number): Moment {
  const known = new Map<string, ClockTime>();
  return {
    seconds,
    clock(zone) {
      const clock = known.get(zone) ?? clockAt(seconds, zone);
      known.set(zone, clock);
      return clock;
    },
  };
}

function clockAt(seconds: number, zone: string): ClockTime {
  const time = Temporal.Instant.fromEpochMilliseconds(seconds * 1_000)
    .toZonedDateTimeISO(zone);
  const day = Date.UTC(time.year, time.month - 1, time.day) / 1_000 / DAY_S;
  return { day, minute: time.hour * 60 + time.minute };
}

/** Somebody with one file, or one line of a file. */
export interface DrawnPerson {
  readonly name: string;
  /** A calendar's text, or a line of a free-time file. */
  readonly text: string;
  /** What the folder's settings say of them; "" for a line. */
  readonly settings: string;
  /** Who is free, if tentative time counts as that. */
  free(scene: Scene, tentative: "busy" | "free"): Row;
}

export function drawCalendar(
  random: Random,
  name: string,
  scenes: readonly Scene[],
): DrawnPerson {
  const zone = pick(random, ZONES);
  const [hours, isWorked] = pick(random, HOURS);
  const events: DrawnEvent[] = [];
  for (const { day } of scenes) {
    for (let left = 1 + below(random, 3); left > 0; left--) {
      const uid = `${events.length}`;
      events.push(drawEvent(random, { zone, day, uid }));
    }
  }
  const available = random() < 0.2 ? drawAvailability(random, zone) : null;
  const isReachable = available?.isReachable ?? isWorked;
  const isMaybe = available?.isMaybe ?? false;
  return {
    name,
    text: calendarText(
      ...events.flatMap(({ lines }) => lines),
      ...available?.lines ?? [],
    ),
    settings:
      `[people.${name}]\ntimezone = "${zone}"\nworking-hours = "${hours}"\n`,
    free: (scene, tentative) =>
      Uint8Array.from(scene.moments, (moment) => {
        const isTaken = events.some((event) => {
          const taken = event.takes(moment);
          return taken === "busy" ||
            (taken === "tentative" && tentative === "busy");
        });
        const isHour = isReachable(moment.clock(zone)) ||
          (isMaybe && tentative === "free");
        return isHour && !isTaken ? 1 : 0;
      }),
  };
}

/**
 * Somebody who can be met at the same hours of every day from 2026 on, and
 * maybe at others.
 */
function drawAvailability(random: Random, zone: string) {
  const from = 6 + below(random, 6);
  const to = from + 2 + below(random, 8);
  const two = (hour: number) => `${hour}`.padStart(2, "0");
  const isMaybe = random() < 0.5;
  return {
    isMaybe,
    lines: [
      "BEGIN:VAVAILABILITY",
      ...isMaybe ? ["BUSYTYPE:BUSY-TENTATIVE"] : [],
      "BEGIN:AVAILABLE",
      `DTSTART;TZID=${zone}:20260101T${two(from)}0000`,
      `DTEND;TZID=${zone}:20260101T${two(to)}0000`,
      "RRULE:FREQ=DAILY",
      "END:AVAILABLE",
      "END:VAVAILABILITY",
    ],
    isReachable: ({ minute }: ClockTime) =>
      minute >= from * 60 && minute < to * 60,
  };
}

/** As one line of a free-time file, with offsets of any kind. */
export function drawListed(
  random: Random,
  name: string,
  scenes: readonly Scene[],
): DrawnPerson {
  const rows = new Map(scenes.map((scene) => [scene, drawRow(random, scene)]));
  const intervals = scenes.flatMap((scene) => {
    const row = rows.get(scene)!;
    return rowSlots(row, { ticks: row.length, origin: 0, unit: 1 })
      .map((slot) => `[${slot.map((at) => written(random, scene, at))}]`);
  });
  return {
    name,
    text: `${name};[${intervals.join()}]\n`,
    settings: "",
    free: (scene) => rows.get(scene)!,
  };
}

function drawRow(random: Random, { moments }: Scene): Row {
  let isFree = random() < 0.5;
  return Uint8Array.from(moments, () => {
    if (random() < 0.07) isFree = !isFree;
    return isFree ? 1 : 0;
  });
}

/** The same instant with some offset. */
function written(random: Random, scene: Scene, tick: number): string {
  const [text, minutes] = pick(
    random,
    [["Z", 0], ["+05:45", 345], [
      "-03:30",
      -210,
    ]] as const,
  );
  const seconds = scene.day * DAY_S + tick * TICK_S + minutes * 60;
  return new Date(seconds * 1_000).toISOString().slice(0, 19) + text;
}

function isWeekday(day: number): boolean {
  // 1970 began on a Thursday.
  return (day + 3) % 7 < 5;
}
