/**
 * Stands in for `jsr:@std/path` where JSR cannot be reached: only what this
 * program uses. `tests/std_test.ts` states it and passes on either.
 *
 * @module
 */

export { parse } from "node:path";
export { fileURLToPath as fromFileUrl } from "node:url";
