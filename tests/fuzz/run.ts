/**
 * Runs inputs by hand: `deno run tests/fuzz/run.ts --target slots --seed 1
 * --index 17` replays one, `--inputs 100000` in place of the index hunts.
 */

import { parseArgs } from "@std/cli/parse-args";
import { fuzz, replay, showInput } from "./driver.ts";
import { TARGETS } from "./targets.ts";

const { target: name, seed: seedText, index, inputs } = parseArgs(Deno.args, {
  string: ["target", "seed", "index", "inputs"],
});
const seed = Number(seedText ?? 1);
for (const target of TARGETS) {
  if (name !== undefined && name !== target.name) continue;
  if (index !== undefined) {
    const place = { seed, index: Number(index) };
    await print(
      replay(target, place) ??
        `${target.name}: nothing escapes from ${showInput(target, place)}`,
    );
    continue;
  }
  const startedMs = performance.now();
  const outcome = fuzz(target, { seed, inputs: Number(inputs ?? 1_000) });
  const each = 1_000 * (performance.now() - startedMs) / outcome.inputs;
  if (outcome.report !== null) await print(outcome.report);
  await print(
    `${target.name}: ${outcome.inputs} inputs, ${outcome.escapes} escapes, ` +
      `${each.toFixed(1)} µs each`,
  );
}

async function print(text: string): Promise<void> {
  await Deno.stdout.write(new TextEncoder().encode(`${text}\n`));
}
