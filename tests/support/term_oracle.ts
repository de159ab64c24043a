/**
 * What a question with terms must find, by trying every slot on an axis of
 * ticks. Whether somebody can come is looked up tick by tick, so that no
 * mistake with intervals is shared with the program.
 */

import type { Row } from "./oracle.ts";

export interface OracleTerms {
  readonly window: { readonly from: number; readonly to: number };
  readonly duration: number;
  readonly before: number;
  readonly after: number;
  /** Slots begin and end at its multiples. */
  readonly step: number;
  /** How many have to come. */
  readonly least: number;
  readonly sort: "earliest" | "attendance" | "longest";
  readonly limit: number;
}

export interface OraclePerson {
  readonly name: string;
  /** Tick `t` is the time from `t` to `t + 1`. */
  readonly free: Row;
  readonly isRequired: boolean;
  readonly isRevealed: boolean;
}

export interface OracleSlot {
  readonly slot: { readonly start: number; readonly end: number };
  readonly free: number;
  readonly of: number;
  readonly missing: readonly string[];
}

/** Negative where the first is to come first. */
export type Compare = (
  a: Pick<OracleSlot, "slot" | "free">,
  b: Pick<OracleSlot, "slot" | "free">,
) => number;

const length = ({ slot }: Pick<OracleSlot, "slot">) => slot.end - slot.start;
const early: Compare = (a, b) => a.slot.start - b.slot.start;
const many: Compare = (a, b) => b.free - a.free;
const long: Compare = (a, b) => length(b) - length(a);
const by = (...compares: Compare[]): Compare => (a, b) =>
  compares.map((compare) => compare(a, b)).find((sign) => sign !== 0) ?? 0;

/** In which order slots are told. */
export const ORDERS = {
  earliest: by(early, many, long),
  attendance: by(many, early, long),
  longest: by(long, many, early),
  nearest: by(many, long, early),
};

export class TermOracle {
  readonly #people: readonly OraclePerson[];
  readonly #terms: OracleTerms;

  constructor(people: readonly OraclePerson[], terms: OracleTerms) {
    this.#people = people;
    this.#terms = terms;
  }

  /** In which all can come. */
  get slots(): [number, number][] {
    const { sort, limit } = this.#terms;
    const all = this.#maximal((people, isOk) => people.every(isOk));
    return all.sort(sort === "longest" ? by(long, early) : early)
      .slice(0, limit).sort(early)
      .map(({ slot }) => [slot.start, slot.end]);
  }

  /** In which enough can come, and everybody who has to. */
  get suggestions(): OracleSlot[] {
    const { least, sort, limit } = this.#terms;
    return this.#maximal((people, isOk) =>
      people.filter(isOk).length >= least &&
      people.every((person) => !person.isRequired || isOk(person))
    ).sort(ORDERS[sort]).slice(0, limit);
  }

  /** In which most can come. */
  get nearest(): OracleSlot | null {
    const all = this.#maximal((people, isOk) => people.some(isOk));
    return all.sort(ORDERS.nearest)[0] ?? null;
  }

  /** How many are free in each tick of the window. */
  get counts(): number[] {
    const { from, to } = this.#terms.window;
    return Array.from(
      { length: to - from },
      (_, i) => this.#people.filter(({ free }) => free[from + i] === 1).length,
    );
  }

  /** Whether there is any slot to try. */
  get hasRoom(): boolean {
    return [...this.#possible()].length > 0;
  }

  /** Whether some time of the window, however short, suits enough of them. */
  get isShared(): boolean {
    const { window, least } = this.#terms;
    const loose = { before: 0, after: 0, step: 1, duration: 1 };
    const terms = { window, least, sort: "earliest", limit: 1 } as const;
    const oracle = new TermOracle(this.#people, { ...terms, ...loose });
    return oracle.suggestions.length > 0;
  }

  /** Slots that are fine, and in no longer one that as many can come to. */
  #maximal(
    isFine: (
      people: readonly OraclePerson[],
      isOk: (person: OraclePerson) => boolean,
    ) => boolean,
  ): OracleSlot[] {
    const fine: OracleSlot[] = [];
    for (const slot of this.#possible()) {
      const isOk = ({ free }: OraclePerson) => this.#canCome(free, slot);
      if (!isFine(this.#people, isOk)) continue;
      const missing = this.#people.filter((person) => !isOk(person));
      const of = this.#people.length;
      const names = missing.filter(({ isRevealed }) => isRevealed)
        .map(({ name }) => name);
      fine.push({ slot, free: of - missing.length, of, missing: names });
    }
    return fine.filter((a) =>
      !fine.some((b) =>
        a !== b && b.free === a.free && b.slot.start <= a.slot.start &&
        b.slot.end >= a.slot.end
      )
    );
  }

  *#possible() {
    const { window: { from, to }, duration, step } = this.#terms;
    for (let start = from; start < to; start++) {
      for (let end = start + duration; end <= to; end++) {
        if (start % step === 0 && end % step === 0) yield { start, end };
      }
    }
  }

  #canCome(free: Row, slot: { start: number; end: number }): boolean {
    const { before, after } = this.#terms;
    for (let tick = slot.start - before; tick < slot.end + after; tick++) {
      if (free[tick] !== 1) return false;
    }
    return true;
  }
}
