import { assert, assertEquals } from "@std/assert";
import {
  COMPARE,
  type CountedSlot,
  maximalSlots,
  type SlotSearch,
} from "../../src/intervals/maximal_slots.ts";
import { pool } from "../../src/intervals/pool.ts";
import type { Row } from "../support/oracle.ts";
import { randomRow, setOfRow } from "../support/random_sets.ts";
import { below, pick, seededRandom } from "../support/seeded_random.ts";

const TICKS = 12;
const ORDERS = Object.keys(COMPARE) as (keyof typeof COMPARE)[];

/** How many rows are free from one tick to another. */
function freeIn(rows: readonly Row[], start: number, end: number): number {
  return rows.filter((row) =>
    start >= 0 && end <= TICKS && row.subarray(start, end).every((bit) => bit)
  ).length;
}

/** All slots of which none can be made longer, found by trying all. */
function* slotsOf(
  rows: readonly Row[],
  { within, duration, quorum }: {
    readonly within: Row;
    readonly duration: number;
    readonly quorum: number;
  },
): Generator<CountedSlot> {
  const count = (start: number, end: number) =>
    freeIn([within], start, end) === 1 ? freeIn(rows, start, end) : 0;
  for (let start = 0; start < TICKS; start++) {
    for (let end = start + duration; end <= TICKS; end++) {
      const free = count(start, end);
      if (free < quorum) continue;
      if (count(start - 1, end) === free) continue;
      if (count(start, end + 1) === free) continue;
      yield { start, end, free };
    }
  }
}

function searchOf(rows: readonly Row[], within: Row): SlotSearch {
  return {
    intervals: pool(rows.map(setOfRow)),
    within: setOfRow(within),
    duration: 1,
    quorum: 1,
    order: "earliest",
    limit: 1_000,
    stepsMax: 1_000_000,
  };
}

Deno.test("maximalSlots() finds each slot that cannot be made longer, by trying all", () => {
  let found = 0;
  for (let seed = 0; seed < 3_000; seed++) {
    const random = seededRandom(seed);
    const rows = Array.from(
      { length: 1 + below(random, 5) },
      () => randomRow(random, TICKS),
    );
    const within = random() < 0.3
      ? new Uint8Array(TICKS).fill(1)
      : randomRow(random, TICKS);
    const [duration, quorum] = [1 + below(random, 3), 1 + below(random, 3)];
    const order = pick(random, ORDERS);
    const limit = random() < 0.5 ? 1_000 : 1 + below(random, 4);
    const want = [...slotsOf(rows, { within, duration, quorum })]
      .sort(COMPARE[order]);
    found += want.length;
    const search = {
      ...searchOf(rows, within),
      duration,
      quorum,
      limit,
      order,
    };
    const got = maximalSlots(search);
    assertEquals(got, want.slice(0, limit), `seed ${seed}, ${order}`);
  }
  assert(found > 8_000, `only ${found} slots were found`);
});

Deno.test("maximalSlots() gives up where there are too many to look at", () => {
  const rows = [
    new Uint8Array(TICKS).fill(1),
    randomRow(seededRandom(1), TICKS),
  ];
  const search = searchOf(rows, new Uint8Array(TICKS).fill(1));
  assertEquals(maximalSlots({ ...search, stepsMax: 3 }), null);
  assert(maximalSlots({ ...search, stepsMax: 100 }) !== null);
});

Deno.test("maximalSlots() looks at few slots of those that come too late", () => {
  // Each of 200 people is free a little later than the one before, and longer.
  const all = Array.from({ length: 200 }, (_, i) => [i, 10_000 + 2 * i]);
  const search = {
    ...searchOf([], new Uint8Array()),
    intervals: Float64Array.from(all.flat()),
    within: Float64Array.of(0, 20_000),
    limit: 1,
    stepsMax: 5_000,
  };
  for (const order of ORDERS) {
    const got = maximalSlots({ ...search, order });
    assertEquals(got?.length, 1, `there are 20,100 for ${order}`);
  }
});
