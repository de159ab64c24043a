/**
 * How bad one seed's network is. Each kind of harm is off in half of the
 * seeds and else drawn, so that each also comes alone (swarm testing).
 */

import type { Random } from "../../src/base/ports.ts";
import { logBetween } from "./seed_streams.ts";

export interface Weather {
  /** The least time from one host to another. */
  readonly delayMs: number;
  /** Each copy takes up to this much longer, which reorders them. */
  readonly jitterMs: number;
  /** The share that is lost towards main servers, and from them. */
  readonly lossToMain: number;
  readonly lossFromMain: number;
  /** Bursts in which nearly all is lost: how often, for how long. */
  readonly burstShare: number;
  readonly burstMs: number;
  /** The share that comes twice. */
  readonly duplicates: number;
  /** A second copy is late by up to this. */
  readonly lateMsMax: number;
  /** The share that is spoilt on its way. */
  readonly spoilt: number;
}

/** Nothing is lost, late, doubled or spoilt. */
export const FAIR_WEATHER: Weather = {
  delayMs: 0.1,
  jitterMs: 0.1,
  lossToMain: 0,
  lossFromMain: 0,
  burstShare: 0,
  burstMs: 0,
  duplicates: 0,
  lateMsMax: 0,
  spoilt: 0,
};

export function drawWeather(random: Random): Weather {
  const maybe = (draw: () => number) => {
    const drawn = draw();
    return random() < 0.5 ? drawn : 0;
  };
  const loss = () => 0.3 * random();
  const direction = random();
  const lost = maybe(loss);
  return {
    delayMs: logBetween(random, 0.05, 20),
    jitterMs: maybe(() => logBetween(random, 0.1, 60)),
    lossToMain: direction < 0.8 ? lost : 0,
    lossFromMain: direction > 0.2 ? lost : 0,
    burstShare: maybe(() => logBetween(random, 0.0003, 0.01)),
    burstMs: logBetween(random, 10, 2_000),
    duplicates: maybe(() => 0.5 * random()),
    lateMsMax: logBetween(random, 10, 300_000),
    spoilt: maybe(() => logBetween(random, 0.001, 0.05)),
  };
}

/** Each kind of harm by its name, as one may do without it. */
export const HARMS: Readonly<Record<string, Partial<Weather>>> = {
  jitter: { jitterMs: 0 },
  loss: { lossToMain: 0, lossFromMain: 0 },
  bursts: { burstShare: 0 },
  duplicates: { duplicates: 0 },
  spoilt: { spoilt: 0 },
};

/** The weather without some kinds of harm. */
export function calm(weather: Weather, without: readonly string[]): Weather {
  const parts = without.map((harm) => HARMS[harm] ?? {});
  return Object.assign({}, weather, ...parts);
}
