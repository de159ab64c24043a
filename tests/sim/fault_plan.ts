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
] as const;

export type Mishap = typeof MISHAPS[number];

const FAIR_SHARE = 0.1;
/** How long the faults of a seed go on, at least and at most. */
const SHORT_MS = [8_000, 50_000] as const;
/** Mishaps of a long seed are so much rarer: there are calm times between. */
const LONG_PACE = 4;
/** And clients ask so much more seldom. */
const LONG_ASK_PACE = 4;
const LONG_MS = [60_000, 720_000] as const;

export interface FaultPlan {
  readonly isFair: boolean;
  readonly weather: Weather;
  /** The mean time from one to the next, for those that happen. */
  readonly meanMs: ReadonlyMap<Mishap, number>;
  /** How long the faults go on. */
  readonly lengthMs: number;
  /** So many times as long clients wait from one question to the next. */
  readonly askPace: number;
}

/** @param scope What is left out was drawn nevertheless. */
export function drawPlan(random: Random, scope: Scope = {}): FaultPlan {
  const { isLong, untilMs = Infinity, without = [] } = scope;
  const isFair = random() < FAIR_SHARE;
  const weather = drawWeather(random);
  const lengthMs = isLong
    ? logBetween(random, ...LONG_MS)
    : logBetween(random, ...SHORT_MS);
  const pace = isLong ? LONG_PACE : 1;
  const meanMs = new Map<Mishap, number>();
  for (const mishap of MISHAPS) {
    const drawn = pace * logBetween(random, 500, 20_000);
    // Without bookings, as in more than half of the seeds, nothing is written.
    const isOn = random() < 0.5 || mishap === "disk";
    const happens = isOn && !isFair && !without.includes(mishap);
    if (happens) meanMs.set(mishap, drawn);
  }
  return {
    isFair,
    weather: isFair ? FAIR_WEATHER : calm(weather, without),
    meanMs,
    lengthMs: Math.min(lengthMs, untilMs),
    askPace: isLong ? LONG_ASK_PACE : 1,
  };
}
