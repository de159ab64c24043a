/** What the wall clock of a zone shows in a window, day by day. */

import type { Slot } from "../calendar/bookings.ts";
import type { Cell } from "./head_count.ts";
import { inZone, shortDayText } from "./zone_text.ts";

const MINUTE_S = 60;
const HOUR_S = 3_600;
export const DAY_S = 86_400;

/** A stretch of time in which a wall clock is never changed. */
interface Stretch extends Slot {
  /** How far ahead of UTC it is. */
  readonly offsetS: number;
}

/** Days are counted from 1970, and hours from a day's midnight. */
export class WallDays {
  readonly #stretches: readonly Stretch[];

  /** @param zone An IANA name. */
  constructor(window: Slot, zone: string) {
    this.#stretches = stretchesOf(window, zone);
  }

  /** All days of the window. */
  get days(): number[] {
    const firsts = this.#stretches.map(({ start, offsetS }) =>
      dayAt(start + offsetS)
    );
    const lasts = this.#stretches.map(({ end, offsetS }) =>
      dayAt(end - 1 + offsetS)
    );
    const first = Math.min(...firsts);
    const last = Math.max(...lasts);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  }

  /** The day on which an instant is, in the window or near it. */
  dayOf(instant: number): number {
    const { offsetS } = this.#stretches.find(({ end }) => instant < end) ??
      this.#stretches.at(-1)!;
    return dayAt(instant + offsetS);
  }

  /**
   * The instants of the window at which the clock shows times between these:
   * two stretches of them where it shows them twice.
   */
  showing(wall: Slot): Cell {
    const cell: Slot[] = [];
    for (const { start, end, offsetS } of this.#stretches) {
      const first = Math.max(start, wall.start - offsetS);
      const last = Math.min(end, wall.end - offsetS);
      if (first < last) cell.push({ start: first, end: last });
    }
    return cell;
  }

  /** The times that the clock skips or shows twice, in order. */
  *changes(): Generator<ClockChange> {
    for (const [i, { start, offsetS }] of this.#stretches.entries()) {
      const before = this.#stretches[i - 1]?.offsetS ?? offsetS;
      if (before === offsetS) continue;
      const wall = {
        start: start + Math.min(before, offsetS),
        end: start + Math.max(before, offsetS),
      };
      const day = dayAt(wall.start);
      yield { day, wall, isSkipped: before < offsetS };
    }
  }
}

export interface ClockChange {
  readonly day: number;
  readonly wall: Slot;
  /** Otherwise it comes twice. */
  readonly isSkipped: boolean;
}

/** `On Sun 29 Mar clocks skip 02:00-03:00.` */
export function changeText({ day, wall, isSkipped }: ClockChange): string {
  const [start, end] = [wall.start, wall.end].map((time) =>
    timeText(time - day * DAY_S)
  );
  const when = `${start}-${end}`;
  const what = isSkipped
    ? `clocks skip ${when}`
    : `clocks show ${when} twice, and a cell there stands for both`;
  return `On ${dayLabel(day).replace(/ +/g, " ")} ${what}.`;
}

/** `Tue  1 Dec`, of one width. */
export function dayLabel(day: number): string {
  return shortDayText(inZone(day * DAY_S, "UTC"));
}

/** Of seconds from midnight: `09:30`, with seconds only where there are some. */
function timeText(seconds: number): string {
  const second = seconds % MINUTE_S;
  return [Math.floor(seconds / HOUR_S), Math.floor(seconds / MINUTE_S) % 60]
    .concat(second === 0 ? [] : [second])
    .map((part) => `${part}`.padStart(2, "0")).join(":");
}

function dayAt(wall: number): number {
  return Math.floor(wall / DAY_S);
}

function stretchesOf(window: Slot, zone: string): Stretch[] {
  const stretches: Stretch[] = [];
  let start = window.start;
  while (start < window.end) {
    const time = inZone(start, zone);
    const change = time.getTimeZoneTransition("next")?.epochMilliseconds;
    const end = Math.min((change ?? Infinity) / 1_000, window.end);
    stretches.push({ start, end, offsetS: time.offsetNanoseconds / 1e9 });
    start = end;
  }
  return stretches;
}
