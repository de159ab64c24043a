/**
 * Fires inputs at targets. Each input is made from the target's name, a seed
 * and its index alone, so that any of them can be made again by itself.
 */

import type { Random } from "../../src/base/ports.ts";
import { seededRandom } from "../support/seeded_random.ts";
import type { Target } from "./target.ts";

/** What came of one target. */
export interface Outcome {
  /** Inputs that were fed. */
  readonly inputs: number;
  /** Those after which something else happened than is documented. */
  readonly escapes: number;
  /** The first of them, with all that it takes to mend it; or null. */
  readonly report: string | null;
}

/** Which input of a target. */
export interface Place {
  readonly seed: number;
  readonly index: number;
}

/** Feeds the first so many inputs of a seed. */
export function fuzz<Input>(
  target: Target<Input>,
  { seed, inputs }: { readonly seed: number; readonly inputs: number },
): Outcome {
  let escapes = 0;
  let report: string | null = null;
  for (let index = 0; index < inputs; index++) {
    const input = target.generate(randomAt(target, { seed, index }));
    if (escapeOf(target, input) === null) continue;
    escapes++;
    report ??= replay(target, { seed, index });
  }
  return { inputs, escapes, report };
}

/**
 * Makes one input again and feeds it.
 *
 * @returns What escaped and how to see it again, or null.
 */
export function replay<Input>(
  target: Target<Input>,
  place: Place,
): string | null {
  const input = target.generate(randomAt(target, place));
  const escape = escapeOf(target, input);
  if (escape === null) return null;
  const shrunk = shrink(target, input);
  const { seed, index } = place;
  return [
    `${target.name} was escaped from, seed ${seed}, input ${index}: ${escape}`,
    `input:  ${target.form.show(input).slice(0, SHOWN_CHARS_MAX)}`,
    `shrunk: ${target.form.show(shrunk)}`,
    `replay: deno run tests/fuzz/run.ts --target ${target.name} --seed ${seed} --index ${index}`,
  ].join("\n");
}

/** The input itself, as it is written down. */
export function showInput<Input>(target: Target<Input>, place: Place): string {
  return target.form.show(target.generate(randomAt(target, place)));
}

/**
 * @returns What was thrown, or null. Never throws.
 */
export function escapeOf<Input>(
  target: Target<Input>,
  input: Input,
): string | null {
  try {
    target.run(input);
    return null;
  } catch (error) {
    return error instanceof Error ? error.stack ?? error.message : `${error}`;
  }
}

/** Of an input that is shown again, and shorter, on the next line. */
const SHOWN_CHARS_MAX = 500;
const SHRINK_TRIES_MAX = 5_000;

/** Takes away whatever may go as long as the input still escapes. */
export function shrink<Input>(target: Target<Input>, input: Input): Input {
  let smallest = input;
  let tries = 0;
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false;
    for (const shorter of target.form.shorter(smallest)) {
      if (++tries > SHRINK_TRIES_MAX) return smallest;
      if (escapeOf(target, shorter) === null) continue;
      smallest = shorter;
      isSmaller = true;
      break;
    }
  }
  return smallest;
}

/**
 * Shares out inputs by the targets' shares.
 *
 * @returns As many numbers as targets; their sum is `total`.
 */
export function shareOut(
  targets: readonly Target<unknown>[],
  total: number,
): number[] {
  const shares = targets.reduce((sum, { share }) => sum + share, 0);
  let sharedOut = 0;
  let before = 0;
  return targets.map(({ share }) => {
    sharedOut += share;
    const end = Math.round(total * sharedOut / shares);
    const inputs = end - before;
    before = end;
    return inputs;
  });
}

/** The chance that makes one input: no input moves another. */
function randomAt<Input>(
  { name }: Target<Input>,
  { seed, index }: Place,
): Random {
  let mixed = seed;
  for (let i = 0; i < name.length; i++) {
    mixed = Math.imul(mixed ^ name.charCodeAt(i), 0x01000193);
  }
  return seededRandom(mixed ^ Math.imul(index + 1, 0x9e3779b1));
}
