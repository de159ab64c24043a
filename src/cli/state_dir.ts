/** `--state DIR`: where a server keeps its ledger. */

import type { LedgerBounds } from "../store/ledger_file.ts";
import { flag, parseText } from "./flags.ts";
import type { Io } from "./io.ts";

export const STATE_FLAG = flag({
  placeholder: "DIR",
  summary: "folder of the ledger of bookings; made with the first of them",
  fallback: ".convene",
}, parseText);

/** A ledger in the folder, which says on stderr why it keeps nothing. */
export function ledgerIn(folder: string, io: Io): LedgerBounds {
  return { folder, warn: (why) => io.stderr.write(`${why}.\n`) };
}
