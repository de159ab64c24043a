import { assertEquals, assertThrows } from "@std/assert";
import { ByteReader, ByteWriter } from "../../src/base/bytes.ts";
import { WireError } from "../../src/base/errors.ts";
import type { IntervalSet } from "../../src/intervals/interval_set.ts";
import { readSlots, writeSlots } from "../../src/wire/slots.ts";
import { fromHex, toHex } from "../support/hex.ts";
import { below, pick, seededRandom } from "../support/seeded_random.ts";

const MIN = Number.MIN_SAFE_INTEGER;
const MAX = Number.MAX_SAFE_INTEGER;

const GOOD: [name: string, bounds: number[], hex: string][] = [
  ["no time", [], "00"],
  ["one interval", [1, 3], "02 01 02"],
  [
    "distances of one byte and of two",
    [5, 132, 260, 388],
    "04 05 7f 8001 8001",
  ],
  ["time from zero on", [0, 1], "02 00 0000000000000000 01"],
  ["time before zero", [-7, -5], "02 00 c01c000000000000 02"],
  ["time across zero", [-1, 1], "02 00 bff0000000000000 02"],
  ["the first time there is", [MIN, MIN + 1], "02 00 c33fffffffffffff 01"],
  ["the last time there is", [MAX - 1, MAX], "02 feffffffffffff0f 01"],
  ["all time", [MIN, MAX], "02 00 c33fffffffffffff 00 433fffffffffffff"],
  [
    "the longest distance",
    [-1, MAX - 1],
    "02 00 bff0000000000000 ffffffffffffff0f",
  ],
  [
    "one more than that",
    [-1, MAX],
    "02 00 bff0000000000000 00 433fffffffffffff",
  ],
];
for (const [name, bounds, hex] of GOOD) {
  Deno.test(`writeSlots() and readSlots() carry ${name}`, () => {
    const slots = Float64Array.from(bounds);
    assertEquals(toHex(encode(slots)), toHex(fromHex(hex)));
    assertEquals(readSlots(new ByteReader(fromHex(hex))), slots);
  });
}

const BAD: [name: string, hex: string, message: string][] = [
  [
    "nothing at all",
    "",
    "Cannot read count of bounds as the datagram ends at byte 0: it takes 1 from byte 0",
  ],
  [
    "half an interval",
    "01 05",
    "Cannot read slots as 1 bytes hold an even count of bounds: got 1",
  ],
  [
    "more bounds than bytes",
    "04 01 01 01",
    "Cannot read slots as 3 bytes hold an even count of bounds: got 4",
  ],
  [
    "more bounds than memory",
    "feffffffffffff0f 01 01",
    "Cannot read slots as 2 bytes hold an even count of bounds: got 9007199254740990",
  ],
  [
    "a bound that is cut",
    "02 01 80",
    "Cannot read bound as the datagram ends at byte 3: it takes 2 from byte 2",
  ],
  [
    "an escape that is cut",
    "02 00 c01c0000000000",
    "Cannot read bound as the datagram ends at byte 9: it takes 8 from byte 2",
  ],
  [
    "a distance that is not in its shortest form",
    "02 01 8200",
    "Cannot read bound at byte 2 as a varint is in its shortest form and at most 2^53-1",
  ],
  [
    "an escape from zero where a distance would do",
    "02 00 3ff0000000000000 01",
    refused(10, 1),
  ],
  [
    "an escape where a distance would do",
    "02 01 00 4008000000000000",
    refused(11, 3),
  ],
  ["the same bound again", "02 05 00 4014000000000000", refused(11, 5)],
  ["a bound that goes back", "02 05 00 4010000000000000", refused(11, 4)],
  [
    "a bound below zero after one",
    "02 05 00 bff0000000000000",
    refused(11, -1),
  ],
  ["half a number", "02 00 3fe0000000000000 01", refused(10, 0.5)],
  ["no number", "02 00 7ff8000000000000 01", refused(10, NaN)],
  ["infinity", "02 01 00 7ff0000000000000", refused(11, Infinity)],
  ["minus infinity", "02 00 fff0000000000000 01", refused(10, -Infinity)],
  ["minus zero", "02 00 8000000000000000 01", refused(10, 0)],
  [
    "a time before the first",
    "02 00 c340000000000000 01",
    refused(10, MIN - 1),
  ],
  ["a time after the last", "02 00 4340000000000000 01", refused(10, MAX + 1)],
  [
    "a distance that leads beyond the last time",
    "02 01 ffffffffffffff0f",
    refused(10, MAX + 1),
  ],
];
for (const [name, hex, message] of BAD) {
  Deno.test(`readSlots() refuses ${name}`, () => {
    const reader = new ByteReader(fromHex(hex));
    const error = assertThrows(() => readSlots(reader), WireError);
    assertEquals(error.message, message);
  });
}

function refused(byte: number, bound: number): string {
  return `Cannot read slots before byte ${byte} as bounds are growing whole numbers in their shortest form: got ${bound}`;
}

function encode(slots: IntervalSet): Uint8Array {
  const writer = new ByteWriter();
  writeSlots(writer, slots);
  return writer.view();
}

/** Where distances change their length or their kind. */
const EDGES = [MIN, MIN + 1, -129, -1, 0, 1, 127, 128, 2 ** 32, MAX - 1, MAX];

Deno.test("readSlots() gives back every set of bounds at the edges", () => {
  const seen = new Set<string>();
  let sets = 0;
  for (let mask = 0; mask < 2 ** EDGES.length; mask++) {
    const bounds = EDGES.filter((_, i) => mask >> i & 1);
    if (bounds.length % 2 !== 0) continue;
    sets++;
    const slots = Float64Array.from(bounds);
    const bytes = encode(slots);
    const reader = new ByteReader(bytes);
    assertEquals(readSlots(reader), slots);
    assertEquals(reader.done, true, `${bounds}`);
    seen.add(toHex(bytes));
  }
  assertEquals(seen.size, sets, "unequal sets are unequal bytes");
});

Deno.test("readSlots() takes no bytes that writeSlots() would not write", () => {
  const random = seededRandom(7);
  let taken = 0;
  for (let i = 0; i < 40_000; i++) {
    const bytes = drawSlotBytes(() => pick(random, [0, 1, 2, 2, 0x7f, 0x80]));
    // An escape is refused by chance nearly always, so help it along.
    if (random() < 0.5) bytes.set(encode(drawSlots(random)).slice(0, 12));
    const reader = new ByteReader(bytes);
    try {
      const slots = readSlots(reader);
      assertEquals(encode(slots), bytes.slice(0, reader.offset));
      taken++;
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
    }
  }
  assertEquals(taken > 1_000, true, `only ${taken} were read`);
});

function drawSlotBytes(draw: () => number): Uint8Array {
  return Uint8Array.from({ length: 12 }, draw);
}

function drawSlots(random: () => number): IntervalSet {
  const from = below(random, 3) - 1;
  return Float64Array.of(from, from + 1 + below(random, 300));
}
