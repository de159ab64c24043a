/** A calendar, and what it means by the RFCs: rows of the tables of cases. */

import { parseWorkingHours } from "../../src/calendar/working_hours.ts";
import type { Tentative } from "../../src/calendar/times.ts";
import { Zones } from "../../src/calendar/zone.ts";
import { examineCalendar } from "../../src/icalendar/calendar.ts";
import { toPairs } from "../../src/intervals/interval_set.ts";

export interface CalendarCase {
  /** The section that decides, and what happens. */
  readonly name: string;
  /** Content lines of the calendar, or the whole text. */
  readonly text: string | readonly string[];
  /** Of the owner; Europe/Berlin unless given. */
  readonly timezone?: string;
  /** Always, unless given. */
  readonly hours?: string;
  /** In UTC, like `2026-11-24T09:00` or `2026-11-24`. */
  readonly from: string;
  readonly to: string;
  /** Of the time from one to the other, in UTC. */
  readonly free?: readonly string[];
  /** The rest of that time. */
  readonly busy?: readonly string[];
  readonly tentative?: Tentative;
  /** Lines and parts of messages of what is wrong, instead of free time. */
  readonly errors?: readonly (readonly [line: number, message: string])[];
}

const zones = new Zones();

export function secondsOf(text: string): number {
  return Date.parse(text.includes("T") ? `${text}Z` : text) / 1_000;
}

/** Lines of an event; its UID is the same in all of a case, unless given. */
export function event(...lines: string[]): string[] {
  const uid = lines.some((line) => line.startsWith("UID:")) ? [] : ["UID:1"];
  return ["BEGIN:VEVENT", ...uid, ...lines, "END:VEVENT"];
}

function textOf({ text }: CalendarCase): string {
  if (typeof text === "string") return text;
  return ["BEGIN:VCALENDAR", "VERSION:2.0", ...text, "END:VCALENDAR", ""]
    .join("\r\n");
}

export function examine(one: CalendarCase) {
  return examineCalendar(textOf(one), {
    timezone: one.timezone ?? "Europe/Berlin",
    workingHours: parseWorkingHours(one.hours ?? "Mon-Sun 00:00-24:00"),
    zones,
    nowS: secondsOf("2026-11-01"),
  });
}

/** What is not as it should be; undefined if nothing is. */
export function failureOf(one: CalendarCase): string | undefined {
  const { calendar, problems } = examine(one);
  const errors = problems.filter(({ isError }) => isError);
  const wanted = one.errors ?? [];
  const isAsWanted = errors.length === wanted.length &&
    wanted.every(([line, message], i) =>
      errors[i]!.line === line && errors[i]!.message.includes(message)
    );
  if (!isAsWanted) return `problems: ${JSON.stringify(problems)}`;
  if (calendar === null) {
    return wanted.length > 0 ? undefined : "the calendar is not readable";
  }
  if (wanted.length > 0) return "the calendar is readable";
  const window = { from: secondsOf(one.from), to: secondsOf(one.to) };
  const free = toPairs(calendar.free(window, one.tentative ?? "busy"));
  return differenceOf(free, one.free ?? restOf(one.busy ?? [], one));
}

function differenceOf(
  free: readonly [number, number][],
  wanted: readonly string[],
): string | undefined {
  const got = free.flat().map(formatTime);
  const isSame = got.join() === wanted.map(secondsOf).map(formatTime).join();
  return isSame ? undefined : `free: ${got.join(" ")}`;
}

function formatTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().slice(0, 19);
}

function restOf(busy: readonly string[], { from, to }: CalendarCase): string[] {
  const bounds = [from, ...busy, to];
  return bounds.filter((time, i) => {
    // Two that are equal leave no time between them.
    const twin = bounds[i % 2 === 0 ? i + 1 : i - 1];
    return secondsOf(time) !== secondsOf(twin!);
  });
}
