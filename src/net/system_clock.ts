/** The system's time, chance and secrets behind their ports. */

import type { Clock, Entropy, Random } from "../base/ports.ts";

const TIMER_MS_MAX = 2 ** 31 - 1;

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  schedule(dueMs, run) {
    const waitMs = Math.ceil(Math.max(0, dueMs - performance.now()));
    const id = setTimeout(run, Math.min(waitMs, TIMER_MS_MAX));
    return () => clearTimeout(id);
  },
  soon: (run) => queueMicrotask(run),
};

export const systemRandom: Random = Math.random;

export const systemEntropy: Entropy = {
  fill: (bytes) => {
    crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>);
  },
};
