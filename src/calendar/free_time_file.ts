/**
 * A free-time file: a line for each person, in bytes that come piece by piece.
 *
 * What is kept of a line lies in typed arrays; there is no string for a line
 * nor an object for an interval. A million people of ten intervals, 148 MB of
 * text, load in less than half the time of `split("\n")` and `JSON.parse`, in
 * a third of their memory: see `tests/bench/load_people.ts`.
 */

import { FileFormatError, quote } from "../base/errors.ts";
import { PEOPLE_MAX } from "../base/limits.ts";
import { Columns } from "../intervals/columns.ts";
import { BoundPages } from "./bound_pages.ts";
import { FileProblems } from "./file_problems.ts";
import { FreeTimeLine } from "./free_time_line.ts";
import { KeyList } from "./key_list.ts";
import { LineJoiner } from "./line_joiner.ts";
import { listedPeople, type People } from "./people.ts";
import {
  keyOf,
  type PackedKeys,
  packNames,
  type SortedNames,
  sortNames,
} from "./sort_names.ts";
import { Uint32List } from "./uint32_list.ts";
import type { Zone } from "./zone.ts";

/** Bounds of one file: 4 GiB of them. */
const BOUNDS_MAX = 2 ** 29;

/** What a file holds. */
export interface ParsedFile {
  readonly people: People;
  /** Lines that are bad and were skipped. */
  readonly badLines: number;
  /** What is wrong with them, a line for each and a count; or "". */
  readonly problems: string;
}

export interface FreeTimeOptions {
  /** Stands before each problem. */
  readonly path: string;
  /** Whether a file with bad lines is good for its other lines. */
  readonly skipBadLines: boolean;
  /** Of local times; without it each instant needs an offset. */
  readonly zone?: Zone | null;
  /** Bad lines that are listed; the rest is counted. */
  readonly problemsMax?: number | undefined;
}

/**
 * Takes a file in pieces of any size.
 *
 * @example Pieces may end anywhere
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const parser = new FreeTimeParser({ path: "a.txt", skipBadLines: false });
 * for (const piece of ["zein;[[1", ",4]]\ncal", "lie;[]"]) {
 *   parser.push(new TextEncoder().encode(piece));
 * }
 * const { names } = parser.finish().people;
 * assertEquals([names.size, names.position("bob")], [2, -1]);
 * ```
 */
export class FreeTimeParser {
  readonly #path: string;
  readonly #skipBadLines: boolean;
  readonly #joiner = new LineJoiner();
  readonly #line: FreeTimeLine;
  readonly #problems: FileProblems;
  readonly #keys = new KeyList();
  readonly #bounds = new BoundPages();
  /** Where each person's bounds start. */
  readonly #starts = new Uint32List();
  /** Where each name is, to say so if it comes again. */
  readonly #lines = new Uint32List();
  readonly #columns = new Uint32List();
  #lineNumber = 0;

  constructor(options: FreeTimeOptions) {
    this.#path = options.path;
    this.#skipBadLines = options.skipBadLines;
    this.#problems = new FileProblems(options.problemsMax);
    this.#line = new FreeTimeLine(options.zone ?? null);
  }

  /**
   * Takes the next piece, of which it keeps nothing.
   *
   * @throws {FileFormatError} If there are more people or intervals than fit.
   */
  push(chunk: Uint8Array): void {
    this.#joiner.push(chunk, (bytes, start) => this.#read(bytes, start));
  }

  /**
   * The people of the whole file; the parser is at its end.
   *
   * @throws {FileFormatError} If lines are bad and not to be skipped: its
   * message lists them.
   */
  finish(): ParsedFile {
    this.#joiner.finish((bytes, start) => this.#read(bytes, start));
    const keys = this.#keys.finish();
    const sorted = sortNames(keys);
    this.#reportRepeats(keys, sorted.repeats);
    const problems = this.#problems.format(this.#path);
    if (problems !== "" && !this.#skipBadLines) {
      throw new FileFormatError(problems);
    }
    const people = listedPeople({
      names: packNames(keys, sorted),
      columns: this.#columnsOf(sorted),
      times: this.#line.times,
    });
    return { people, badLines: this.#problems.count, problems };
  }

  #read(bytes: Uint8Array, start: number): number {
    const line = this.#line;
    const kind = line.read(bytes, start);
    this.#lineNumber++;
    if (kind === "person") this.#keep(line);
    if (kind === "bad") {
      this.#problems.add(this.#lineNumber, () => ({
        column: line.column,
        message: line.complaint,
      }));
    }
    return line.next;
  }

  #keep(line: FreeTimeLine): void {
    this.#checkRoom();
    this.#starts.push(this.#bounds.length);
    this.#bounds.append(line.bounds, line.length);
    this.#keys.push(line.key, line.keyBytes);
    this.#lines.push(this.#lineNumber);
    this.#columns.push(line.column);
  }

  #checkRoom(): void {
    const isFull = this.#lines.length === PEOPLE_MAX ||
      this.#bounds.length + this.#line.length > BOUNDS_MAX;
    if (!isFull) return;
    throw new FileFormatError(
      `${this.#path}:${this.#lineNumber}:1: expected at most ${PEOPLE_MAX} people and ${
        BOUNDS_MAX / 2
      } intervals, got one more`,
    );
  }

  /** The later line of a name is the bad one. */
  #reportRepeats(keys: PackedKeys, repeats: Uint32Array): void {
    const lines = this.#lines.view();
    const columns = this.#columns.view();
    for (let i = 0; i < repeats.length; i += 2) {
      const index = repeats[i]!;
      const first = lines[repeats[i + 1]!]!;
      this.#problems.add(lines[index]!, () => {
        const name = quote(new TextDecoder().decode(keyOf(keys, index)));
        return {
          column: columns[index]!,
          message: `name ${name} is repeated, first on line ${first}`,
        };
      });
    }
  }

  /** Columns in the order of the names; the bounds stay as they were read. */
  #columnsOf({ order }: SortedNames): Columns {
    this.#starts.push(this.#bounds.length);
    const fileStarts = this.#starts.view();
    const starts = new Uint32Array(order.length);
    const ends = new Uint32Array(order.length);
    for (let i = 0; i < order.length; i++) {
      const index = order[i]!;
      starts[i] = fileStarts[index]!;
      ends[i] = fileStarts[index + 1]!;
    }
    return new Columns({ bounds: this.#bounds.join(), starts, ends });
  }
}
