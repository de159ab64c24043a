import { assertEquals } from "@std/assert";
import { intersect, toPairs } from "../../src/intervals/interval_set.ts";
import { multiplesOf, type Trim, trim } from "../../src/intervals/trim.ts";
import { randomRow, setOfRow } from "../support/random_sets.ts";
import { below, seededRandom } from "../support/seeded_random.ts";

const TICKS = 24;

/** The longest slot of each interval, found by trying all. */
function slotsOf(set: Float64Array, rule: Trim): [number, number][] {
  const { before, after, window, duration } = rule;
  const fits = (time: number) => rule.grid?.up(time) === time || !rule.grid;
  return toPairs(set).flatMap(([from, to]) => {
    let best: [number, number][] = [];
    for (let start = from; start < to; start++) {
      for (let end = start + duration; end <= to; end++) {
        const isSlot = start - before >= from && end + after <= to &&
          start >= window.from && end <= window.to && fits(start) && fits(end);
        const [old] = best;
        if (!isSlot || (old && end - start <= old[1] - old[0])) continue;
        best = [[start, end]];
      }
    }
    return best;
  });
}

function randomRule(seed: number): Trim {
  const random = seededRandom(seed);
  const from = below(random, 6) - 2;
  return {
    before: below(random, 3),
    after: below(random, 3),
    window: { from, to: from + 1 + below(random, TICKS + 2) },
    grid: random() < 0.5 ? null : multiplesOf(1 + below(random, 4)),
    duration: 1 + below(random, 3),
  };
}

Deno.test("trim() leaves the longest slot of each interval, by trying all", () => {
  for (let seed = 0; seed < 2_000; seed++) {
    const rule = randomRule(seed);
    const set = setOfRow(randomRow(seededRandom(seed), TICKS));
    assertEquals(toPairs(trim(set, rule)), slotsOf(set, rule), `seed ${seed}`);
  }
});

Deno.test("what is trimmed and then intersected is what is intersected and then trimmed", () => {
  for (let seed = 0; seed < 2_000; seed++) {
    const random = seededRandom(seed);
    const [a, b] = [
      setOfRow(randomRow(random, TICKS)),
      setOfRow(randomRow(random, TICKS)),
    ];
    const rule = randomRule(seed);
    const { duration, window } = rule;
    const late = trim(intersect(a, b), rule);
    const early = intersect(trim(a, rule), trim(b, rule));
    const kept = { before: 0, after: 0, window, grid: null, duration };
    assertEquals(toPairs(trim(early, kept)), toPairs(late), `seed ${seed}`);
  }
});

Deno.test("multiplesOf() counts from zero, on both sides of it", () => {
  const { up, down } = multiplesOf(5);
  assertEquals([-6, -5, -4, 0, 1, 5].map(up), [-5, -5, 0, 0, 5, 5]);
  assertEquals([-6, -5, -4, 0, 4, 5].map(down), [-10, -5, -5, 0, 0, 5]);
});
