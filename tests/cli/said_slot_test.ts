import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/base/errors.ts";
import { parseInstant } from "../../src/calendar/moment.ts";
import { parseSlot, resolveSlot } from "../../src/cli/said_slot.ts";
import { instants, numbers } from "../support/timed_slots.ts";

/** Monday noon, in a zone that is an hour ahead. */
const CONTEXT = {
  nowS: parseInstant("2026-11-23T11:00:00Z")!,
  timezone: "Europe/Berlin",
};
const NINE = instants("2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z");

const SLOTS: [text: string, slot: typeof NINE][] = [
  ["[5,7]", numbers(5, 7)],
  [" [ -5 , 7 ] ", numbers(-5, 7)],
  [
    "[-9007199254740991,9007199254740991]",
    numbers(-(2 ** 53) + 1, 2 ** 53 - 1),
  ],
  ["[2026-11-24T09:00+01:00,2026-11-24T10:00+01:00]", NINE],
  ["[2026-11-24T09:00,2026-11-24T10:00]", NINE],
  ["[2026-11-24T17:00+09:00,2026-11-24T10:00]", NINE],
  ["[2026-11-24T09:00:00,2026-11-24T09:00:00Z]", NINE],
  ["[2026-11-24T09:00,+1h]", NINE],
  ["[13:00,14:00]", instants("2026-11-23T12:00:00Z", "2026-11-23T13:00:00Z")],
  ["[tomorrow,+1d]", instants("2026-11-23T23:00:00Z", "2026-11-24T23:00:00Z")],
  // The hour that clocks skip is no part of it, and the one that comes twice
  // is twice in it.
  [
    "[2027-03-28T01:30,2027-03-28T03:30]",
    instants("2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z"),
  ],
  [
    "[2026-10-25T01:30,2026-10-25T03:30]",
    instants("2026-10-24T23:30:00Z", "2026-10-25T02:30:00Z"),
  ],
];
for (const [text, slot] of SLOTS) {
  Deno.test(`resolveSlot() reads ${text}`, () => {
    assertEquals(resolveSlot(parseSlot(text), CONTEXT), slot);
  });
}

const BAD: [text: string, expected: string][] = [
  ["", "[start,end], both of one kind, each a date like"],
  ["[5]", "[start,end], both of one kind"],
  ["[5,7,9]", "[start,end], both of one kind"],
  ["5,7", "[start,end], both of one kind"],
  ["[5,7.5]", "[start,end], both of one kind"],
  ["[5,2026-11-24T09:00]", "[start,end], both of one kind"],
  ["[2026-11-24T09:00:00.5Z,+1h]", "[start,end], both of one kind"],
  ["[2026-02-30,+1h]", "[start,end], both of one kind"],
  ["[9007199254740992,9007199254740993]", "[start,end], both of one kind"],
  ["[7,5]", "two whole numbers from -(2^53-1) to 2^53-1, the start first"],
  ["[7,7]", "two whole numbers"],
  ["[2026-11-24T10:00,2026-11-24T09:00]", "or two instants, like"],
  ["[2026-11-24,+733d]", "at most 732 days apart"],
];
for (const [text, expected] of BAD) {
  Deno.test(`no slot is ${text}: expected ${expected}`, () => {
    const error = assertThrows(
      () => resolveSlot(parseSlot(text), CONTEXT),
      UsageError,
      expected,
    );
    const what = `Cannot read ${JSON.stringify(text)} as a slot: expected `;
    assertEquals(error.message.slice(0, what.length), what);
  });
}
