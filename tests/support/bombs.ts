/** Deflate streams that become far longer than anybody may make them. */

import { constants, deflateRawSync } from "node:zlib";
import { joined } from "../../src/wire/seal.ts";
import { below, seededRandom } from "./seeded_random.ts";

export const MIB = 1_048_576;
/** The end of a stream, with nothing in it. */
const END = deflateRawSync(new Uint8Array());
const NOTHING = new Uint8Array();

/** What is sent, and how long it would become. */
export interface Bomb {
  readonly bytes: Uint8Array;
  readonly becomes: number;
}

export function bombOf(bytes: Uint8Array): Bomb {
  return { bytes: deflateRawSync(bytes), becomes: bytes.length };
}

/** Shrinks, but to no less than a hundredth. */
export function regularBomb(length: number): Bomb {
  const random = seededRandom(5);
  const times = 70;
  const part = Uint8Array.from(
    { length: Math.ceil(length / times) },
    () => below(random, 256),
  );
  return bombOf(joined(...Array(times).fill(part)));
}

/**
 * Zeros, made without ever being there.
 *
 * @param ends Whether the stream does.
 */
export function zeroBomb(mebibytes: number, ends: boolean): Bomb {
  const piece = deflateRawSync(new Uint8Array(MIB), {
    // Nothing after a full flush refers to what was before it.
    finishFlush: constants.Z_FULL_FLUSH,
  });
  const pieces = Array(mebibytes).fill(piece);
  const bytes = joined(...pieces, ends ? END : NOTHING);
  return { bytes, becomes: mebibytes * MIB };
}
