/** What a grid shows, before it is lines: rows of cells under ticks. */

import type { CoverageStep, Suggestion } from "../wire/term_findings.ts";
import type { Cell } from "./head_count.ts";

export interface Picture {
  /** Left of the ticks. */
  readonly corner: string;
  readonly ticks: readonly Tick[];
  /** How wide each cell is drawn. */
  readonly cellColumns: number;
  readonly rows: readonly PictureRow[];
  /** What a row in which nobody is free is: "all day"; null if nothing. */
  readonly emptyRow: string | null;
  /** Sentences that go below it. */
  readonly notes: readonly string[];
}

/** What stands over a cell, from its left edge on. */
export interface Tick {
  readonly cell: number;
  readonly text: string;
}

export interface PictureRow {
  /** A line of its own above the row, maybe an empty one; null for none. */
  readonly heading: string | null;
  /** As wide as those of the other rows. */
  readonly label: string;
  readonly cells: readonly Cell[];
  /** The slots that begin in it. */
  readonly slots: readonly string[];
}

/** What a picture is made of. */
export interface Found {
  /** How many are free when; at least one step. */
  readonly coverage: readonly CoverageStep[];
  readonly slots: readonly Suggestion[];
  /** Whether slots have to say how many are free. */
  readonly areCounted: boolean;
}

/** Between the label, the cells and the slots of a row. */
export const GAP = "  ";

/** `09:30-11:00`, and ` 4/5` where somebody may be missing. */
export function withCount(
  when: string,
  { free, of }: Suggestion,
  areCounted: boolean,
): string {
  return areCounted ? `${when} ${free}/${of}` : when;
}

/** By when they are, whatever they were sorted by. */
export function inOrder(slots: readonly Suggestion[]): Suggestion[] {
  return slots.toSorted(({ slot: a }, { slot: b }) =>
    a.start - b.start || a.end - b.end
  );
}
