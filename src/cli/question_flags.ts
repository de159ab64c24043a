/** The flags of whatever asks main servers, and what they say of answers. */

import { flag, type FlagValues, parseChoice } from "./flags.ts";
import { FORMATS, type View } from "./output.ts";
import {
  type Asking,
  askingOf,
  clientTimezone,
  TERM_FLAGS,
} from "./term_flags.ts";

export const QUESTION_FLAGS = {
  ...TERM_FLAGS,
  output: flag({
    placeholder: FORMATS.join("|"),
    summary: "how answers are printed: as text, one JSON object a query, " +
      "columns with a line a slot, iCalendar, or a picture of how many are " +
      "free when",
    fallback: "text",
  }, parseChoice(...FORMATS)),
};

/** How questions are asked, and their answers shown. */
export function questionsBy(
  flags: FlagValues<typeof QUESTION_FLAGS>,
): View & { readonly asking: Asking } {
  const { output: format, sort } = flags;
  const timezone = clientTimezone(flags);
  const coverage = format === "grid";
  const asking = askingOf({ ...flags, coverage }, timezone);
  return { asking, format, timezone, sort };
}
