/** What a query has found, with what a test cares about. */

import { type Findings, PLAIN } from "../../src/wire/client_lines.ts";
import type { TermFindings } from "../../src/wire/term_findings.ts";

export const NO_MORE: TermFindings = {
  window: null,
  suggestions: null,
  coverage: null,
  reason: null,
  explanation: null,
};

/** About instants, and three people who share none. */
export function findingsWith(given: Partial<Findings>): Findings {
  return {
    names: ["lilith", "zein", "callie"],
    slots: new Float64Array(),
    unknown: [],
    unreachable: [],
    pending: [],
    waitingFor: [],
    ...PLAIN,
    times: "instants",
    ...given,
  };
}
