/**
 * The people of a seed and their free time, twice: as the file that a backend
 * loads, and as rows of ticks, which is what answers are held against.
 */

import type { Random } from "../../src/base/ports.ts";
import { FreeTimeParser } from "../../src/calendar/free_time_file.ts";
import type { People } from "../../src/calendar/people.ts";
import type { Times } from "../../src/calendar/times.ts";
import { idKey } from "../../src/wire/datagram.ts";
import { listId } from "../../src/wire/registration.ts";
import { drawOddities, type Nature, type Oddities } from "./natures.ts";
import { lineOf, withOddities } from "./pattern_people.ts";
import { type Axis, commonRow, type Row, rowSlots } from "../support/oracle.ts";
import {
  below,
  pick,
  seededRandom,
  shuffled,
} from "../support/seeded_random.ts";

/** Free time of everybody on one server, as it was for a while. */
export interface Calendars extends Oddities {
  /** Nobody is free who cannot be read. */
  readonly rows: ReadonlyMap<string, Row>;
  readonly people: People;
  /** Equal for equal lists of names. */
  readonly list: string;
}

/** People drawn from one axis and one pool of names. */
export interface Population {
  readonly axis: Axis;
  readonly names: readonly string[];
  /** A row that some people's rows are equal to, or lie in. */
  readonly base: Row;
  /** People of each server whom nobody asks for: they make lists long. */
  readonly extras: number;
  /** Whether answers fill several datagrams. */
  readonly isLong: boolean;
}

const SHAPES = [
  "empty",
  "full",
  "half",
  "sparse",
  "dense",
  "stripes",
  "tick",
  "equal",
  "nested",
] as const;
/** Some letters that lower-casing and normal forms have to do with. */
const ODD_NAMES = ["zoë", "ǆ", "o'neill+x@example.com", "д", "a".repeat(64)];
/** Pairs of equal hash, which lists have to tell apart by their letters. */
const HASH_TWINS = [
  ...["rmewztm", "nxpkxev"],
  ...["upkrtsw", "pljiplo"],
  ...["aahkryd", "cqsbmrt"],
];
/** Enough for answers that, deflated, fill one datagram or several. */
const UNEVEN_TICKS = [750, 1_500, 3_000];
const UNEVEN_UNIT = 50_000;
/** As many intervals as anybody has, in such a share of long populations. */
const HUGE_TICKS = 24_000;
const HUGE_SHARE = 0.1;
const NAMES_FEW = 24;
const NAMES_MAX = 64;
/** Enough for lists of many chunks, of about 30 such names each. */
const EXTRAS_MAX = 700;
/** So many fill more chunks than are on their way at once. */
const EXTRAS_MANY = 2_000;
/** Some of them shrink to almost nothing, so that chunks differ in size. */
const EXTRA_NAMES = Array.from({ length: EXTRAS_MANY }, (_, i) => {
  const random = seededRandom(i);
  const chars = () => below(random, 36 ** 8).toString(36);
  const tail = Array.from({ length: 6 }, chars).join("");
  return `extra${i}`.padEnd(60, i % 8 === 0 ? "x" : tail);
});
/** Such a share of the files says the same in more words. */
const WORDY_SHARE = 0.3;

export function drawPopulation(random: Random): Population {
  const isLong = random() < 0.1;
  const isUneven = isLong && random() >= HUGE_SHARE;
  const ticks = isUneven
    ? pick(random, UNEVEN_TICKS)
    : isLong
    ? HUGE_TICKS
    : pick(random, [1, 4, 16, 24, 60]);
  const namesMax = random() < 0.15 ? NAMES_MAX : NAMES_FEW;
  const count = isLong ? 5 : 2 + below(random, namesMax - 1);
  const plain = Array.from({ length: count }, (_, i) => `p${i}`);
  const names = [
    ...plain,
    ...(random() < 0.3 ? ODD_NAMES : []),
    ...(random() < 0.3 ? HASH_TWINS : []),
  ];
  const origin = pick(random, [0, -30, 1_700_000_000, 2 ** 53 - 1e9]);
  const unit = isUneven ? UNEVEN_UNIT : pick(random, [1, 1, 7, 60]);
  const base = Uint8Array.from({ length: ticks }, () => below(random, 2));
  const extrasMax = random() < 0.1 ? EXTRAS_MANY : EXTRAS_MAX;
  const drawn = random() < 0.25 ? below(random, extrasMax) : 0;
  // Long rows of hundreds of people would take all of the time.
  const extras = isLong ? 0 : drawn;
  const axis = { ticks, origin, unit, isUneven };
  return { axis, names, base, extras, isLong };
}

/**
 * Some of the people, with new free time.
 *
 * @param whose These and nobody else.
 */
export function drawCalendars(
  random: Random,
  { population, nature, whose }: {
    readonly population: Population;
    readonly nature: Nature;
    readonly whose?: Iterable<string> | undefined;
  },
): Calendars {
  const rows = new Map<string, Row>();
  for (const name of whose ?? drawNames(random, population)) {
    rows.set(name, drawRow(random, population));
  }
  const { axis } = population;
  const oddities = drawOddities(rows.keys(), nature, axis);
  const { times } = nature;
  return calendarsOf(rows, { axis, random, times, oddities });
}

function drawNames(random: Random, { names, extras }: Population): string[] {
  const count = 1 + below(random, names.length);
  const share = random();
  return [
    ...shuffled(random, names).slice(0, count),
    // Not all of them, so that two lists differ in many chunks.
    ...EXTRA_NAMES.slice(0, extras).filter(() => random() < share),
  ];
}

const NO_ODDITIES: Oddities = { unreadable: new Set(), hours: new Map() };

/**
 * @param drawn When people would be free who are not odd.
 * @param random Draws in how many words the file says it.
 */
export function calendarsOf(
  drawn: ReadonlyMap<string, Row>,
  { axis, random, times = "numbers", oddities = NO_ODDITIES }: {
    readonly axis: Axis;
    readonly random: Random;
    readonly times?: Times;
    readonly oddities?: Oddities;
  },
): Calendars {
  const isWordy = random() < WORDY_SHARE;
  const { unreadable, hours } = oddities;
  const rows = new Map<string, Row>();
  const lines = [...drawn].map(([name, row]) => {
    const worked = hours.get(name);
    if (unreadable.has(name)) rows.set(name, new Uint8Array(axis.ticks));
    else rows.set(name, worked ? commonRow([row, worked]) : row);
    const isListed = !worked && !unreadable.has(name);
    const slots = isListed ? rowSlots(row, axis) : [];
    const said = isWordy ? inMoreWords(random, slots, axis) : slots;
    return lineOf(name, said, times);
  });
  const parser = new FreeTimeParser({ path: "sim.txt", skipBadLines: false });
  parser.push(new TextEncoder().encode(lines.join("")));
  const listed = parser.finish().people;
  const people = withOddities(listed, oddities, { rows, axis });
  const list = idKey(listId(people.names.digest));
  return { ...oddities, rows, people, list };
}

/** The same time in pieces that touch, overlap or lie in each other. */
function inMoreWords(
  random: Random,
  slots: readonly [number, number][],
  { unit }: Axis,
): [number, number][] {
  // What is in order is taken as it comes, and not sorted first.
  const isInOrder = random() < 0.5;
  const pieces = slots.flatMap(([start, end]): [number, number][] => {
    const ticks = Math.floor((end - start) / unit);
    const middle = start + unit * below(random, ticks);
    const overlap = Math.min(end, middle + unit * below(random, 2));
    if (middle === start) return [[start, end]];
    return isInOrder
      ? [[start, middle], [middle, end]]
      : [[start, overlap], [middle, end], [start, middle]];
  });
  return isInOrder ? pieces : shuffled(random, pieces);
}

function drawRow(random: Random, { axis, base }: Population): Row {
  const { ticks } = axis;
  const shape = pick(random, SHAPES);
  const only = below(random, ticks);
  const free: Record<typeof shape, (tick: number) => boolean> = {
    empty: () => false,
    full: () => true,
    half: () => random() < 0.5,
    sparse: () => random() < 0.1,
    dense: () => random() < 0.9,
    stripes: (tick) => tick % 2 === 0,
    tick: (tick) => tick === only,
    equal: (tick) => base[tick] === 1,
    // Within the base's stretches, without their first ticks.
    nested: (tick) => base[tick] === 1 && base[tick - 1] === 1,
  };
  const isFree = free[shape];
  const row = new Uint8Array(ticks);
  for (let tick = 0; tick < ticks; tick++) row[tick] = isFree(tick) ? 1 : 0;
  return row;
}
