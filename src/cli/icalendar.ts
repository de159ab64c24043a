/**
 * Bookings, and slots that are free, as iCalendar. Its times are dates in UTC,
 * so numbers are taken for what instants are: seconds since 1970.
 *
 * @see RFC 5545
 */

import config from "../../deno.json" with { type: "json" };
import { UnavailableError } from "../base/errors.ts";
import type { Slot } from "../calendar/bookings.ts";
import { attendance } from "../wire/answer_words.ts";
import type { ListedBooking } from "../wire/booking_answers.ts";
import type { Suggestion } from "../wire/term_findings.ts";

const LINE_BYTES_MAX = 75;
// From 0001-01-01 to 9999-12-31: what a date of four digits can say.
const SECONDS_MIN = -62_135_596_800;
const SECONDS_MAX = 253_402_300_799;

/** As of another output that was asked for in vain. */
const EXIT_CODE = 2;

interface CalendarEvent {
  readonly uid: string;
  readonly slot: Slot;
  readonly summary: string;
  readonly description: string;
  /** Whether it takes up time. */
  readonly isBusy: boolean;
}

/**
 * Bookings, which take up time.
 *
 * @param nowMs Since 1970: when it was made.
 * @throws {UnavailableError} If a slot is no date; its exit code is 2.
 */
export function formatCalendar(
  bookings: readonly ListedBooking[],
  nowMs: number,
): string {
  const events = bookings.map(({ id, slot, names, title }) => {
    const people = names.join(", ");
    return {
      uid: id,
      slot,
      summary: title === "" ? people : title,
      description: `Booked for ${people}`,
      isBusy: true,
    };
  });
  return formatEvents(events, nowMs);
}

/**
 * Slots in which people are free, which take up none of their time; otherwise
 * as {@linkcode formatCalendar}.
 */
export function formatFreeSlots(
  { names, slots }: {
    /** Whose they are. */
    readonly names: readonly string[];
    readonly slots: readonly Suggestion[];
  },
  nowMs: number,
): string {
  const people = names.join(", ");
  const events = slots.map((each) => {
    const { start, end } = each.slot;
    return {
      uid: `free-${start}-${end}-${names.join("+")}`,
      slot: each.slot,
      summary: attendance(each),
      description: `Asked for ${people}`,
      isBusy: false,
    };
  });
  return formatEvents(events, nowMs);
}

function formatEvents(
  events: readonly CalendarEvent[],
  nowMs: number,
): string {
  const stamp = formatInstant(Math.floor(nowMs / 1_000));
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//convene//convene ${config.version}//EN`,
    ...events.flatMap((event) => eventLines(event, stamp)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

function eventLines(event: CalendarEvent, stamp: string): string[] {
  const { uid, slot, summary, description, isBusy } = event;
  const { start, end } = slot;
  for (const time of [start, end]) {
    if (time >= SECONDS_MIN && time <= SECONDS_MAX) continue;
    throw new UnavailableError(
      `Cannot print [${start},${end}] as iCalendar as, in seconds since ` +
        "1970, it is not in the years 1 to 9999",
      EXIT_CODE,
    );
  }
  return [
    "BEGIN:VEVENT",
    `UID:${uid}@convene`,
    `DTSTAMP:${stamp}`,
    `DTSTART:${formatInstant(start)}`,
    `DTEND:${formatInstant(end)}`,
    `SUMMARY:${escapeText(summary)}`,
    `DESCRIPTION:${escapeText(description)}`,
    ...isBusy ? [] : ["TRANSP:TRANSPARENT"],
    "END:VEVENT",
  ];
}

/** `20261124T090000Z`. */
function formatInstant(seconds: number): string {
  const text = new Date(seconds * 1_000).toISOString();
  return text.replace(/[-:]|\.\d+/g, "");
}

function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, (char) => `\\${char}`);
}

/** Lines of at most 75 bytes, cut between characters; a blank goes on. */
function fold(line: string): string {
  const lines: string[] = [];
  let [from, at, bytes] = [0, 0, 0];
  for (const char of line) {
    const count = bytesIn(char);
    if (bytes + count > LINE_BYTES_MAX) {
      lines.push(line.slice(from, at));
      [from, bytes] = [at, 1];
    }
    at += char.length;
    bytes += count;
  }
  lines.push(line.slice(from));
  return lines.join("\r\n ");
}

/** Of a character in UTF-8; to encode each takes far longer. */
function bytesIn(char: string): number {
  const code = char.codePointAt(0)!;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
