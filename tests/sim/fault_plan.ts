/**
 * What goes wrong in one seed, and how often. Each kind of fault is off in
 * half of the seeds; one seed in ten has none at all.
 */

import type { Random } from "../../src/base/ports.ts";
import { logBetween } from "./seed_streams.ts";
import type { Scope } from "./scope.ts";
import { calm, drawWeather, FAIR_WEATHER, type Weather } from "./weather.ts";

export const MISHAPS = [
  "crash",
  "close",
  "pause",
  "pause_main",
  "crash_main",
  "partition",
  "clog",
  "socket",
  "reload",
  "rename",
  "refetch",
  "impostor",
  "stranger",
  "nuisance",
  "lies",
  "rotate",
  "disk",
  "guess",
  "move",
] as const;

export type Mishap = typeof MISHAPS[number];

const OF_BOOKINGS: ReadonlySet<Mishap> = new Set(["disk", "move"]);
/** Most of the time nobody is booked, so that nobody can move. */
const MOVES_PACE = 0.12;

const FAIR_SHARE = 0.1;
/** How long the faults of a seed go on, at least and at most. */
const SHORT_MS = [8_000, 50_000] as const;
const LONG_MS = [60_000, 720_000] as const;

/** So many times as long it takes from one to the next. */
interface Paces {
  readonly mishaps: number;
  readonly questions: number;
  readonly bookings: number;
}

const SHORT_PACES: Paces = { mishaps: 1, questions: 1, bookings: 1 };
/** There are calm times between. */
const LONG_PACES: Paces = { mishaps: 4, questions: 5, bookings: 1.25 };

export interface FaultPlan {
  readonly isFair: boolean;
  readonly weather: Weather;
  /** The mean time from one to the next, for those that happen. */
  readonly meanMs: ReadonlyMap<Mishap, number>;
  /** How long the faults go on. */
  readonly lengthMs: number;
  /** So many events at most are planned meanwhile. */
  readonly eventsMax: number;
  readonly paces: Paces;
}

/** @param scope What is left out was drawn nevertheless. */
export function drawPlan(random: Random, scope: Scope = {}): FaultPlan {
  const { isLong, untilMs = Infinity, eventsMax = Infinity } = scope;
  const { without = [] } = scope;
  const isFair = random() < FAIR_SHARE;
  const weather = drawWeather(random);
  const lengthMs = isLong
    ? logBetween(random, ...LONG_MS)
    : logBetween(random, ...SHORT_MS);
  const paces = isLong ? LONG_PACES : SHORT_PACES;
  const meanMs = new Map<Mishap, number>();
  for (const mishap of MISHAPS) {
    const pace = paces.mishaps * (mishap === "move" ? MOVES_PACE : 1);
    const drawn = pace * logBetween(random, 500, 20_000);
    // Without bookings, as in more than half of the seeds, they do nothing.
    const isOn = random() < 0.5 || OF_BOOKINGS.has(mishap);
    const happens = isOn && !isFair && !without.includes(mishap);
    if (happens) meanMs.set(mishap, drawn);
  }
  return {
    isFair,
    weather: isFair ? FAIR_WEATHER : calm(weather, without),
    meanMs,
    lengthMs: Math.min(lengthMs, untilMs),
    eventsMax,
    paces,
  };
}
