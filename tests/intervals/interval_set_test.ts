import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  complement,
  EMPTY_SET,
  fromPairs,
  intersect,
  type IntervalSet,
  isCanonical,
  meets,
  normalize,
  sameSet,
  subtract,
  toPairs,
  union,
} from "../../src/intervals/interval_set.ts";
import { fromMask, MASKS, TICKS } from "../support/masks.ts";

const SETS = Array.from({ length: MASKS }, (_, mask) => fromMask(mask));

type Operation = (a: IntervalSet, b: IntervalSet) => IntervalSet;

const OPERATIONS: [Operation, bits: (a: number, b: number) => number][] = [
  [intersect, (a, b) => a & b],
  [union, (a, b) => a | b],
  [subtract, (a, b) => a & ~b],
];

for (const [operation, bits] of OPERATIONS) {
  Deno.test(`${operation.name}() is right for all pairs of 8-tick sets`, () => {
    for (let a = 0; a < MASKS; a++) {
      for (let b = 0; b < MASKS; b++) {
        const got = operation(SETS[a]!, SETS[b]!);
        // Equality of bounds, as two ways to write a set would be a bug too.
        const want = SETS[bits(a, b)]!;
        // To write a message for each takes longer than to look.
        if (!sameSet(got, want)) assertEquals(got, want, `a=${a} b=${b}`);
      }
    }
  });
}

Deno.test("meets() is right for all pairs of 8-tick sets", () => {
  for (let a = 0; a < MASKS; a++) {
    for (let b = 0; b < MASKS; b++) {
      const got = meets(SETS[a]!, SETS[b]!);
      assertEquals(got, (a & b) !== 0, `a=${a} b=${b}`);
    }
  }
});

Deno.test("complement() is right for all 8-tick sets and windows", () => {
  for (let mask = 0; mask < MASKS; mask++) {
    for (let start = 0; start < TICKS; start++) {
      for (let end = start + 1; end <= TICKS; end++) {
        const window = 2 ** end - 2 ** start;
        const got = complement(SETS[mask]!, { start, end });
        assertEquals(got, SETS[window & ~mask]!, `${mask} ${start} ${end}`);
      }
    }
  }
});

Deno.test("normalize() is right for all triples of 5-tick intervals", () => {
  const all: [number, number][] = [];
  for (let start = 0; start < 5; start++) {
    for (let end = start + 1; end <= 5; end++) all.push([start, end]);
  }
  for (const a of all) {
    for (const b of all) {
      for (const c of all) {
        const bits = [a, b, c].map(([start, end]) => 2 ** end - 2 ** start);
        const mask = bits[0]! | bits[1]! | bits[2]!;
        const got = normalize(Float64Array.from([a, b, c].flat()));
        assertEquals(got, SETS[mask]!, `${a} ${b} ${c}`);
      }
    }
  }
});

Deno.test("normalize() takes nothing, and minus zero as zero", () => {
  assertEquals(normalize(new Float64Array()), EMPTY_SET);
  const got = normalize(Float64Array.of(-0, 4, -9, -0));
  assertEquals(got, Float64Array.of(-9, 4));
  assert(isCanonical(normalize(Float64Array.of(-0, 1))), "no minus zero");
});

Deno.test("normalize() refuses a reversed, empty or half interval", () => {
  for (const bounds of [[3, 1], [2, 2], [1, 2, 3], [NaN, 1]]) {
    assertThrows(() => normalize(Float64Array.from(bounds)));
  }
});

Deno.test("isCanonical() tells what a set may be", () => {
  const max = Number.MAX_SAFE_INTEGER;
  const yes = [[], [1, 2], [1, 2, 3, 4], [-max, max]];
  const no = [
    [1],
    [2, 1],
    [1, 1],
    [1, 2, 2, 3],
    [-0, 1],
    [0.5, 1],
    [
      0,
      max + 1,
    ],
    [NaN, 1],
    [-Infinity, 1],
  ];
  for (const set of yes) assert(isCanonical(Float64Array.from(set)), `${set}`);
  for (const set of no) assert(!isCanonical(Float64Array.from(set)), `${set}`);
});

Deno.test("fromPairs() and toPairs() go there and back", () => {
  const pairs: [number, number][] = [[1, 3], [4, 6]];
  assertEquals(toPairs(fromPairs(pairs)), pairs);
  assertThrows(() => fromPairs([[1, 3], [3, 6]]), Error, "not touching");
});

Deno.test("sameSet() compares length and bounds", () => {
  const set = fromPairs([[1, 3]]);
  assert(sameSet(set, fromPairs([[1, 3]])));
  assert(!sameSet(set, fromPairs([[1, 3], [4, 5]])));
  assert(!sameSet(set, fromPairs([[1, 4]])));
});
