/**
 * What goes wrong in one seed, and how often. Each kind of fault is off in
 * half of the seeds; one seed in ten has none at all.
 */

import type { Random } from "../../src/base/ports.ts";
import { logBetween } from "./seed_streams.ts";
import { drawWeather, FAIR_WEATHER, type Weather } from "./weather.ts";

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
  "impostor",
  "stranger",
  "nuisance",
  "lies",
] as const;

export type Mishap = typeof MISHAPS[number];

const FAIR_SHARE = 0.1;

export interface FaultPlan {
  readonly isFair: boolean;
  readonly weather: Weather;
  /** The mean time from one to the next, for those that happen. */
  readonly meanMs: ReadonlyMap<Mishap, number>;
  /** How long the faults go on. */
  readonly lengthMs: number;
}

export function drawPlan(random: Random): FaultPlan {
  const isFair = random() < FAIR_SHARE;
  const weather = drawWeather(random);
  const lengthMs = logBetween(random, 8_000, 50_000);
  const meanMs = new Map<Mishap, number>();
  for (const mishap of MISHAPS) {
    const drawn = logBetween(random, 500, 20_000);
    if (random() < 0.5 && !isFair) meanMs.set(mishap, drawn);
  }
  return {
    isFair,
    weather: isFair ? FAIR_WEATHER : weather,
    meanMs,
    lengthMs,
  };
}
