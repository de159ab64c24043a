/** Holds and bookings to keep, told apart by a number. */

import { bookingId } from "../../src/calendar/booking_id.ts";
import type { Booking, Hold } from "../../src/calendar/bookings.ts";
import { numbers } from "./timed_slots.ts";

function hex(number: number, bytes: number): string {
  return number.toString(16).padStart(2 * bytes, "0");
}

export function sampleHold(number: number, rest: Partial<Hold> = {}): Hold {
  return {
    transaction: hex(number, 16),
    decider: hex(7, 8),
    key: `key-${number}`,
    slot: numbers(2 * number, 2 * number + 1),
    title: "",
    state: "held",
    people: ["lilith", "zoë"],
    ...rest,
  };
}

export function sampleBooking(
  number: number,
  rest: Partial<Booking> = {},
): Booking {
  const key = rest.key ?? `key-${number}`;
  return {
    transaction: hex(number, 16),
    key,
    id: bookingId(key),
    slot: numbers(2 * number, 2 * number + 1),
    title: "",
    names: ["Lilith", "zoë"],
    state: "booked",
    parts: [
      { server: "B", people: ["lilith", "zoë"], confirmed: false },
      { server: "A", people: ["zoë"], confirmed: false },
    ],
    ...rest,
  };
}
