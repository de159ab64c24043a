/**
 * Bookings as iCalendar. Its times are dates, so a number is taken for seconds
 * since 1970 in UTC.
 *
 * @see RFC 5545
 */

import config from "../../deno.json" with { type: "json" };
import { UnavailableError } from "../base/errors.ts";
import { formatSlot } from "../calendar/booking_rules.ts";
import type { ListedBooking } from "../wire/booking_answers.ts";

const LINE_BYTES_MAX = 75;
// From 0001-01-01 to 9999-12-31: what a date of four digits can say.
const SECONDS_MIN = -62_135_596_800;
const SECONDS_MAX = 253_402_300_799;

const ENCODER = new TextEncoder();

/**
 * @param nowMs Since 1970: when it was made.
 * @throws {UnavailableError} If a booking's slot is no date.
 */
export function formatCalendar(
  bookings: readonly ListedBooking[],
  nowMs: number,
): string {
  const stamp = formatInstant(Math.floor(nowMs / 1_000));
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//convene//convene ${config.version}//EN`,
    ...bookings.flatMap((booking) => eventLines(booking, stamp)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

function eventLines(booking: ListedBooking, stamp: string): string[] {
  const { id, slot, names, title } = booking;
  for (const time of [slot.start, slot.end]) {
    if (time >= SECONDS_MIN && time <= SECONDS_MAX) continue;
    throw new UnavailableError(
      `Cannot print booking ${id} as iCalendar as ${formatSlot(slot)} is not ` +
        `in the years 1 to 9999, in seconds since 1970`,
    );
  }
  const people = names.join(", ");
  return [
    "BEGIN:VEVENT",
    `UID:${id}@convene`,
    `DTSTAMP:${stamp}`,
    `DTSTART:${formatInstant(slot.start)}`,
    `DTEND:${formatInstant(slot.end)}`,
    `SUMMARY:${escapeText(title === "" ? people : title)}`,
    `DESCRIPTION:${escapeText(`Booked for ${people}`)}`,
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
  let folded = "";
  let bytes = 0;
  for (const char of line) {
    const count = ENCODER.encode(char).length;
    if (bytes + count > LINE_BYTES_MAX) {
      folded += "\r\n ";
      bytes = 1;
    }
    folded += char;
    bytes += count;
  }
  return folded;
}
