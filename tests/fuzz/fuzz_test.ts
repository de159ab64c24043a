/**
 * Whatever comes from a network, a file or a command line is read or refused,
 * and never anything else: another error would end the server.
 */

import { assertEquals } from "@std/assert";
import { printFigures } from "../support/figures.ts";
import { scaled } from "../support/scale.ts";
import { fuzz, shareOut } from "./driver.ts";
import { TARGETS } from "./targets.ts";

const INPUTS = scaled({ quick: 200_000, deep: 5_000_000 });
const SEED = 20_261_123;

const figures = { inputs: 0, escapes: 0 };

for (const [i, inputs] of shareOut(TARGETS, INPUTS).entries()) {
  const target = TARGETS[i]!;
  Deno.test(`nothing escapes from ${target.name} in ${inputs} inputs`, () => {
    const outcome = fuzz(target, { seed: SEED, inputs });
    figures.inputs += outcome.inputs;
    figures.escapes += outcome.escapes;
    assertEquals(outcome.report, null, outcome.report ?? "");
  });
}

Deno.test("all targets together have taken all inputs", async () => {
  await printFigures("fuzz", figures);
  assertEquals(figures, { inputs: INPUTS, escapes: 0 });
});
