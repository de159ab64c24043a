/** Refusals as they are sent. */

import {
  formatRefusal,
  type Refusal,
  type RefusalCode,
} from "../wire/client_lines.ts";

/** A refusal with its end; text ends with an empty line. */
export function refusalText(refusal: Refusal): string {
  return formatRefusal(refusal) + (refusal.json ? "\n" : "\n\n");
}

/** One to a client of which it is not known how it wants its answers. */
export function jsonRefusal(code: RefusalCode, message: string): string {
  return refusalText({ kind: "refusal", json: true, id: "", code, message });
}
