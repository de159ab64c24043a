/**
 * Stands in for `jsr:@std/assert` where JSR cannot be reached: only what this
 * program uses. `tests/std_test.ts` states it and passes on either.
 *
 * @module
 */

export { AssertionError } from "./assertion_error.ts";
export * from "./conditions.ts";
export { assertEquals, assertNotEquals, assertStrictEquals } from "./equals.ts";
export { assertRejects, assertThrows } from "./throws.ts";
