/** Assertions that something throws, and what. */

import { AssertionError, suffix } from "./assertion_error.ts";

// deno-lint-ignore no-explicit-any -- as wide as JSR's: any constructor.
type ErrorClass<E> = abstract new (...args: any[]) => E;

/** @returns What was thrown. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  Expected: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows(
  fn: () => unknown,
  ...rules: unknown[]
): unknown {
  const { msg, check } = expectation(rules);
  try {
    fn();
  } catch (error) {
    check(error);
    return error;
  }
  throw new AssertionError(`Expected function to throw${suffix(msg)}`);
}

/** @returns What the promise was rejected with. */
export function assertRejects(
  fn: () => PromiseLike<unknown>,
  msg?: string,
): Promise<unknown>;
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  Expected: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects(
  fn: () => PromiseLike<unknown>,
  ...rules: unknown[]
): Promise<unknown> {
  const { msg, check } = expectation(rules);
  let pending: PromiseLike<unknown> | undefined;
  try {
    pending = fn();
    await pending;
  } catch (error) {
    if (pending === undefined) {
      throw new AssertionError(
        `Function throws when expected to reject${suffix(msg)}`,
      );
    }
    check(error);
    return error;
  }
  throw new AssertionError(`Expected function to reject${suffix(msg)}`);
}

/** The overloads' arguments told apart, and the check that they ask for. */
function expectation(rules: readonly unknown[]) {
  if (typeof rules[0] === "string" || rules[0] === undefined) {
    return { msg: rules[0], check: () => {} };
  }
  const [Expected, includes = "", msg] = rules as [
    ErrorClass<Error>,
    string?,
    string?,
  ];
  const check = (error: unknown) => {
    if (!(error instanceof Expected)) {
      throw new AssertionError(
        `Expected error to be instance of "${Expected.name}", but was "${
          (error as Error | undefined)?.constructor?.name
        }"${suffix(msg)}`,
        { cause: error },
      );
    }
    if (error.message.includes(includes)) return;
    throw new AssertionError(
      `Expected error message to include ${JSON.stringify(includes)}, but got ${
        JSON.stringify(error.message)
      }${suffix(msg)}`,
      { cause: error },
    );
  };
  return { msg, check };
}
