/** Refusals as they are sent. */

import { LINE_BYTES_MAX, LINE_MS_MAX } from "../base/limits.ts";
import {
  formatRefusal,
  type Refusal,
  type RefusalCode,
} from "../wire/refusals.ts";

export const LINE_TOO_LONG =
  `Cannot read the request as a line has at most ${LINE_BYTES_MAX} bytes`;
export const LINE_UNFINISHED =
  `Cannot read the request as its line did not end within ${
    LINE_MS_MAX / 1_000
  } s`;
export const TLS_UNREADABLE =
  "Cannot read the request as it is TLS, not plain text";
export const NOT_WAITED =
  "Cannot deflate as more was sent before the answer: wait for it";

/** A refusal with its end; text ends with an empty line. */
export function refusalText(refusal: Refusal): string {
  return formatRefusal(refusal) + (refusal.json ? "\n" : "\n\n");
}

/** One to a client of which it is not known how it wants its answers. */
export function jsonRefusal(code: RefusalCode, message: string): string {
  return refusalText({ kind: "refusal", json: true, id: "", code, message });
}
