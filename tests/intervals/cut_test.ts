import { assert, assertEquals } from "@std/assert";
import { cut, withoutShort } from "../../src/intervals/cut.ts";
import { intersect, sameSet } from "../../src/intervals/interval_set.ts";
import { fromMask, MASKS, TICKS } from "../support/masks.ts";

const SETS = Array.from({ length: MASKS }, (_, mask) => fromMask(mask));

Deno.test("cut() keeps what lies within, for all 8-tick sets and windows", () => {
  for (const set of SETS) {
    for (let from = -1; from <= TICKS; from++) {
      for (let to = from + 1; to <= TICKS + 1; to++) {
        const got = cut(set, { from, to });
        const want = intersect(set, Float64Array.of(from, to));
        assert(sameSet(got, want), `${set} from ${from} to ${to}: ${got}`);
      }
    }
  }
});

Deno.test("cut() leaves the set as it was", () => {
  const set = Float64Array.of(1, 4);
  assertEquals(cut(set, { from: 2, to: 3 }), Float64Array.of(2, 3));
  assertEquals(set, Float64Array.of(1, 4));
});

Deno.test("withoutShort() leaves out what is shorter, for all 8-tick sets", () => {
  for (const set of SETS) {
    for (let least = 1; least <= TICKS + 1; least++) {
      const want: number[] = [];
      for (let i = 0; i < set.length; i += 2) {
        const [start, end] = set.slice(i, i + 2);
        if (end! - start! >= least) want.push(start!, end!);
      }
      const got = withoutShort(set, least);
      assert(sameSet(got, Float64Array.from(want)), `${set} from ${least}`);
    }
  }
});
