/** `--min-group N`: how many people a question must be about. */

import { quote, UsageError } from "../base/errors.ts";
import { NAMES_PER_QUERY_MAX } from "../base/limits.ts";
import { flag } from "./flags.ts";

export const MIN_GROUP_FLAG = flag({
  placeholder: "N",
  summary: "answer only questions about N people or more",
  fallback: "1",
}, (text) => {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : NaN;
  if (count >= 1 && count <= NAMES_PER_QUERY_MAX) return count;
  throw new UsageError(
    `Cannot read ${quote(text)} as a number of people: expected 1 to ` +
      `${NAMES_PER_QUERY_MAX}`,
  );
});
