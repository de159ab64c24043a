/**
 * Equality, by content and by identity.
 *
 * Stricter than JSR's in two corners, so that what passes here passes there:
 * inside objects 0 is not -0, and an object without a prototype is not `{}`.
 */

import process from "node:process";
import { isDeepStrictEqual } from "node:util";
import { AssertionError, suffix } from "./assertion_error.ts";

/** By content; NaN is NaN, a typed array is its numbers and its kind. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (actual === expected || isDeepStrictEqual(actual, expected)) return;
  throw new AssertionError(
    `Values are not equal${suffix(msg)}\n${difference(actual, expected)}`,
  );
}

export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  if (actual !== expected && !isDeepStrictEqual(actual, expected)) return;
  throw new AssertionError(
    `Expected actual: ${String(actual)} not to be: ${String(expected)}${
      suffix(msg)
    }`,
  );
}

/** By identity, as `Object.is` says. */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T {
  if (Object.is(actual, expected)) return;
  throw new AssertionError(
    `Values are not strictly equal${suffix(msg)}\n${
      difference(actual, expected)
    }`,
  );
}

/** A readable account of what differs. */
function difference(actual: unknown, expected: unknown): string {
  // Loaded only now: it would cost every start of the program 7 ms.
  const nodeAssert: typeof import("node:assert") = process.getBuiltinModule(
    "node:assert",
  );
  try {
    nodeAssert.deepStrictEqual(actual, expected);
  } catch (error) {
    return String((error as Error).message);
  }
  return "Values have the same structure but are not the same object.";
}
