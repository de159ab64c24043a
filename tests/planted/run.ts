/**
 * Is the simulator any good? Plants one bug after another in a copy of the
 * production code and lets the simulator look for it:
 *
 * `deno run --allow-read --allow-write --allow-run --allow-env
 * tests/planted/run.ts [--only NAME] [--seeds 200] [--jobs 2] [--record]
 * [--why]`
 *
 * `--only` may be repeated; `--why` tells what the seed that failed had to
 * say; `--record` writes the table beside this file. What no seed shows is in
 * `unseen.ts`. Exits with 1 if a bug was not caught.
 */

import { parseArgs } from "@std/cli/parse-args";
import { BUGS } from "./bugs.ts";
import { hunt } from "./hunt.ts";
import { summary, table, type Verdict, verdictLine } from "./report.ts";
import { WorkingCopy } from "./working_copy.ts";

const flags = parseArgs(Deno.args, {
  string: ["only", "seeds", "jobs"],
  boolean: ["record", "why"],
  collect: ["only"],
  unknown: (arg) => {
    throw new RangeError(`Cannot run as there is no such flag: got ${arg}`);
  },
});
const only: readonly string[] = flags.only;
const seeds = Number(flags.seeds ?? 200);
const jobs = Number(flags.jobs ?? 2);
const bugs = only.length > 0
  ? BUGS.filter(({ name }) => only.includes(name))
  : BUGS;
if (only.some((each) => !bugs.some(({ name }) => name === each))) {
  throw new RangeError(`Cannot find all of the bugs: got ${only}`);
}

const verdicts = await tryAll();
await print(summary(verdicts, seeds));
if (flags.record) {
  const path = new URL("caught.txt", import.meta.url);
  await Deno.writeTextFile(path, table(verdicts));
}
if (verdicts.some(({ failed }) => !failed)) Deno.exit(1);

async function tryAll(): Promise<Verdict[]> {
  await using copy = await WorkingCopy.make();
  const { root } = copy;
  const sound = await hunt({ root, seeds, jobs });
  if (sound) {
    // Whatever it would say of bugs could be said of sound code as well.
    throw new Error(`Cannot judge as sound code fails: ${sound.why}`);
  }
  const verdicts: Verdict[] = [];
  for (const bug of bugs) {
    const failed = await copy.withBug(bug, () => hunt({ root, seeds, jobs }));
    const verdict = { bug, failed };
    verdicts.push(verdict);
    await print(verdictLine(verdict, seeds));
    if (failed && flags.why) await print(failed.why);
  }
  return verdicts;
}

async function print(text: string): Promise<void> {
  await Deno.stdout.write(new TextEncoder().encode(`${text}\n`));
}
