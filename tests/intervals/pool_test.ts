import { assertEquals } from "@std/assert";
import { fromPairs, toPairs } from "../../src/intervals/interval_set.ts";
import { pool } from "../../src/intervals/pool.ts";
import { seededRandom } from "../support/seeded_random.ts";
import { randomRow, setOfRow } from "../support/random_sets.ts";

Deno.test("pool() of nobody, and of people without time, is empty", () => {
  assertEquals(pool([]), new Float64Array());
  assertEquals(pool([fromPairs([]), fromPairs([])]), new Float64Array());
});

Deno.test("pool() holds the intervals of all sets, sorted", () => {
  for (let seed = 0; seed < 500; seed++) {
    const random = seededRandom(seed);
    const sets = Array.from(
      { length: seed % 9 },
      () => setOfRow(randomRow(random, 20)),
    );
    const expected = sets.flatMap(toPairs)
      .sort(([a, b], [c, d]) => a - c || b - d);
    assertEquals(pairsOf(pool(sets)), expected, `seed ${seed}`);
    // A pool may be thrown together with sets, in whatever order they come.
    const [first, ...others] = sets;
    if (!first) continue;
    const again = pool([pool(others), first]);
    assertEquals(pairsOf(again), expected, `seed ${seed}`);
  }
});

function pairsOf(bounds: Float64Array): [number, number][] {
  return Array.from(
    { length: bounds.length / 2 },
    (_, i) => [bounds[2 * i]!, bounds[2 * i + 1]!],
  );
}
