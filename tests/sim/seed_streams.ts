/**
 * One source of chance for each concern, all from one seed: so that one more
 * draw of the network's does not shift what clients ask.
 */

import type { Entropy, Random } from "../../src/base/ports.ts";
import { seededRandom } from "../support/seeded_random.ts";

/** @param concern Names the stream; equal names give equal streams. */
export function streamOf(seed: number, concern: string): Random {
  let state = seed >>> 0;
  for (let i = 0; i < concern.length; i++) {
    state = Math.imul(state ^ concern.charCodeAt(i), 0x01000193) >>> 0;
    state = (state ^ (state >>> 15)) >>> 0;
  }
  return seededRandom(state);
}

/** Secrets that repeat themselves, as only a simulation may have. */
export function entropyOf(seed: number, concern: string): Entropy {
  const random = streamOf(seed, concern);
  return {
    fill(bytes) {
      for (let i = 0; i < bytes.length; i++) bytes[i] = random() * 256;
    },
  };
}

/** A number from `low` to `high`, small ones as likely as large ones. */
export function logBetween(random: Random, low: number, high: number): number {
  return low * (high / low) ** random();
}
