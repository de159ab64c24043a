/**
 * What a peer has deflated, or says to have: what is inflated is what zlib
 * makes of it, and neither longer than was allowed nor a bomb.
 */

import { deflateRawSync, inflateRawSync } from "node:zlib";
import { WireError } from "../../src/base/errors.ts";
import type { Random } from "../../src/base/ports.ts";
import { deflate, inflate } from "../../src/wire/deflate.ts";
import { below, pick } from "../support/seeded_random.ts";
import { damageBytes, noise } from "./damage.ts";
import { BYTES, concat, equalBytes } from "./forms.ts";
import { promise, type Target, unlessRefused } from "./target.ts";

const BYTES_MAX = 4_096;
const RATIO_MAX = 100;

export const INFLATE: Target<Uint8Array> = {
  name: "inflate",
  share: 1,
  form: BYTES,
  generate(random) {
    if (below(random, 8) === 0) return noise(random, below(random, 40));
    return damageBytes(random, anyDeflated(random), () => anyDeflated(random));
  },
  run(bytes) {
    const got = unlessRefused(WireError, () => inflate(bytes, BYTES_MAX));
    const most = Math.min(BYTES_MAX, RATIO_MAX * bytes.length);
    const meant = inflatedWhole(bytes);
    const isGood = meant !== null && meant.length <= most;
    promise(isGood === (got !== undefined), () => `${got}, not ${meant}`);
    if (got && meant) promise(equalBytes(got, meant), () => "other bytes");
    const again = inflate(deflate(bytes), Math.max(1, bytes.length));
    promise(equalBytes(again, bytes), () => "not what was deflated");
  },
};

/** By zlib alone; null if it is not one stream from beginning to end. */
function inflatedWhole(bytes: Uint8Array): Uint8Array | null {
  const whole = inflated(bytes);
  // A stream that lacks nothing without its last byte has ended before it.
  return inflated(bytes.subarray(0, -1)) === null ? whole : null;
}

function inflated(bytes: Uint8Array): Uint8Array | null {
  try {
    return inflateRawSync(bytes, { maxOutputLength: 1_000_000 });
  } catch {
    return null;
  }
}

/** As deflate may be written: well, badly, in several streams, or as a bomb. */
function anyDeflated(random: Random): Uint8Array {
  const values = 1 + below(random, 256);
  const length = pick(random, [1, 20, 200, BYTES_MAX, BYTES_MAX + 1]);
  const bytes = Uint8Array.from({ length }, () => below(random, values));
  if (random() < 0.05) {
    return deflateRawSync(new Uint8Array(below(random, 1e5)));
  }
  const level = below(random, 10);
  const deflated = deflateRawSync(bytes, { level });
  return random() < 0.05 ? concat([deflated, deflated]) : deflated;
}
