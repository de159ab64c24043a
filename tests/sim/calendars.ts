/**
 * The people of a seed and their free time, twice: as the file that a backend
 * loads, and as rows of ticks, which is what answers are held against.
 */

import type { Random } from "../../src/base/ports.ts";
import { FreeTimeParser } from "../../src/calendar/free_time_file.ts";
import type { People } from "../../src/calendar/people.ts";
import { idKey } from "../../src/wire/datagram.ts";
import { listId } from "../../src/wire/registration.ts";
import { type Axis, type Row, rowSlots } from "../support/oracle.ts";
import { below, pick, shuffled } from "../support/seeded_random.ts";

/** Free time of everybody on one server, as it was for a while. */
export interface Calendars {
  readonly rows: ReadonlyMap<string, Row>;
  readonly people: People;
  /** Equal for equal lists of names. */
  readonly list: string;
}

/** People drawn from one axis and one pool of names. */
export interface Population {
  readonly axis: Axis;
  readonly names: readonly string[];
}

const SHAPES = ["empty", "full", "half", "sparse", "dense", "stripes"] as const;
/** Some letters that lower-casing and normal forms have to do with. */
const ODD_NAMES = ["zoë", "ǆ", "o'neill+x@example.com", "д", "a".repeat(64)];
/** Enough for answers that fill several datagrams. */
const LONG_TICKS = 6_000;
const NAMES_MAX = 24;

export function drawPopulation(random: Random): Population {
  const isLong = random() < 0.06;
  const ticks = isLong ? LONG_TICKS : pick(random, [1, 4, 16, 24, 60]);
  const count = isLong ? 5 : 2 + below(random, NAMES_MAX);
  const plain = Array.from({ length: count }, (_, i) => `p${i}`);
  const names = random() < 0.3 ? [...plain, ...ODD_NAMES] : plain;
  const origin = pick(random, [0, -30, 1_700_000_000, 2 ** 53 - 1e6]);
  return { axis: { ticks, origin, unit: pick(random, [1, 1, 7, 60]) }, names };
}

/** Some of the people, or those of `like`, with new free time. */
export function drawCalendars(
  random: Random,
  { axis, names }: Population,
  like?: Calendars,
): Calendars {
  const whose = like
    ? [...like.rows.keys()]
    : shuffled(random, names).slice(0, 1 + below(random, names.length));
  const rows = new Map<string, Row>();
  for (const name of whose) rows.set(name, drawRow(random, axis.ticks));
  return calendarsOf(rows, axis);
}

function calendarsOf(rows: ReadonlyMap<string, Row>, axis: Axis): Calendars {
  const lines = [...rows].map(([name, row]) =>
    `${name};${JSON.stringify(rowSlots(row, axis))}\n`
  );
  const parser = new FreeTimeParser({ path: "sim.txt", skipBadLines: false });
  parser.push(new TextEncoder().encode(lines.join("")));
  const { people } = parser.finish();
  return { rows, people, list: idKey(listId(people.names.digest)) };
}

function drawRow(random: Random, ticks: number): Row {
  const shape = pick(random, SHAPES);
  const free: Record<typeof shape, (tick: number) => boolean> = {
    empty: () => false,
    full: () => true,
    half: () => random() < 0.5,
    sparse: () => random() < 0.1,
    dense: () => random() < 0.9,
    stripes: (tick) => tick % 2 === 0,
  };
  return Uint8Array.from({ length: ticks }, (_, t) => free[shape](t) ? 1 : 0);
}
