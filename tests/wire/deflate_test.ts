import { assert, assertEquals, assertThrows } from "@std/assert";
import { deflateRawSync } from "node:zlib";
import { WireError } from "../../src/base/errors.ts";
import { INFLATION_MAX } from "../../src/base/limits.ts";
import { deflate, inflate } from "../../src/wire/deflate.ts";
import { below, seededRandom } from "../support/seeded_random.ts";

const BYTES_MAX = 65_536;

/** Bytes of few or many values, so that they shrink a lot or not at all. */
function randomBytes(seed: number): Uint8Array {
  const random = seededRandom(seed);
  const values = 1 + below(random, 256);
  const length = below(random, 5_000);
  return Uint8Array.from({ length }, () => below(random, values));
}

Deno.test("inflate() gives back what deflate() was given", () => {
  for (let seed = 0; seed < 500; seed++) {
    const bytes = randomBytes(seed);
    const deflated = deflate(bytes);
    assertEquals(inflate(deflated, BYTES_MAX), bytes, `seed ${seed}`);
    assert(deflated.length <= bytes.length + 5, `seed ${seed} grows`);
  }
});

Deno.test("inflate() takes what deflate() made of the most regular bytes", () => {
  for (const length of [1, 1_000, 4_096, 65_535, BYTES_MAX]) {
    const zeros = new Uint8Array(length);
    assertEquals(inflate(deflate(zeros), length), zeros, `${length} zeros`);
  }
});

Deno.test("inflate() takes as many bytes as it was told, and not one more", () => {
  const deflated = deflate(randomBytes(1));
  const { length } = inflate(deflated, BYTES_MAX);
  assertEquals(inflate(deflated, length).length, length);
  assertThrows(() => inflate(deflated, length - 1), WireError, "at most");
});

Deno.test("inflate() takes a hundred times its input, and not one more", () => {
  const bomb = deflateRawSync(new Uint8Array(BYTES_MAX));
  assertThrows(
    () => inflate(bomb, BYTES_MAX),
    WireError,
    `Cannot inflate ${bomb.length} bytes as at most ${100 * bomb.length} in`,
  );
  // Empty blocks in front make the same longer, byte by byte in steps of five.
  const empty = Uint8Array.of(0, 0, 0, 0xff, 0xff);
  const times = Math.ceil((BYTES_MAX / INFLATION_MAX - bomb.length) / 5);
  const padded = (count: number) =>
    Uint8Array.from([...Array(count).fill([...empty]).flat(), ...bomb]);
  assertEquals(inflate(padded(times), BYTES_MAX).length, BYTES_MAX);
  assertThrows(() => inflate(padded(times - 1), BYTES_MAX), WireError);
});

Deno.test("inflate() refuses ten million zeros in ten thousand bytes", () => {
  const bomb = deflateRawSync(new Uint8Array(10_000_000));
  assert(bomb.length < 10_000);
  assertThrows(() => inflate(bomb, BYTES_MAX), WireError, "got ERR_BUFFER");
});

Deno.test("inflate() refuses nothing at all and all that is cut", () => {
  const deflated = deflate(randomBytes(2));
  for (let length = 0; length < deflated.length; length++) {
    const cut = deflated.subarray(0, length);
    assertThrows(() => inflate(cut, BYTES_MAX), WireError, "Cannot inflate");
  }
});

Deno.test("inflate() refuses what follows a stream's end", () => {
  const deflated = deflate(randomBytes(3));
  const longer = Uint8Array.from([...deflated, 0]);
  assertThrows(
    () => inflate(longer, BYTES_MAX),
    WireError,
    `the stream ends after ${deflated.length}`,
  );
});

Deno.test("inflate() refuses flipped bits or stays within its bounds", () => {
  const deflated = deflate(randomBytes(4));
  for (let bit = 0; bit < 8 * deflated.length; bit++) {
    const flipped = deflated.slice();
    flipped[bit >>> 3]! ^= 1 << (bit & 7);
    try {
      assert(inflate(flipped, BYTES_MAX).length <= BYTES_MAX);
    } catch (error) {
      assert(error instanceof WireError, `bit ${bit}: ${error}`);
    }
  }
});
