/** A picture of instants: days down, and the hours of a wall clock across. */

import { counted } from "../base/counted.ts";
import { GRID_DAYS_MAX } from "../base/grid_limits.ts";
import { formatDuration } from "../calendar/duration_text.ts";
import {
  cellsOf,
  type Hours,
  hoursToShow,
  hourTicks,
  LABEL_COLUMNS,
} from "./grid_hours.ts";
import { type Cell, HeadCount } from "./head_count.ts";
import {
  type Found,
  GAP,
  inOrder,
  type Picture,
  withCount,
} from "./picture.ts";
import { changeText, DAY_S, dayLabel, WallDays } from "./wall_days.ts";
import { inZone, ZoneText } from "./zone_text.ts";

const MINUTE_S = 60;
const WHOLE_DAY: Hours = { first: 0, end: 24, cellMinutes: 60 };

/** Hours in which nobody is free on any day are left out at both ends. */
export function drawDays(
  found: Found,
  { timezone, columns }: {
    /** An IANA name. */
    readonly timezone: string;
    /** How wide a line may be. */
    readonly columns: number;
  },
): Picture {
  const { coverage } = found;
  const { start } = coverage[0]!.slot;
  const { end } = coverage.at(-1)!.slot;
  // A zone of many years takes long to look at.
  const near = Math.min(end, start + (GRID_DAYS_MAX + 2) * DAY_S);
  const clock = new WallDays({ start, end: near }, timezone);
  const days = clock.days.slice(0, GRID_DAYS_MAX);
  const lastDay = new WallDays({ start: end - 1, end }, timezone).days[0]!;
  const slots = slotsByDay(found, { clock, timezone });
  const room = columns - LABEL_COLUMNS - GAP.length;
  const hours = hoursToShow(usedHours(found, { clock, days }), room);
  return {
    corner: `${yearOf(days[0]!)}`.padEnd(LABEL_COLUMNS),
    ticks: hourTicks(hours),
    cellColumns: 1,
    rows: days.map((day, i) => ({
      heading: headingOf(day, days[i - 1]),
      label: dayLabel(day),
      cells: cellsOn(day, hours, clock),
      slots: slots.get(day) ?? [],
    })),
    emptyRow: "all day",
    notes: [
      cellNote(hours, timezone),
      ...hoursNotes(hours, days.length),
      ...changeNotes(hours, { clock, days }),
      ...laterNotes(slots, { days, lastDay }),
    ],
  };
}

function cellNote({ cellMinutes }: Hours, timezone: string): string {
  const length = formatDuration(cellMinutes * MINUTE_S, "instants");
  return `A cell is ${length} in ${timezone}, and as dark as the fewest who ` +
    "are free in it.";
}

function cellsOn(day: number, hours: Hours, clock: WallDays): Cell[] {
  const cellS = hours.cellMinutes * MINUTE_S;
  const first = day * DAY_S + hours.first * 60 * MINUTE_S;
  return Array.from({ length: cellsOf(hours) }, (_, i) => {
    const start = first + i * cellS;
    return clock.showing({ start, end: start + cellS });
  });
}

interface Shown {
  readonly clock: WallDays;
  readonly days: readonly number[];
}

/** The hours in which, on some day, somebody is free. */
function usedHours({ coverage }: Found, { clock, days }: Shown): boolean[] {
  const heads = new HeadCount(coverage);
  const areUsed: boolean[] = [];
  for (const day of days) {
    for (const [hour, cell] of cellsOn(day, WHOLE_DAY, clock).entries()) {
      areUsed[hour] ||= (heads.over(cell)?.most ?? 0) > 0;
    }
  }
  return areUsed;
}

/** What slots begin on each day, in their order. */
function slotsByDay(
  { slots, areCounted }: Found,
  { clock, timezone }: {
    readonly clock: WallDays;
    readonly timezone: string;
  },
): Map<number, string[]> {
  const text = new ZoneText(timezone);
  const byDay = new Map<number, string[]>();
  for (const each of inOrder(slots)) {
    const day = clock.dayOf(each.slot.start);
    const texts = byDay.get(day) ?? [];
    texts.push(withCount(text.hours(each.slot), each, areCounted));
    byDay.set(day, texts);
  }
  return byDay;
}

function yearOf(day: number): number {
  return inZone(day * DAY_S, "UTC").year;
}

/** A gap before each week, and before each year its number. */
function headingOf(day: number, before: number | undefined): string | null {
  if (before === undefined) return null;
  if (yearOf(day) !== yearOf(before)) return `${yearOf(day)}`;
  return inZone(day * DAY_S, "UTC").dayOfWeek === 1 ? "" : null;
}

function hoursNotes({ first, end }: Hours, days: number): string[] {
  const parts = [
    ...first > 0 ? [`before ${hourText(first)}`] : [],
    ...end < 24 ? [`from ${hourText(end)} on`] : [],
  ];
  return parts.length === 0 ? [] : [
    `On ${days === 1 ? "this day" : "these days"} nobody is free ${
      parts.join(" or ")
    }.`,
  ];
}

function hourText(hour: number): string {
  return `${`${hour}`.padStart(2, "0")}:00`;
}

/** Of the changes of clocks within the cells that are shown. */
function changeNotes(hours: Hours, { clock, days }: Shown): string[] {
  const [first, end] = [hours.first, hours.end].map((hour) => hour * 3_600);
  return [...clock.changes()]
    .filter(({ day, wall }) => {
      const midnight = day * DAY_S;
      return days.includes(day) && wall.start < midnight + end! &&
        wall.end > midnight + first!;
    })
    .map(changeText);
}

function laterNotes(
  slots: ReadonlyMap<number, readonly string[]>,
  { days, lastDay }: {
    readonly days: readonly number[];
    /** Of all, shown or not. */
    readonly lastDay: number;
  },
): string[] {
  const last = days.at(-1)!;
  if (lastDay <= last) return [];
  const count = lastDay - days[0]! + 1;
  let later = 0;
  for (const [day, texts] of slots) if (day > last) later += texts.length;
  const what = counted(later, "slot begins", "slots begin");
  return [
    `Only the first ${days.length} of ${count} days are shown, and ${what} ` +
    "later: see --from and --to.",
  ];
}
