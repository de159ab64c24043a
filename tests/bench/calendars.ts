/**
 * A calendar of ten years, with 20,000 events of which 2,000 recur: how long
 * it takes to read, and what two weeks of it take, in weeks that were worked
 * out already and in weeks that nobody asked for before.
 */

import { parseWorkingHours } from "../../src/calendar/working_hours.ts";
import { Zones } from "../../src/calendar/zone.ts";
import {
  type CalendarOptions,
  examineCalendar,
} from "../../src/icalendar/calendar.ts";
import { below, pick, seededRandom } from "../support/seeded_random.ts";
import { median, printLine } from "./report.ts";

const EVENTS = 20_000;
const RECURRING = 2_000;
const DAYS = 3_650;
const LOADS = 7;
const DAY_S = 86_400;
const TWO_WEEKS_S = 14 * DAY_S;
/** In the middle of the ten years. */
const NOW_S = Date.UTC(2026, 10, 24) / 1_000;
const FROM_S = NOW_S - DAYS * DAY_S / 2;

/** As they are in calendars: most are of weeks. */
const RULES = [
  "FREQ=WEEKLY",
  "FREQ=WEEKLY;BYDAY=MO,WE",
  "FREQ=WEEKLY;INTERVAL=2",
  "FREQ=WEEKLY;COUNT=40",
  "FREQ=WEEKLY;BYDAY=TU;UNTIL=20271231T000000Z",
  "FREQ=DAILY;COUNT=20",
  "FREQ=MONTHLY;BYDAY=2TU",
  "FREQ=MONTHLY",
  "FREQ=YEARLY",
];
const RULES_ANY = RULES.filter((rule) => /MONTHLY|YEARLY/.test(rule));

export function benchCalendars(): Promise<void> {
  measure("usual rules", RULES);
  measure("rules of months and years alone", RULES_ANY);
  return Promise.resolve();
}

function measure(what: string, rules: readonly string[]): void {
  const text = drawCalendar(rules);
  const options: CalendarOptions = {
    timezone: "Europe/Berlin",
    workingHours: parseWorkingHours("Mon-Fri 09:00-17:00"),
    zones: new Zones(),
    nowS: NOW_S,
  };
  const loadMs: number[] = [];
  const nearMs: number[] = [];
  const firstMs: number[] = [];
  const againMs: number[] = [];
  for (let load = 0; load < LOADS; load++) {
    const startMs = performance.now();
    const calendar = examineCalendar(text, options).calendar!;
    loadMs.push(performance.now() - startMs);
    const ask = (day: number) => {
      const from = NOW_S + day * DAY_S;
      const startMs = performance.now();
      calendar.free({ from, to: from + TWO_WEEKS_S }, "busy");
      return performance.now() - startMs;
    };
    for (const day of [0, 1, 7, 14]) nearMs.push(ask(day));
    for (const day of [400, 800, 1_200, 1_600]) {
      firstMs.push(ask(day));
      againMs.push(ask(day), ask(day));
    }
  }
  printLine("calendars", {
    rules: what,
    firstLoadMs: loadMs[0]!,
    loadMs: median(loadMs),
    target: "<2000",
    nearMs: median(nearMs),
    nearMaxMs: Math.max(...nearMs),
    againMs: median(againMs),
    againMaxMs: Math.max(...againMs),
    twoWeeksTarget: "<1",
    unaskedMs: median(firstMs),
    unaskedMaxMs: Math.max(...firstMs),
  });
}

function drawCalendar(rules: readonly string[]): string {
  const random = seededRandom(1);
  const events = Array.from({ length: EVENTS }, (_, i) => {
    const hour = 8 + below(random, 10);
    const date = new Date((FROM_S + below(random, DAYS) * DAY_S) * 1_000)
      .toISOString().slice(0, 10).replaceAll("-", "");
    return [
      "BEGIN:VEVENT",
      `UID:${i}@example.org`,
      "DTSTAMP:20260101T000000Z",
      `DTSTART;TZID=Europe/Berlin:${date}T${pad(hour)}0000`,
      `DTEND;TZID=Europe/Berlin:${date}T${pad(hour)}3000`,
      `SUMMARY:Meeting ${i} about one thing and another`,
      ...(i < RECURRING ? [`RRULE:${pick(random, rules)}`] : []),
      "END:VEVENT",
    ];
  });
  return ["BEGIN:VCALENDAR", "VERSION:2.0", ...events.flat(), "END:VCALENDAR"]
    .join("\r\n");
}

function pad(hour: number): string {
  return String(hour).padStart(2, "0");
}
