/**
 * A slot as somebody writes it: `[5,7]`, or of instants, whose times are said
 * as those of a question: `[2026-11-24T09:00,2026-11-24T10:00]`.
 */

import { quote, UsageError } from "../base/errors.ts";
import { SLOT_RULE, timedSlot } from "../calendar/booking_rules.ts";
import type { TimedSlot } from "../calendar/bookings.ts";
import {
  type Moment,
  MOMENT_RULE,
  type MomentContext,
  parseMoment,
  resolveMoment,
  timesOf,
} from "../calendar/moment.ts";
import { systemEpochMs } from "../net/system_clock.ts";

/** What it is depends on a zone, and on what time it is. */
export interface SaidSlot {
  readonly text: string;
  readonly start: Moment;
  readonly end: Moment;
}

const SLOT = /^\s*\[([^,]*),([^,]*)\]\s*$/;

/** @throws {UsageError} If its times are none. */
export function parseSlot(text: string): SaidSlot {
  const [, ...ends] = SLOT.exec(text) ?? [];
  const [start, end] = ends.map((end) => parseMoment(end.trim()));
  if (start && end && timesOf(start) === timesOf(end)) {
    return { text, start, end };
  }
  throw refuse(text, `[start,end], both of one kind, each ${MOMENT_RULE}`);
}

/** @throws {UsageError} If it does not go from a time to a later one. */
export function resolveSlot(
  { text, start, end }: SaidSlot,
  { timezone, nowS }: Omit<MomentContext, "from">,
): TimedSlot {
  const from = resolveMoment(start, { timezone, nowS });
  const to = resolveMoment(end, { timezone, nowS, from });
  const slot = timedSlot(from, to, timesOf(start));
  if (slot) return slot;
  throw refuse(text, SLOT_RULE);
}

/** As {@linkcode resolveSlot}, by what time it is. */
export function slotNow(slot: SaidSlot, timezone: string): TimedSlot {
  const nowS = Math.floor(systemEpochMs() / 1_000);
  return resolveSlot(slot, { timezone, nowS });
}

function refuse(text: string, rule: string): UsageError {
  return new UsageError(
    `Cannot read ${quote(text)} as a slot: expected ${rule}`,
  );
}
