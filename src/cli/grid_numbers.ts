/** A picture of numbers: on one line if they fit, else on several. */

import { assert } from "@std/assert";
import { GRID_COLUMNS_MIN, GRID_ROWS_MAX } from "../base/grid_limits.ts";
import { TIME_MAX } from "../base/limits.ts";
import type { Slot } from "../calendar/bookings.ts";
import { formatTextSlot } from "../wire/slot_text.ts";
import type { CoverageStep } from "../wire/term_findings.ts";
import {
  type Found,
  GAP,
  inOrder,
  type Picture,
  type Tick,
  withCount,
} from "./picture.ts";

/** How many columns a number gets at most, where there is room for more. */
const CELL_COLUMNS_MAX = 4;
/** A line of many has a round number of cells. */
const CELLS_STEP = 10;

assert(
  `-${TIME_MAX}`.length + GAP.length + CELLS_STEP / 2 <= GRID_COLUMNS_MIN,
  "the longest number leaves room for cells",
);

/** @param columns How wide a line may be. */
export function drawNumbers(found: Found, columns: number): Picture {
  const asked = found.coverage.filter((step) => !isBoundless(step));
  const span = {
    start: asked[0]!.slot.start,
    end: asked.at(-1)!.slot.end,
  };
  const room = columns - GAP.length;
  return span.end - span.start <= room
    ? drawOneRow(found, span, room)
    : drawRows(found, span, columns);
}

/** Before the first free time or after the last, where no bound was given. */
function isBoundless({ slot: { start, end }, free }: CoverageStep): boolean {
  return free === 0 && (start === -TIME_MAX || end === TIME_MAX);
}

function drawOneRow(found: Found, span: Slot, room: number): Picture {
  const { start, end } = span;
  const count = end - start;
  const cellColumns = Math.min(Math.floor(room / count), CELL_COLUMNS_MAX);
  const longest = Math.max(`${start}`.length, `${end}`.length);
  const step = roundSteps().find((step) => step * cellColumns > longest)!;
  const ticks: Tick[] = [];
  for (let time = Math.ceil(start / step) * step; time < end; time += step) {
    ticks.push({ cell: time - start, text: `${time}` });
  }
  const cells = Array.from({ length: count }, (_, i) => [
    { start: start + i, end: start + i + 1 },
  ]);
  const slots = slotTexts(found, span);
  const row = { heading: null, label: "", cells, slots };
  return {
    corner: "",
    ticks,
    cellColumns,
    rows: [row],
    emptyRow: null,
    notes: [],
  };
}

function drawRows(found: Found, span: Slot, columns: number): Picture {
  const bounds = [span.start, span.end].map((time) => `${time}`.length);
  const labelColumns = Math.max(...bounds);
  const room = columns - labelColumns - GAP.length;
  const count = Math.floor(room / CELLS_STEP) * CELLS_STEP || CELLS_STEP / 2;
  const rowsAt = (step: number) => {
    const size = step * count;
    const first = Math.floor(span.start / size);
    const end = Math.ceil(span.end / size);
    return { size, first, rows: end - first };
  };
  const step = roundSteps().find((step) => rowsAt(step).rows <= GRID_ROWS_MAX)!;
  const { size, first, rows } = rowsAt(step);
  return {
    corner: " ".repeat(labelColumns),
    ticks: offsetTicks(step, count),
    cellColumns: 1,
    rows: Array.from({ length: rows }, (_, i) => {
      const start = (first + i) * size;
      return {
        heading: null,
        label: `${start}`.padStart(labelColumns),
        cells: Array.from({ length: count }, (_, j) => [
          { start: start + j * step, end: start + (j + 1) * step },
        ]),
        slots: slotTexts(found, { start, end: start + size }),
      };
    }),
    emptyRow: null,
    notes: step === 1 ? [] : [
      `A cell is ${step} numbers, and as dark as the fewest who are free in ` +
      "it.",
    ],
  };
}

/** What to add to a row's first number. */
function offsetTicks(step: number, count: number): Tick[] {
  const longest = `+${step * count}`.length;
  const every = roundSteps().find((cells) => cells > longest)!;
  const ticks: Tick[] = [];
  for (let cell = 0; cell < count; cell += every) {
    ticks.push({ cell, text: `+${cell * step}` });
  }
  return ticks;
}

/** 1, 2, 5, 10, 20, 50 and so on. */
function* roundSteps(): Generator<number, void> {
  for (let unit = 1;; unit *= 10) yield* [unit, 2 * unit, 5 * unit];
}

/** Of the slots that begin in a stretch. */
function slotTexts(
  { slots, areCounted }: Found,
  { start, end }: Slot,
): string[] {
  return inOrder(slots)
    .filter(({ slot }) => slot.start >= start && slot.start < end)
    .map((each) =>
      withCount(formatTextSlot(each.slot, "numbers"), each, areCounted)
    );
}
