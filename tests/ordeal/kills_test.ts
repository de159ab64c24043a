/**
 * Real processes killed with SIGKILL and started again, over and over, while
 * clients ask: every answer is true, names of a dead server are never said
 * not to exist, and all is complete again soon and without anyone's help.
 */

import { assertEquals } from "@std/assert";
import { printFigures } from "../support/figures.ts";
import { scaled } from "../support/scale.ts";
import { below, seededRandom } from "../support/seeded_random.ts";
import { steadyPort } from "../support/steady_port.ts";
import { Stage } from "./stage.ts";
import { sumTallies } from "./tally.ts";

const SEED = 20_261_126;
const SERVERS = 3;
const { clusters, cycles } = scaled({
  quick: { clusters: 2, cycles: 5 },
  deep: { clusters: 4, cycles: 75 },
});
const LOAD = scaled({
  quick: { clients: 4, depth: 4, paceMs: 20 },
  deep: { clients: 5, depth: 8, paceMs: 10 },
});

Deno.test("nothing is lost but what was killed", async () => {
  const runs = await Promise.all(
    Array.from({ length: clusters }, (_, i) => runStage(SEED + i)),
  );
  const { wrong, late, accused, ...counts } = sumTallies(
    runs.map(({ tally }) => tally),
  );
  const lost = wrong.length + accused.length + late;
  await printFigures("kills", {
    cycles: clusters * cycles,
    lost,
    wrong: wrong.length,
    late,
    accused: accused.length,
    ...counts,
    worstBackMs: Math.round(Math.max(...runs.map(({ backMs }) => backMs))),
    worstRejoinMs: Math.round(
      Math.max(...runs.map(({ rejoinMs }) => rejoinMs)),
    ),
  });
  assertEquals(wrong.slice(0, 5), []);
  assertEquals(accused.slice(0, 5), []);
  assertEquals(late, 0);
});

async function runStage(seed: number) {
  const random = seededRandom(seed);
  await using stage = await Stage.start({ servers: SERVERS, seed, ...LOAD });
  let [backMs, rejoinMs] = [0, 0];
  for (let cycle = 0; cycle < cycles; cycle++) {
    const server = below(random, SERVERS);
    const kill = KILLS[cycle % KILLS.length]!;
    if (kill.startsWith("main")) {
      const ms = await stage.killMain(kill === "main" ? {} : { server });
      rejoinMs = Math.max(rejoinMs, ms);
    } else {
      const ms = await killBackend(stage, { server, kill });
      backMs = Math.max(backMs, ms);
    }
  }
  return { tally: await stage.finish(), backMs, rejoinMs };
}

/** Who is killed, one after the other. */
const KILLS = [
  "backend",
  "main",
  "backend, which moves to another port",
  "backend, which is missed before it is back",
  "main and a backend",
] as const;

async function killBackend(
  stage: Stage,
  { server, kill }: {
    readonly server: number;
    readonly kill: typeof KILLS[number];
  },
): Promise<number> {
  const { udpPort } = stage.backends[server]!;
  const [, , moving, missed] = KILLS;
  return await stage.killBackend(server, {
    udpPort: kill === moving ? steadyPort() : udpPort,
    meanwhile: kill === missed ? () => stage.untilMissed(server) : NOTHING,
  });
}

const NOTHING = () => Promise.resolve();
