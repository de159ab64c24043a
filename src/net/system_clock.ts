/** The system's time, chance and secrets behind their ports. */

import { setImmediate } from "node:timers";
import type { Clock, Entropy, Random } from "../base/ports.ts";

const TIMER_MS_MAX = 2 ** 31 - 1;

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  schedule(dueMs, run) {
    // A wait below zero would be warned of on stderr.
    const waitMs = Math.ceil(Math.max(0, dueMs - performance.now()));
    const id = setTimeout(run, Math.min(waitMs, TIMER_MS_MAX));
    return () => clearTimeout(id);
  },
  // After what came in is handled, where a microtask would run in between.
  soon: (run) => void setImmediate(run),
};

export const systemRandom: Random = Math.random;

export const systemEntropy: Entropy = {
  fill: (bytes) => {
    crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>);
  },
};

/** Milliseconds since 1970 in UTC; may be set back. */
export const systemEpochMs = (): number => Date.now();
