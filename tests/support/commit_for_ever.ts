/** Commits holds to a ledger, one after another, and says each once kept. */

import { SqliteHoldLedger } from "../../src/store/hold_ledger.ts";
import { sampleHold } from "./ledger_samples.ts";

const [folder = ""] = Deno.args;
const ledger = new SqliteHoldLedger({ folder, server: "A" });
const encoder = new TextEncoder();
for (let number = ledger.load().length + 1;; number++) {
  ledger.commit([{ kind: "put", hold: sampleHold(number) }]);
  Deno.stdout.writeSync(encoder.encode(`${number}\n`));
}
