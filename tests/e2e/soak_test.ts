/** That the soak itself works: a few seconds of what takes an hour by hand. */

import { assert, assertEquals } from "@std/assert";
import { printFigures } from "../support/figures.ts";
import { soak } from "../ordeal/soak.ts";

Deno.test("soak() reloads, restarts and asks, and finds nothing wrong", async () => {
  const minutes = 5 / 60;
  const figures = await soak({
    minutes,
    sampleMs: 500,
    eventMs: 500,
    seed: 20_261_130,
    depth: 2,
  });
  await printFigures("soak", { ...figures });
  assertEquals(figures.reasons, []);
  assertEquals([figures.wrong, figures.accused, figures.late], [0, 0, 0]);
  assert(figures.queries > 500, `${figures.queries} queries`);
  assert(figures.samples > 5, `${figures.samples} samples`);
  assert(figures.reloads > 1 && figures.restarts > 0, "servers changed");
  assert(figures.churned > 20, `${figures.churned} connections`);
});
