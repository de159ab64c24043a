/**
 * Runs seeds by hand: `deno run tests/sim/run.ts --seed 17` replays one with
 * the story of its last events (`--events 5000` for more), `--from 1 --seeds
 * 1000` hunts.
 */

import { parseArgs } from "@std/cli/parse-args";
import { Campaign } from "./campaign.ts";

const { seed, from, seeds, events } = parseArgs(Deno.args, {
  string: ["seed", "from", "seeds", "events"],
});
const campaign = new Campaign(events ? { storyEvents: Number(events) } : {});
const first = Number(seed ?? from ?? 1);
const count = seed === undefined ? Number(seeds ?? 1) : 1;
for (let i = 0; i < count; i++) {
  const failure = await campaign.run(first + i);
  if (failure) await print(seed === undefined ? failure.line : failure.story);
}
await print(campaign.summary());

async function print(text: string): Promise<void> {
  await Deno.stdout.write(new TextEncoder().encode(`${text}\n`));
}
