/** Of a backend that was given no place for one: there is never room. */

import { type HoldLedger, LedgerFullError } from "../calendar/bookings.ts";

export const NO_LEDGER: HoldLedger = {
  id: null,
  load: () => [],
  commit: () => {
    throw new LedgerFullError("Cannot keep bookings as there is no ledger");
  },
};
