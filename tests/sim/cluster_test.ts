/**
 * Whole clusters through whatever a network, a loop and an operator can do to
 * them, each from one seed. See `run.ts` to replay a seed.
 */

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Campaign } from "./campaign.ts";
import { INVARIANTS } from "./checks.ts";
import { FAULTS } from "./fault_count.ts";
import { Simulation } from "./simulation.ts";

const SEEDS = 150;
/** What happened or was checked less often was hardly tested. */
const TIMES_MIN = 100;

Deno.test(`a cluster keeps its promises through ${SEEDS} seeds`, async () => {
  const campaign = new Campaign();
  const failures: string[] = [];
  for (let seed = 1; seed <= SEEDS && failures.length < 3; seed++) {
    const failure = await campaign.run(seed);
    if (failure) failures.push(failures.length ? failure.line : failure.story);
  }
  const line = new TextEncoder().encode(`\n${campaign.summary()}\n`);
  await Deno.stdout.write(line);
  assert(failures.length === 0, `\n${failures.join("\n")}`);
  const { checks, faults } = campaign;
  const vacuous = [
    ...INVARIANTS.filter((each) => checks.of(each) < TIMES_MIN),
    ...FAULTS.filter((each) => faults.of(each) < TIMES_MIN),
  ];
  assertEquals(vacuous, [], "hardly ever checked, or hardly ever done");
});

Deno.test("the same seed is the same history, and no other seed is", async () => {
  const hashes: string[] = [];
  for (const seed of [1, 2, 3]) {
    for (let time = 0; time < 2; time++) {
      const simulation = new Simulation(seed);
      await simulation.run();
      hashes.push(simulation.scene.trace.hash);
    }
  }
  const [a, again, b, bAgain, c, cAgain] = hashes;
  assertEquals([again, bAgain, cAgain], [a, b, c]);
  assertNotEquals(a, b);
  assertNotEquals(b, c);
});
