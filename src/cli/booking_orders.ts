/**
 * Books and cancels for somebody, on a connection that is there.
 *
 * Once a request has left, nobody knows what became of it until it is
 * answered: then the outcome is unknown, and said to be.
 */

import { reason, UnavailableError } from "../base/errors.ts";
import type {
  BookOutcome,
  BookRequest,
  CancelOutcome,
  TimedSlot,
} from "../calendar/bookings.ts";
import type { Client } from "../roles/client.ts";
import { TurnedAwayError } from "../roles/last_words.ts";
import {
  type Ended,
  formatBookRequest,
  formatCancelRequest,
  parseBookAnswer,
  parseCancelAnswer,
} from "../wire/booking_answers.ts";
import { formatBookAnswer, formatCancelAnswer } from "../wire/booking_lines.ts";
import { bookLines, cancelLines } from "../wire/booking_text.ts";
import { isRefused, type Refused } from "../wire/client_answers.ts";
import { formatTextSlot } from "../wire/slot_text.ts";
import { flag, parseChoice } from "./flags.ts";
import type { Io } from "./io.ts";
import { EXIT_CODES, exitCodeOf, type View } from "./output.ts";
import { slotsIn } from "./zone_text.ts";

const BOOK_EXIT_CODES: Readonly<Record<BookOutcome["kind"], number>> = {
  booked: 0,
  not_free: 1,
  not_alone: EXIT_CODES.notChecked,
  key_taken: EXIT_CODES.badUsage,
  unknown_name: EXIT_CODES.unknownName,
  not_known_yet: EXIT_CODES.notChecked,
  unreachable: EXIT_CODES.notChecked,
  unreadable: EXIT_CODES.notChecked,
  mixed_times: EXIT_CODES.badUsage,
  copies: EXIT_CODES.notChecked,
  ledger_full: EXIT_CODES.notChecked,
  busy: EXIT_CODES.notChecked,
  outcome_unknown: EXIT_CODES.outcomeUnknown,
};

/** `--output` of what has one outcome. */
export const OUTCOME_FLAG = flag({
  placeholder: "text|json",
  summary: "how the outcome is printed",
  fallback: "text",
}, parseChoice("text", "json"));

/** Where orders are placed, and how their outcomes are shown. */
export interface Counter extends View {
  readonly client: Client;
  readonly io: Io;
}

/** @returns The exit code of `book`. */
export async function placeBooking(
  request: BookRequest,
  { client, io, format, timezone }: Counter,
): Promise<number> {
  const unknown = { kind: "outcome_unknown" } as const;
  const answer = await answered(
    client.request({
      names: request.names,
      format: (id) => formatBookRequest(id, request),
      parse: (line) => parseBookAnswer(line, request),
    }),
    unknown,
    io,
  );
  if (isRefused(answer)) return refused(answer, { io, format });
  const { outcome } = answer;
  if (outcome.kind === "outcome_unknown") sayWhich(request.slot, io);
  if (format === "json") {
    io.stdout.write(`${formatBookAnswer("", outcome, request)}\n`);
  } else {
    const stop = outcome.kind === "booked" ? "" : ".";
    for (const line of bookLines(outcome, request, slotsIn(timezone))) {
      io.stdout.write(`${line}${stop}\n`);
    }
  }
  return BOOK_EXIT_CODES[outcome.kind];
}

/** Which slot a key stands for, if `--at` may be another when it is sent again. */
function sayWhich({ times, ...slot }: TimedSlot, io: Pick<Io, "stderr">): void {
  if (times === "numbers") return;
  io.stderr.write(
    `convene: This is about --at '${formatTextSlot(slot, times)}', whatever ` +
      `now or tomorrow may be when you ask again\n`,
  );
}

/** @returns The exit code of `cancel`. */
export async function cancelBooking(
  booking: string,
  { client, io, format }: Omit<Counter, "timezone">,
): Promise<number> {
  const answer = await answered<CancelOutcome | Unknown>(
    client.request({
      names: [],
      format: (id) => formatCancelRequest(id, booking),
      parse: (line) => parseCancelAnswer(line, booking),
    }),
    { kind: "outcome_unknown" },
    io,
  );
  if (isRefused(answer)) return refused(answer, { io, format });
  const { outcome } = answer;
  if (outcome.kind === "outcome_unknown") {
    const message = `Whether booking ${booking} is cancelled is not known ` +
      `yet; cancel it again`;
    const error = { code: outcome.kind, message };
    const line = format === "json" ? JSON.stringify({ error }) : `${message}.`;
    io.stdout.write(`${line}\n`);
    return EXIT_CODES.outcomeUnknown;
  }
  const lines = format === "json"
    ? [formatCancelAnswer("", outcome, booking)]
    : cancelLines(outcome, booking).map((line) => `${line}.`);
  for (const line of lines) io.stdout.write(`${line}\n`);
  return outcome.kind === "no_such_booking" ? EXIT_CODES.unknownName : 0;
}

interface Unknown {
  readonly kind: "outcome_unknown";
}

/** The answer; where the connection broke before it, that nobody knows. */
async function answered<Outcome>(
  asked: Promise<Ended<Outcome> | Refused>,
  unknown: Outcome,
  io: Io,
): Promise<Ended<Outcome> | Refused> {
  try {
    return await asked;
  } catch (error) {
    const isOpen = error instanceof UnavailableError &&
      !(error instanceof TurnedAwayError);
    if (!isOpen) throw error;
    io.stderr.write(`convene: ${reason(error)}\n`);
    return { kind: "ended", id: undefined, outcome: unknown };
  }
}

/** @returns The exit code. */
export function refused(
  answer: Refused,
  { io, format }: Pick<Counter, "io" | "format">,
): number {
  const { code, message } = answer;
  io.stderr.write(`convene: ${message}\n`);
  if (format === "json") {
    io.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
  }
  return code === "key_taken" ? EXIT_CODES.badUsage : exitCodeOf(answer);
}
