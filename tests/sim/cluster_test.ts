/**
 * Whole clusters through whatever a network, a loop and an operator can do to
 * them, each from one seed. See `run.ts` to replay a seed.
 */

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { printFigures } from "../support/figures.ts";
import { scaled } from "../support/scale.ts";
import { Campaign } from "./campaign.ts";
import { runSeeds } from "./crew.ts";
import type { Scope } from "./scope.ts";
import { reportOf } from "./seed_report.ts";

/** The deep ones have 80 hours in all, and a thousand fall just short. */
const SEEDS = scaled({ quick: 150, deep: 1_010 });
/**
 * Half of a quick run's time would go to the busiest tenth of its seeds. Of
 * the long ones some few would take many minutes and gigabytes.
 */
const SCOPE: Scope = scaled({
  quick: { eventsMax: 7_000 },
  deep: { isLong: true, eventsMax: 250_000 },
});
const JOBS = 2;
/** What happened or was checked less often was hardly tested. */
const TIMES_MIN = 100;
const FAILURES_MAX = 3;

Deno.test(`a cluster keeps its promises through ${SEEDS} seeds`, async () => {
  const campaign = new Campaign();
  await runSeeds({
    seeds: Array.from({ length: SEEDS }, (_, i) => i + 1),
    options: { scope: SCOPE },
    jobs: JOBS,
    take: (report) => {
      campaign.add(report);
      return campaign.failures.length < FAILURES_MAX;
    },
  });
  const [first, ...others] = campaign.failures;
  const failures = [first?.story ?? "", ...others.map(({ line }) => line)];
  await Deno.stdout.write(
    new TextEncoder().encode(`\n${campaign.details()}`),
  );
  await printFigures("simulation", campaign.figures());
  assert(!first, `\n${failures.join("\n")}`);
  const vacuous = campaign.vacuous(TIMES_MIN);
  assertEquals(vacuous, [], "hardly ever checked, or hardly ever done");
});

Deno.test("the same seed is the same history, and no other seed is", async () => {
  const hashes: string[] = [];
  for (const seed of [1, 2, 3]) {
    for (let time = 0; time < 2; time++) {
      hashes.push((await reportOf(seed)).hash);
    }
  }
  const [a, again, b, bAgain, c, cAgain] = hashes;
  assertEquals([again, bAgain, cAgain], [a, b, c]);
  assertNotEquals(a, b);
  assertNotEquals(b, c);
});
