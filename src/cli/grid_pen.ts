/** Draws a picture in characters, each of which is one column wide. */

import type { Line, Tone } from "./answer_text.ts";
import { HeadCount, SlotMarks } from "./head_count.ts";
import { type Found, GAP, type Picture, type PictureRow } from "./picture.ts";

type Piece = Line[number];

/** When some are free but not all: few, about half, and most. */
const SHADES = ["░", "▒", "▓"];
const ALL: Piece = ["good", "█"];
const NOBODY: Piece = ["faint", "·"];
/** On a day, or a line, on which nobody is free at all. */
const NOBODY_ALL_ROW: Piece = ["faint", "╌"];
const NOTHING: Piece = ["plain", " "];
/** Right below the cells that it marks. */
const SLOT: Piece = ["good", "▔"];

export class GridPen {
  readonly #heads: HeadCount;
  readonly #marks: SlotMarks;
  readonly #areCounted: boolean;
  readonly #of: number;
  readonly #columns: number;

  constructor(
    { coverage, slots, areCounted }: Found,
    { of, columns }: {
      /** How many people it is about. */
      readonly of: number;
      /** How wide a line may be. */
      readonly columns: number;
    },
  ) {
    this.#heads = new HeadCount(coverage);
    this.#marks = new SlotMarks(slots.map(({ slot }) => slot));
    this.#areCounted = areCounted;
    this.#of = of;
    this.#columns = columns;
  }

  draw(picture: Picture): Line[] {
    const { corner, ticks, cellColumns, rows } = picture;
    let head = `${corner}${GAP}`;
    const left = head.length;
    for (const { cell, text } of ticks) {
      const at = left + cell * cellColumns;
      if (at + text.length <= this.#columns) head = head.padEnd(at) + text;
    }
    const lines: Line[] = [[["plain", head]]];
    for (const row of rows) {
      if (row.heading !== null) lines.push([["plain", row.heading]]);
      lines.push(this.#cells(row, picture));
      lines.push(...this.#slotsBelow(row, picture));
    }
    return lines;
  }

  #cells(
    { label, cells }: PictureRow,
    { cellColumns, emptyRow }: Picture,
  ): Line {
    const heads = cells.map((cell) => this.#heads.over(cell));
    const isAnybodyFree = heads.some((each) => each !== null && each.most > 0);
    const pieces = heads.map((each) =>
      each === null
        ? NOTHING
        : isAnybodyFree
        ? this.#shade(each.fewest)
        : emptyRow === null
        ? NOBODY
        : NOBODY_ALL_ROW
    );
    return joinPieces([
      [isAnybodyFree ? "plain" : "faint", `${label}${GAP}`],
      ...widened(pieces, cellColumns),
    ]);
  }

  /** The slots, and when they are: beside their marks, or a line further. */
  #slotsBelow(
    { label, cells, slots }: PictureRow,
    { cellColumns }: Picture,
  ): Line[] {
    const pieces = cells.map((cell) =>
      this.#marks.touch(cell) ? SLOT : NOTHING
    );
    const first = pieces.indexOf(SLOT);
    const end = pieces.lastIndexOf(SLOT) + 1;
    if (first < 0) return [];
    const left = label.length + GAP.length;
    const before = left + first * cellColumns - GAP.length;
    const after = this.#columns - left - end * cellColumns - GAP.length;
    const list = slots.join(", ");
    const isAfter = list.length <= after;
    const isBefore = !isAfter && list.length <= before;
    const marks: Piece[] = [
      ["good", isBefore ? list.padStart(before) : " ".repeat(before)],
      ["plain", GAP],
      ...widened(pieces.slice(first, end), cellColumns),
      ["plain", GAP],
      ["good", isAfter ? list : ""],
    ];
    if (isAfter || isBefore) return [joinPieces(marks)];
    const indent = list.length <= this.#columns - left ? left : 0;
    const text = listWithin(slots, this.#columns - indent);
    return [marks, [["plain", " ".repeat(indent)], ["good", text]] as const]
      .map(joinPieces);
  }

  #shade(free: number): Piece {
    if (free === 0) return NOBODY;
    if (free >= this.#of) return ALL;
    return ["some", SHADES[this.#levelOf(free)]!];
  }

  /** The counts from one to all but one, in as many parts as there are shades. */
  #levelOf(free: number): number {
    return Math.floor((free - 1) * SHADES.length / (this.#of - 1));
  }

  /** What the characters say, on as many lines as it takes. */
  legend({ emptyRow }: Picture): Line[] {
    const isOne = this.#of === 1;
    const nobody = isOne ? "not free" : "nobody";
    const ofRow = `${nobody} ${emptyRow}`;
    const items: Item[] = [
      [ALL, isOne ? "free" : `all ${this.#of} free`],
      ...this.#shadeItems(),
      [NOBODY, nobody],
      ...emptyRow === null ? [] : [[NOBODY_ALL_ROW, ofRow] as const],
      [SLOT, this.#areCounted ? "slot, with how many can come" : "slot"],
    ];
    const lines: Line[] = [];
    let line: Piece[] = [];
    let used = 0;
    for (const [[tone, glyph], what] of items) {
      const text = `${glyph} ${what}`;
      if (used + text.length > this.#columns) {
        lines.push(line);
        [line, used] = [[], 0];
      }
      line.push([tone, glyph], ["plain", ` ${what}${GAP}`]);
      used += text.length + GAP.length;
    }
    return [...lines, line].map(joinPieces);
  }

  /** Most first. */
  #shadeItems(): Item[] {
    const counts = SHADES.map((): number[] => []);
    for (let free = 1; free < this.#of; free++) {
      counts[this.#levelOf(free)]!.push(free);
    }
    return counts.flatMap((free, i): Item[] => {
      if (free.length === 0) return [];
      const [least, most] = [free[0]!, free.at(-1)!];
      const text = least === most ? `${least}` : `${least}-${most}`;
      return [[["some", SHADES[i]!], text]];
    }).reverse();
  }
}

type Item = readonly [glyph: Piece, what: string];

/** Neighbours of one tone are one piece, and no line ends with blanks. */
function joinPieces(pieces: readonly Piece[]): Line {
  const joined: [Tone, string][] = [];
  const isInk = ([, text]: Piece) => text.trim() !== "";
  for (const [tone, text] of pieces.slice(0, pieces.findLastIndex(isInk) + 1)) {
    const last = joined.at(-1);
    if (last?.[0] === tone) last[1] += text;
    else joined.push([tone, text]);
  }
  const last = joined.at(-1);
  if (last) last[1] = last[1].trimEnd();
  return joined;
}

function widened(pieces: readonly Piece[], columns: number): Piece[] {
  return pieces.map(([tone, text]) => [tone, text.repeat(columns)]);
}

/** As many as fit; the rest is counted. */
function listWithin(texts: readonly string[], columns: number): string {
  for (let count = texts.length; count >= 0; count--) {
    const rest = texts.length - count;
    const shown = texts.slice(0, count);
    const list = [...shown, ...rest === 0 ? [] : [`+${rest}`]].join(", ");
    if (list.length <= columns) return list;
  }
  return "";
}
