import { assertEquals, assertThrows } from "@std/assert";
import {
  Columns,
  intersectPeople,
  setOf,
} from "../../src/intervals/columns.ts";
import {
  intersect,
  type IntervalSet,
} from "../../src/intervals/interval_set.ts";
import { fromMask, MASKS } from "../support/masks.ts";
import { below, seededRandom } from "../support/seeded_random.ts";

/** Everybody's set, last person first, with a gap before each. */
function columnsOf(sets: readonly IntervalSet[]): Columns {
  const total = sets.reduce((sum, { length }) => sum + length + 1, 0);
  const bounds = new Float64Array(total).fill(NaN);
  const starts = new Uint32Array(sets.length);
  const ends = new Uint32Array(sets.length);
  let at = total;
  sets.forEach((set, person) => {
    ends[person] = at;
    starts[person] = at -= set.length;
    bounds.set(set, at--);
  });
  return new Columns({ bounds, starts, ends });
}

const MASK_SETS = Array.from({ length: MASKS }, (_, mask) => fromMask(mask));
const BY_MASK = columnsOf(MASK_SETS);

Deno.test("intersectPeople() is right for 20,000 groups of 8-tick sets", () => {
  const random = seededRandom(7);
  for (let round = 0; round < 20_000; round++) {
    const people = Uint32Array.from(
      { length: 1 + below(random, 5) },
      () => below(random, MASKS) | below(random, MASKS),
    );
    const common = people.reduce((a, b) => a & b);
    const got = intersectPeople(BY_MASK, people);
    assertEquals(`${got}`, `${fromMask(common)}`, `${people}`);
  }
});

Deno.test("intersectPeople() is intersect() again and again, when large", () => {
  const random = seededRandom(11);
  const sets = Array.from({ length: 40 }, (_, person): IntervalSet => {
    let time = 0;
    const length = person === 0 ? 0 : 2 * below(random, 2_000);
    return Float64Array.from({ length }, () => time += 1 + below(random, 9));
  });
  const columns = columnsOf(sets);
  for (let round = 0; round < 300; round++) {
    const people = Array.from(
      { length: 1 + below(random, 6) },
      () => below(random, sets.length),
    );
    const want = people.map((i) => sets[i]!).reduce((a, b) => intersect(a, b));
    assertEquals(`${intersectPeople(columns, people)}`, `${want}`);
  }
});

Deno.test("intersectPeople() gives answers that later ones leave alone", () => {
  const answers = MASK_SETS.map((_, mask) => intersectPeople(BY_MASK, [mask]));
  for (let round = 0; round < 20; round++) {
    MASK_SETS.forEach((_, mask) => intersectPeople(BY_MASK, [mask]));
  }
  answers.forEach((answer, mask) => assertEquals(answer, MASK_SETS[mask]!));
});

Deno.test("intersectPeople() refuses nobody and strangers", () => {
  for (const people of [[], [MASKS], [0, -1], [0.5]]) {
    assertThrows(() => intersectPeople(BY_MASK, people), RangeError, "Cannot");
  }
});

Deno.test("setOf() is the person's set", () => {
  MASK_SETS.forEach((set, mask) => assertEquals(setOf(BY_MASK, mask), set));
  assertThrows(() => setOf(BY_MASK, MASKS), RangeError, "got 256");
});
