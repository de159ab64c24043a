/** Runs all cases, for a process with a time zone of its own. */

import { failureOf } from "./calendar_case.ts";
import { CASES } from "./cases.ts";

const failures = CASES.map((one) => ({ name: one.name, why: failureOf(one) }))
  .filter(({ why }) => why !== undefined);
const hostZone = Temporal.Now.timeZoneId();
const report = JSON.stringify({ hostZone, cases: CASES.length, failures });
await Deno.stdout.write(new TextEncoder().encode(report));
