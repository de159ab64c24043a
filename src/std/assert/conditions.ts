/** Assertions about one value, or about the order of two. */

import { inspect } from "node:util";
import { AssertionError, suffix } from "./assertion_error.ts";

/** Narrows types too: after it, `expr` is known to be true. */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError(msg);
}

export function fail(msg?: string): never {
  throw new AssertionError(`Failed assertion${suffix(msg)}`);
}

export function unreachable(msg?: string): never {
  throw new AssertionError(`Unreachable${suffix(msg)}`);
}

export function assertMatch(
  actual: string,
  expected: RegExp,
  msg?: string,
): void {
  if (expected.test(actual)) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to match: "${expected}"${suffix(msg)}`,
  );
}

export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  if (actual < expected) return;
  refuseOrder(actual, expected, msg ?? "to be less than");
}

export function assertLessOrEqual<T>(
  actual: T,
  expected: T,
  msg?: string,
): void {
  if (actual <= expected) return;
  refuseOrder(actual, expected, msg ?? "to be at most");
}

export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  if (actual > expected) return;
  refuseOrder(actual, expected, msg ?? "to be greater than");
}

function refuseOrder(actual: unknown, expected: unknown, rule: string): never {
  throw new AssertionError(
    `Expected ${inspect(actual)}: ${rule}: ${inspect(expected)}`,
  );
}
