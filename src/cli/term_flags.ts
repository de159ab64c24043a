/** What `query` asks beyond names, as flags: when, how long, who is needed. */

import { quote, UsageError } from "../base/errors.ts";
import { hostTimezone } from "../store/host_zone.ts";
import type { Asked } from "../wire/client_answers.ts";
import { parseTerms } from "../wire/term_lines.ts";
import {
  LENGTH,
  LENGTH_OVER_ZERO,
  LIMIT,
  MOMENT,
  QUORUM,
  type Reader,
  STEP,
  TIMEZONE,
} from "../wire/term_readers.ts";
import { SLOT_ORDERS } from "../wire/terms.ts";
import {
  type FlagValues,
  optionalFlag,
  parseChoice,
  switchFlag,
} from "./flags.ts";
import { namesIn } from "./names_in.ts";

/** Reads what its field of a JSON request may be, and hands that on. */
function field(reader: Reader<unknown>): (text: string) => string | number {
  return (text) => {
    // In a request only words and shares are quoted.
    const value = /^\d+$/.test(text) ? Number(text) : text;
    if (reader.read(value) !== null) return value;
    throw new UsageError(
      `Cannot read ${quote(text)}: expected ${reader.rule}`,
    );
  };
}

const parseNames = (text: string) => namesIn([text]);

export const TIMEZONE_FLAG = optionalFlag({
  placeholder: "ZONE",
  summary: "of dates and times, like Europe/Berlin; without it, this host's",
}, (text) => String(field(TIMEZONE)(text)));

/** The zone of whoever asks: as given, or their machine's. */
export function clientTimezone(
  { timezone }: { readonly timezone: string | undefined },
): string {
  return timezone ?? hostTimezone() ?? "UTC";
}

export const TERM_FLAGS = {
  from: optionalFlag({
    placeholder: "WHEN",
    summary: "where to begin: 2026-11-24, 2026-11-24T09:00, 09:00, today, " +
      "tomorrow, now, +2w, or a whole number; of instants, the next whole minute unless given",
  }, field(MOMENT)),
  to: optionalFlag({
    placeholder: "WHEN",
    summary: "where to end, as for --from; a date ends as it begins, and +2w " +
      "is two weeks after --from, which it is unless given",
  }, field(MOMENT)),
  duration: optionalFlag({
    placeholder: "LENGTH",
    summary: "how long a slot is at least: 30m, 1h30m, PT30M, or a number",
  }, field(LENGTH_OVER_ZERO)),
  timezone: TIMEZONE_FLAG,
  granularity: optionalFlag({
    placeholder: "LENGTH",
    summary: "slots begin and end at multiples of it, from midnight or zero",
  }, field(STEP)),
  "buffer-before": optionalFlag({
    placeholder: "LENGTH",
    summary: "time that everybody has free before a slot",
  }, field(LENGTH)),
  "buffer-after": optionalFlag({
    placeholder: "LENGTH",
    summary: "time that everybody has free after a slot",
  }, field(LENGTH)),
  required: optionalFlag({
    placeholder: "NAME[,...]",
    summary: "who has to be free; those among NAME... are anyway, unless " +
      "there is a minimum",
  }, parseNames),
  optional: optionalFlag({
    placeholder: "NAME[,...]",
    summary: "who may be missing",
  }, parseNames),
  "min-attendees": optionalFlag({
    placeholder: "N|N%",
    summary: "how many have to be free, of all who are asked",
  }, field(QUORUM)),
  limit: optionalFlag({
    placeholder: "N",
    summary: "show so many slots at most",
  }, field(LIMIT)),
  sort: optionalFlag({
    placeholder: SLOT_ORDERS.join("|"),
    summary: "which slots come first; without it, the earliest",
  }, parseChoice(...SLOT_ORDERS)),
  tentative: optionalFlag({
    placeholder: "busy|free",
    summary: "what an event is that is not certain; without it, busy",
  }, parseChoice("busy", "free")),
  explain: switchFlag("tell how the answer came about"),
};

type TermFlags = Omit<FlagValues<typeof TERM_FLAGS>, "timezone"> & {
  /** Whether to tell how many are free when; no flag asks for that alone. */
  readonly coverage?: boolean;
};

/** Turns names into a question. */
export type Asking = (names: readonly string[]) => Asked;

/** Nothing beyond names. */
export const askPlainly: Asking = (names) => ({ names, terms: null });

/**
 * What the flags ask of names, each time that there are some.
 *
 * @throws {UsageError} Once names are there, if the flags contradict each
 * other.
 */
export function askingOf(
  flags: TermFlags,
  timezone: string,
): Asking {
  const {
    "buffer-before": bufferBefore,
    "buffer-after": bufferAfter,
    "min-attendees": minAttendees,
    explain,
    ...rest
  } = flags;
  const given = {
    from: rest.from,
    to: rest.to,
    duration: rest.duration,
    granularity: rest.granularity,
    bufferBefore,
    bufferAfter,
    required: rest.required,
    optional: rest.optional,
    minAttendees,
    limit: rest.limit,
    sort: rest.sort,
    tentative: rest.tentative,
    explain: explain || undefined,
    coverage: rest.coverage || undefined,
  };
  // A zone alone asks for nothing.
  if (Object.values(given).every((value) => value === undefined)) {
    return askPlainly;
  }
  return (names) => {
    const asking = parseTerms({ ...given, timezone }, names);
    if (typeof asking !== "string") return asking;
    throw new UsageError(`Cannot ask ${asking}`);
  };
}
