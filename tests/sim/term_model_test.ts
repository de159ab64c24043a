import { assert, assertEquals } from "@std/assert";
import type { Random } from "../../src/base/ports.ts";
import { below, pick, seededRandom } from "../support/seeded_random.ts";
import { TermOracle } from "../support/term_oracle.ts";
import { type ModelSlot, TermModel } from "./term_model.ts";

const TICKS = 14;
const AXIS = { ticks: TICKS, origin: 0, unit: 1 };

const ALWAYS = {
  name: "always",
  free: new Uint8Array(TICKS).fill(1),
  isRequired: true,
  isRevealed: false,
};

function drawTerms(random: Random) {
  const from = below(random, 4);
  return {
    window: { from, to: from + below(random, TICKS - from + 1) },
    duration: 1 + below(random, 3),
    before: below(random, 2),
    after: below(random, 2),
    step: pick(random, [1, 1, 2, 3]),
    least: 1 + below(random, 3),
    sort: pick(random, ["earliest", "attendance", "longest"] as const),
    limit: 1 + below(random, 20),
  };
}

function drawPeople(random: Random) {
  return ["a", "b", "c", "d"].slice(0, 1 + below(random, 4)).map((name) => ({
    name,
    // Free mostly, or hardly anybody would meet for longer.
    free: Uint8Array.from({ length: TICKS }, () => random() < 0.85 ? 1 : 0),
    hours: null,
    isRequired: random() < 0.3,
    isRevealed: false,
  }));
}

Deno.test("TermModel finds what trying every slot finds", () => {
  let found = 0;
  for (let seed = 0; seed < 400; seed++) {
    const random = seededRandom(seed);
    const [people, terms] = [drawPeople(random), drawTerms(random)];
    const oracle = new TermOracle(people, terms);
    const model = new TermModel(people, {
      ...terms,
      midnight: null,
      axis: AXIS,
    });
    const say = `seed ${seed}`;
    const bare = ({ slot, free }: ModelSlot) => ({ slot, free });
    assertEquals(model.slots, oracle.slots, say);
    assertEquals(model.suggestions, oracle.suggestions.map(bare), say);
    assertEquals(
      model.nearest ?? null,
      oracle.nearest && bare(oracle.nearest),
      say,
    );
    assertEquals(model.isShared, oracle.isShared, say);
    const counts = model.coverage(true).flatMap(({ slot: [from, to], free }) =>
      Array.from({ length: to - from }, () => free)
    );
    assertEquals(counts, oracle.counts, say);
    assertEquals(model.isEmpty, oracle.counts.every((n) => n === 0), say);
    const anyTime = { ...terms, before: 0, after: 0 };
    const { slots } = new TermOracle([ALWAYS], anyTime);
    assertEquals(model.hasRoom, slots.length > 0, say);
    found += oracle.suggestions.length;
  }
  assert(found > 250, `${found} suggestions`);
});
