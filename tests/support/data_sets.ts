/**
 * Random calendars and the questions to ask of them. What a data set looks
 * like is drawn once for all of its people, so that each extreme also comes
 * alone and not only diluted (swarm testing).
 */

import type { Random } from "../../src/base/ports.ts";
import { type Axis, commonRow, type Row, rowSlots } from "./oracle.ts";
import { below, pick, shuffled } from "./seeded_random.ts";

/** One person with a calendar at each of one or two servers. */
interface Person {
  readonly name: string;
  /** Sorted server numbers, a row for each. */
  readonly servers: readonly number[];
  readonly rows: readonly Row[];
}

/** A question about the people of one data set, and its answer. */
export interface Question {
  readonly names: readonly string[];
  readonly slots: [number, number][];
  readonly unknown: readonly string[];
}

const SHAPES = [
  "empty",
  "full",
  "sparse",
  "dense",
  "one_tick",
  "alternating",
  "nested",
  "same",
] as const;
type Shape = typeof SHAPES[number];

/** Axes at both ends of what a time may be, and around zero. */
const ORIGINS = [0, 0, -30, 1_700_000_000, Number.MIN_SAFE_INTEGER];
const UNITS = [1, 1, 1, 7, 3_600];

export class DataSet {
  readonly #random: Random;
  readonly #axis: Axis;
  readonly #people: Person[] = [];
  readonly #prefix: string;

  /** @param prefix Starts every name, so that data sets never share one. */
  constructor(
    random: Random,
    { prefix, servers }: { readonly prefix: string; readonly servers: number },
  ) {
    this.#random = random;
    this.#prefix = prefix;
    this.#axis = drawAxis(random);
    const count = drawCount(random, this.#axis.ticks);
    const shapes = shuffled(random, SHAPES).slice(0, 1 + below(random, 4));
    for (let i = 0; i < count; i++) {
      const homes = shuffled(random, [...Array(servers).keys()])
        .slice(0, random() < 0.1 ? 2 : 1).sort();
      const rows = homes.map(() => this.#drawRow(pick(random, shapes)));
      this.#people.push({ name: `${prefix}p${i}`, servers: homes, rows });
    }
  }

  #drawRow(shape: Shape): Row {
    const { ticks } = this.#axis;
    const random = this.#random;
    if (shape === "same") {
      const before = this.#people.at(-1)?.rows[0];
      if (before) return before;
    }
    const [at, seed] = [below(random, ticks), below(random, 2)];
    const depth = this.#people.length % Math.ceil(ticks / 2);
    const free: Record<Shape, (tick: number) => boolean> = {
      empty: () => false,
      full: () => true,
      sparse: () => random() < 0.1,
      dense: () => random() < 0.9,
      one_tick: (tick) => tick === at,
      alternating: (tick) => tick % 2 === seed,
      nested: (tick) => tick >= depth && tick < ticks - depth,
      same: () => random() < 0.5,
    };
    return Uint8Array.from({ length: ticks }, (_, t) => free[shape](t) ? 1 : 0);
  }

  /** The lines of one server's file; none if nobody is at home there. */
  lines(server: number): string[] {
    return this.#people.flatMap(({ name, servers, rows }) => {
      const row = rows[servers.indexOf(server)];
      if (!row) return [];
      const pieces = cutUp(this.#random, rowSlots(row, this.#axis));
      const space = this.#random() < 0.1 ? " " : "";
      const list = pieces.map((piece) => piece.join(`${space},${space}`));
      const text = list.map((piece) => `[${piece}]`).join(`,${space}`);
      return [`${space}${name}${space};${space}[${text}]${space}`];
    });
  }

  /** Some of the people in any spelling, and sometimes a stranger. */
  ask(): Question {
    const random = this.#random;
    const asked = shuffled(random, this.#people)
      .slice(0, 1 + below(random, this.#people.length));
    const names = asked.map(({ name }) => respell(random, name));
    const unknown = random() < 0.05 ? [`${this.#prefix}nobody`] : [];
    const rows = asked.flatMap(({ rows }) => rows);
    return {
      names: [...names, ...unknown],
      slots: rowSlots(commonRow(rows), this.#axis),
      unknown,
    };
  }
}

function drawAxis(random: Random): Axis {
  const long = random() < 0.015;
  const ticks = long ? 20_000 : pick(random, [1, 2, 8, 24, 24, 64, 300]);
  const unit = pick(random, UNITS);
  const origins = [...ORIGINS, Number.MAX_SAFE_INTEGER - ticks * unit];
  return { ticks, unit, origin: pick(random, origins) };
}

/** Mostly a few people, now and then as many as 64; few of many ticks. */
function drawCount(random: Random, ticks: number): number {
  if (ticks > 300) return 3;
  const most = pick(random, ticks > 64 ? [1, 4, 8] : [1, 4, 4, 8, 16, 64]);
  return 1 + below(random, most);
}

/** The same time in more pieces: some touch, some overlap, none in order. */
function cutUp(
  random: Random,
  slots: readonly [number, number][],
): [number, number][] {
  const pieces = slots.flatMap(([start, end]): [number, number][] => {
    if (end - start < 2 || random() < 0.7) return [[start, end]];
    const cut = start + 1 + below(random, end - start - 1);
    const back = random() < 0.5 ? cut : start;
    return [[start, cut], [back, end]];
  });
  return random() < 0.5 ? pieces : shuffled(random, pieces);
}

/** A name is compared without its case. */
function respell(random: Random, name: string): string {
  return random() < 0.2 ? name.toUpperCase() : name;
}
