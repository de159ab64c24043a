/** Secrets that everybody could guess, so that a test repeats itself. */

import type { Entropy, Random } from "../../src/base/ports.ts";
import { below } from "./seeded_random.ts";

export function seededEntropy(random: Random): Entropy {
  return {
    fill: (bytes) => {
      for (let i = 0; i < bytes.length; i++) bytes[i] = below(random, 256);
    },
  };
}
