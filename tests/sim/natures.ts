/**
 * What servers are like beyond whose time they have: what their times count,
 * who of their people cannot be read or has working hours, and whether they
 * tell who is missing.
 */

import type { Random } from "../../src/base/ports.ts";
import type { Times } from "../../src/calendar/times.ts";
import { EPOCH_MS } from "../support/epoch.ts";
import type { Axis, Row } from "../support/oracle.ts";
import { below, pick } from "../support/seeded_random.ts";

/** When a run begins, in whole seconds since 1970. */
export const EPOCH_S = EPOCH_MS / 1_000;

export interface Nature {
  readonly reveals: boolean;
  /** What times count; a newer file may have others. */
  times: Times;
  /** Of the people so many cannot be read. */
  readonly unreadableShare: number;
  /** Of those who have instants, so many have working hours. */
  readonly workingShare: number;
  /** Of the files so many count something else than the one before. */
  readonly turnShare: number;
  readonly random: Random;
}

/** People who are not just a line in a file. */
export interface Oddities {
  /** By key, those who cannot be read. */
  readonly unreadable: ReadonlySet<string>;
  /** By key, when those work whose time is worked out. */
  readonly hours: ReadonlyMap<string, Row>;
}

const INSTANTS_SHARE = 0.16;
const MIXED_SHARE = 0.07;
/** From a minute to a day: some axes are over soon, some are for weeks. */
const UNITS = [60, 900, 21_600, 86_400];

export class Natures {
  /** What all times count; null if servers differ. */
  readonly times: Times | null;
  readonly #random: Random;
  readonly #isOdd: boolean;

  /** @param isLong Then there are numbers only: instants would be slow. */
  constructor(random: Random, isLong: boolean) {
    this.#random = random;
    const [way, odd] = [random(), random()];
    this.#isOdd = odd < 0.5;
    this.times = isLong || way >= INSTANTS_SHARE + MIXED_SHARE
      ? "numbers"
      : way < INSTANTS_SHARE
      ? "instants"
      : null;
  }

  /** The axis on which a server's times may be instants. */
  axis(axis: Axis): Axis {
    if (this.times === "numbers") return axis;
    const unit = pick(this.#random, UNITS);
    const origin = EPOCH_S - unit * below(this.#random, 3);
    return { ticks: axis.ticks, origin, unit };
  }

  draw(): Nature {
    const random = this.#random;
    const either = random() < 0.5 ? "numbers" : "instants";
    const shares = [random(), random()] as const;
    return {
      times: this.times ?? either,
      reveals: random() < 0.5,
      unreadableShare: this.#isOdd && shares[0] < 0.6 ? 0.15 : 0,
      workingShare: this.#isOdd && shares[1] < 0.6 ? 0.5 : 0,
      turnShare: this.times === null ? 0.1 : 0,
      random,
    };
  }
}

/** Before a newer file is drawn. */
export function turn(nature: Nature): void {
  if (nature.random() >= nature.turnShare) return;
  nature.times = nature.times === "numbers" ? "instants" : "numbers";
}

/** The same of everybody else. */
export function withoutPerson(
  { unreadable, hours }: Oddities,
  person: string,
): Oddities {
  const isOther = (key: string) => key !== person;
  return {
    unreadable: new Set([...unreadable].filter(isOther)),
    hours: new Map([...hours].filter(([key]) => isOther(key))),
  };
}

/** Who of some people is odd, by a chance of its own. */
export function drawOddities(
  keys: Iterable<string>,
  { times, unreadableShare, workingShare, random }: Nature,
  { ticks }: Axis,
): Oddities {
  const unreadable = new Set<string>();
  const hours = new Map<string, Row>();
  if (unreadableShare + workingShare === 0) return { unreadable, hours };
  for (const key of keys) {
    if (random() < unreadableShare) unreadable.add(key);
    else if (times === "instants" && random() < workingShare) {
      hours.set(key, drawHours(random, ticks));
    }
  }
  return { unreadable, hours };
}

/** The same ones of every so many ticks; of some people none. */
function drawHours(random: Random, ticks: number): Row {
  const period = pick(random, [2, 3, 4, 8]);
  const length = random() < 0.1 ? 0 : 1 + below(random, period);
  const first = below(random, period);
  return Uint8Array.from(
    { length: ticks },
    (_, tick) => (tick + first) % period < length ? 1 : 0,
  );
}

/** Of a server of numbers, all of whose people can be read. */
export const PLAIN_NATURE: Nature = {
  reveals: false,
  times: "numbers",
  unreadableShare: 0,
  workingShare: 0,
  turnShare: 0,
  random: () => 0,
};
