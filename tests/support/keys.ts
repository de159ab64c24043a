/** Keys for tests: anybody could guess them. */

import {
  drawKeyLine,
  type KeyRing,
  parseKeyRing,
} from "../../src/wire/key_ring.ts";
import { seededEntropy } from "./seeded_entropy.ts";
import { seededRandom } from "./seeded_random.ts";

/** A line of a key file, the same for the same seed. */
export function keyLine(seed: number, server: string | null = null): string {
  return drawKeyLine(seededEntropy(seededRandom(seed)), server);
}

/** @param seeds Of keys that may speak for any server, the first is used. */
export function keysOf(...seeds: readonly number[]): KeyRing {
  const lines = seeds.map((seed) => keyLine(seed));
  return parseKeyRing(lines.join("\n"), "cluster.key");
}
