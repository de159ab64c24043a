/**
 * Real processes that sleep (SIGSTOP) and wake while clients ask, as laptops
 * and overbooked machines do: answers stay true and come in time, and after
 * waking all is complete again without anyone's help.
 */

import { assert, assertEquals } from "@std/assert";
import { printFigures } from "../support/figures.ts";
import { scaled } from "../support/scale.ts";
import { below, seededRandom } from "../support/seeded_random.ts";
import { Stage } from "../ordeal/stage.ts";
import { sumTallies } from "../ordeal/tally.ts";

const SEED = 20_261_127;
const SERVERS = 3;
const { clusters, cycles, longestMs } = scaled({
  quick: { clusters: 2, cycles: 4, longestMs: 2_500 },
  deep: { clusters: 4, cycles: 18, longestMs: 12_000 },
});
const SHORTEST_MS = 100;
const LOAD = scaled({
  quick: { clients: 4, depth: 4, paceMs: 20 },
  deep: { clients: 5, depth: 8, paceMs: 10 },
});
/** Who sleeps, one after the other. */
const SLEEPERS = ["backend", "main", "backend", "all"] as const;

Deno.test("who sleeps is missed, and nobody else", async () => {
  const runs = await Promise.all(
    Array.from({ length: clusters }, (_, i) => runStage(SEED + i)),
  );
  const { wrong, late, accused, ...counts } = sumTallies(
    runs.map(({ tally }) => tally),
  );
  await printFigures("pauses", {
    cycles: clusters * cycles,
    late,
    wrong: wrong.length,
    accused: accused.length,
    ...counts,
    sleptS: Math.round(runs.reduce((sum, { ms }) => sum + ms, 0) / 1_000),
    worstBackMs: Math.round(Math.max(...runs.map(({ backMs }) => backMs))),
  });
  assertEquals(wrong.slice(0, 5), []);
  assertEquals(accused.slice(0, 5), []);
  assertEquals(late, 0);
  assert(counts.partial > 0, "somebody was missed");
});

async function runStage(seed: number) {
  const random = seededRandom(seed);
  await using stage = await Stage.start({ servers: SERVERS, seed, ...LOAD });
  let [backMs, sleptMs] = [0, 0];
  for (let cycle = 0; cycle < cycles; cycle++) {
    const sleeper = SLEEPERS[(seed + cycle) % SLEEPERS.length]!;
    // As many short ones as long ones; the first backend's is the longest.
    const share = cycle === 0 ? 1 : random();
    const ms = SHORTEST_MS * (longestMs / SHORTEST_MS) ** share;
    const server = below(random, SERVERS);
    const servers = { main: [], backend: [server], all: [0, 1, 2] }[sleeper];
    const main = sleeper !== "backend";
    backMs = Math.max(backMs, await stage.pause({ servers, main, ms }));
    sleptMs += ms;
  }
  return { tally: await stage.finish(), backMs, ms: sleptMs };
}
