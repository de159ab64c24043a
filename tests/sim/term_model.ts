/**
 * What a question with terms must find, from rows of ticks. It tries slots
 * from each time at which somebody can come to each at which somebody has to
 * go, as a slot that could be longer is none; whether a person can come is
 * looked up in the row.
 */

import {
  type Axis,
  commonRow,
  type Row,
  rowSlots,
  timeAt,
} from "../support/oracle.ts";
import {
  type Compare,
  type OracleTerms,
  ORDERS,
} from "../support/term_oracle.ts";
import type { HeardStep } from "./answer_text.ts";
import { FreeRow } from "./free_row.ts";
import { down, type Steps, up } from "./steps.ts";

export interface ModelPerson {
  readonly name: string;
  readonly free: Row;
  /** Null for who works always. */
  readonly hours: Row | null;
  readonly isRequired: boolean;
  readonly isRevealed: boolean;
}

export interface ModelTerms extends Omit<OracleTerms, "step">, Steps {
  readonly axis: Axis;
}

export interface ModelSlot {
  readonly slot: { readonly start: number; readonly end: number };
  readonly free: number;
}

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly free: readonly ModelPerson[];
}

/** As many as are told at most. */
const SUGGESTIONS_MAX = 256;

export class TermModel {
  readonly people: readonly ModelPerson[];
  readonly terms: ModelTerms;
  readonly #times: ReadonlyMap<ModelPerson, FreeRow>;
  /** The window, cut where ticks begin and end. */
  #cut: readonly Piece[] | null = null;

  constructor(people: readonly ModelPerson[], terms: ModelTerms) {
    this.people = people;
    this.terms = terms;
    this.#times = new Map(
      people.map((person) => [person, new FreeRow(person.free, terms.axis)]),
    );
  }

  /** In which all can come. */
  get slots(): [number, number][] {
    const { sort, limit } = this.terms;
    const common = this.#runs(this.people.map(({ free }) => free));
    const slots = common.flatMap((run) => this.#within(run))
      .map((slot) => ({ slot, free: this.people.length }));
    return slots.sort(sort === "longest" ? ORDERS.longest : ORDERS.earliest)
      .slice(0, limit).sort(ORDERS.earliest)
      .map(({ slot: { start, end } }) => [start, end]);
  }

  /** In which enough can come, and everybody who has to. */
  get suggestions(): ModelSlot[] {
    const { least, sort, limit } = this.terms;
    const isFine = (some: readonly ModelPerson[]) =>
      some.length >= least &&
      this.people.every((one) => !one.isRequired || some.includes(one));
    const most = Math.min(limit, SUGGESTIONS_MAX);
    return this.#maximal(isFine, ORDERS[sort]).slice(0, most);
  }

  /** In which most can come; undefined if nobody can to any. */
  get nearest(): ModelSlot | undefined {
    return this.#maximal((some) => some.length > 0, ORDERS.nearest)[0];
  }

  /** Whether nobody has any time in the window. */
  get isEmpty(): boolean {
    return this.#pieces.every(({ free }) => free.length === 0);
  }

  /** Whether some time of the window, however short, suits enough of them. */
  get isShared(): boolean {
    const needed = this.people.filter(({ isRequired }) => isRequired);
    return this.#pieces.some(({ free }) =>
      free.length >= this.terms.least &&
      needed.every((one) => free.includes(one))
    );
  }

  get areAllNeeded(): boolean {
    return this.people.every(({ isRequired }) => isRequired);
  }

  /** Whether there is a slot in the window for who is always free. */
  get hasRoom(): boolean {
    const { window, duration } = this.terms;
    const start = up(window.from, this.terms);
    return down(window.to, this.terms) - start >= duration;
  }

  /** Whether a slot lies within everybody's working hours. */
  get isWorked(): boolean {
    const { window } = this.terms;
    const hours = this.people.flatMap(({ hours }) => hours ?? []);
    const runs = hours.length > 0
      ? this.#runs(hours)
      : [{ start: -Infinity, end: Infinity }];
    return window.from < window.to &&
      runs.some((run) => this.#within(run).length > 0);
  }

  /** How many are free when. */
  coverage(isBounded: boolean): HeardStep[] {
    const steps: { slot: [number, number]; free: number }[] = [];
    for (const { start, end, free: { length: free } } of this.#pieces) {
      const last = steps.at(-1);
      if (last?.free === free) last.slot[1] = end;
      else steps.push({ slot: [start, end], free });
    }
    if (isBounded) return steps;
    return steps.filter(({ free }, i) =>
      free > 0 || (i > 0 && i < steps.length - 1)
    );
  }

  /** Whether the person can come to all of a slot. */
  canCome(person: ModelPerson, { start, end }: ModelSlot["slot"]): boolean {
    const { before, after } = this.terms;
    return this.#times.get(person)!.isFree(start - before, end + after);
  }

  get #pieces(): readonly Piece[] {
    return this.#cut ??= this.#cutWindow();
  }

  #cutWindow(): Piece[] {
    const { window: { from, to }, axis } = this.terms;
    const cuts = Array.from(
      { length: axis.ticks + 1 },
      (_, tick) => timeAt(axis, tick),
    ).filter((time) => time > from && time < to);
    const bounds = from < to ? [from, ...cuts, to] : [];
    return bounds.slice(1).map((end, i) => {
      const start = bounds[i]!;
      const free = this.people.filter((person) =>
        this.#times.get(person)!.isFree(start, end)
      );
      return { start, end, free };
    });
  }

  /** Where all rows are free; at least one row. */
  #runs(rows: readonly Row[]): ModelSlot["slot"][] {
    return rowSlots(commonRow(rows), this.terms.axis)
      .map(([start, end]) => ({ start, end }));
  }

  /** The longest slot in free time; none if that is too short. */
  #within(run: ModelSlot["slot"]): ModelSlot["slot"][] {
    const { window, before, after, duration } = this.terms;
    const start = up(Math.max(run.start + before, window.from), this.terms);
    const end = down(Math.min(run.end - after, window.to), this.terms);
    return end - start >= duration ? [{ start, end }] : [];
  }

  #maximal(
    isFine: (some: readonly ModelPerson[]) => boolean,
    compare: Compare,
  ): ModelSlot[] {
    const { window: { from, to }, before, after, duration } = this.terms;
    const runs = this.people.flatMap(({ free }) => this.#runs([free]));
    const inWindow = (time: number) => Math.min(Math.max(time, from), to);
    const starts = distinct(
      runs.map(({ start }) => up(inWindow(start + before), this.terms)),
    );
    const ends = distinct(
      runs.map(({ end }) => down(inWindow(end - after), this.terms)),
    );
    const comers = (i: number, j: number) => {
      const [start, end] = [starts[i], ends[j]];
      if (start === undefined || end === undefined) return [];
      const isIn = end <= to && end - start >= duration;
      return isIn
        ? this.people.filter((one) => this.canCome(one, { start, end }))
        : [];
    };
    const slots: ModelSlot[] = [];
    for (let i = 0; i < starts.length; i++) {
      for (let j = 0; j < ends.length; j++) {
        const some = comers(i, j);
        if (some.length === 0 || !isFine(some)) continue;
        const free = some.length;
        // Who can come to a longer one can come to this one as well.
        const isLongest = comers(i - 1, j).length < free &&
          comers(i, j + 1).length < free;
        const slot = { start: starts[i]!, end: ends[j]! };
        if (isLongest) slots.push({ slot, free });
      }
    }
    return slots.sort(compare);
  }
}

/** Whether a slot may lie there, whoever can come. */
export function mayLie({ start, end }: ModelSlot["slot"], terms: ModelTerms) {
  const { window, duration } = terms;
  return start >= window.from && end <= window.to &&
    end - start >= duration && up(start, terms) === start &&
    down(end, terms) === end;
}

function distinct(times: readonly number[]): number[] {
  return [...new Set(times)].sort((a, b) => a - b);
}
