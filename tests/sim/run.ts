/**
 * Runs seeds by hand.
 *
 * `deno run -A tests/sim/run.ts --seed 17` replays one with the story of its
 * last events, `--events 5000` with more of them; `--shrink` makes a failing
 * one small first. What it prints leads on: `--until MS`, `--events-max N`,
 * `--without crash,loss`, `--servers N`, `--mains N`. `--from 1 --seeds 1000
 * --jobs 2` hunts; `--long` does so for minutes of virtual time a seed.
 */

import { parseArgs } from "@std/cli/parse-args";
import { Campaign } from "./campaign.ts";
import { runSeeds } from "./crew.ts";
import { MISHAPS } from "./fault_plan.ts";
import { formatScope, type Scope } from "./scope.ts";
import { shrink } from "./shrink.ts";
import { HARMS } from "./weather.ts";

const FLAGS = ["seed", "from", "seeds", "jobs", "events"] as const;
const SCOPE_FLAGS = [
  "until",
  "events-max",
  "without",
  "servers",
  "mains",
] as const;

const flags = parseArgs(Deno.args, {
  string: [...FLAGS, ...SCOPE_FLAGS],
  boolean: ["long", "shrink"],
});

const scope: Scope = {
  ...(flags.long ? { isLong: true } : {}),
  ...(flags.until ? { untilMs: Number(flags.until) } : {}),
  ...(flags["events-max"] ? { eventsMax: Number(flags["events-max"]) } : {}),
  ...(flags.without ? { without: flags.without.split(",") } : {}),
  ...(flags.servers ? { servers: Number(flags.servers) } : {}),
  ...(flags.mains ? { mains: Number(flags.mains) } : {}),
};
const strange = (scope.without ?? []).filter((each) =>
  !Object.hasOwn(HARMS, each) && !MISHAPS.some((mishap) => mishap === each)
);
if (strange.length > 0) {
  const known = [...MISHAPS, ...Object.keys(HARMS)].join(",");
  await print(`there is no ${strange}; --without takes ${known}`);
  Deno.exit(2);
}
if (flags.seed === undefined) await hunt();
else if (flags.shrink) await makeSmall(Number(flags.seed));
else await replay(Number(flags.seed));

async function hunt(): Promise<void> {
  const campaign = new Campaign();
  const first = Number(flags.from ?? 1);
  const count = Number(flags.seeds ?? 1);
  const seeds = Array.from({ length: count }, (_, i) => first + i);
  await runSeeds({
    seeds,
    options: { scope },
    jobs: Number(flags.jobs ?? 1),
    take: (report) => {
      campaign.add(report);
      if (report.failure) print(report.failure.line);
      return true;
    },
  });
  await print(campaign.details());
  await print(campaign.summary());
}

async function replay(seed: number): Promise<void> {
  const options = flags.events ? { storyEvents: Number(flags.events) } : {};
  const campaign = new Campaign({ ...options, scope });
  const failure = await campaign.run(seed);
  if (failure) await print(failure.story);
  await print(campaign.summary());
}

async function makeSmall(seed: number): Promise<void> {
  const shrunk = await shrink(seed, { scope });
  if (!shrunk) return await print(`seed ${seed} does not fail`);
  await print(shrunk.failure.story);
  await print(`shrunk in ${shrunk.runs} runs to${formatScope(shrunk.scope)}`);
}

async function print(text: string): Promise<void> {
  await Deno.stdout.write(new TextEncoder().encode(`${text}\n`));
}
