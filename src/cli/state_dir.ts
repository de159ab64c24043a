/** `--state DIR`: where a server keeps its ledger. */

import { flag, parseText } from "./flags.ts";

export const STATE_FLAG = flag({
  placeholder: "DIR",
  summary: "folder of the ledger of bookings; made with the first of them",
  fallback: ".convene",
}, parseText);
