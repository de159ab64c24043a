/**
 * Commits holds to a ledger until it is refused two of them, and says how many
 * were kept, and why no more are.
 */

import { LedgerFullError } from "../../src/calendar/bookings.ts";
import { SqliteHoldLedger } from "../../src/store/hold_ledger.ts";
import { sampleHold } from "./ledger_samples.ts";

const [folder = ""] = Deno.args;
const ledger = new SqliteHoldLedger({ folder, server: "A" });
const encoder = new TextEncoder();
const reasons: string[] = [];
let kept = 0;
while (reasons.length < 2) {
  try {
    ledger.commit([{ kind: "put", hold: sampleHold(kept) }]);
    kept++;
  } catch (error) {
    if (!(error instanceof LedgerFullError)) throw error;
    reasons.push(error.message);
  }
}
const said = JSON.stringify({ kept, reasons });
Deno.stdout.writeSync(encoder.encode(said));
