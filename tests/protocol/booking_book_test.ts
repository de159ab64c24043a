/** What a main server keeps in its ledger, and finds in it again. */

import { assertEquals } from "@std/assert";
import { REFUSED_KEPT_MAX } from "../../src/base/limits.ts";
import { bookingId } from "../../src/calendar/booking_id.ts";
import type { Booking } from "../../src/calendar/bookings.ts";
import { BookingBook } from "../../src/protocol/booking_book.ts";
import { sampleBooking } from "../support/ledger_samples.ts";
import { MemoryBookingLedger } from "../support/memory_booking_ledger.ts";
import { numbers } from "../support/timed_slots.ts";

function refuse(book: BookingBook, key: string): void {
  const slot = numbers(5, 7);
  const refused = { key, slot, names: ["zein"], notFree: ["zein"] };
  book.stage({ kind: "refuse", refused }, () => {});
}

function put(book: BookingBook, booking: Booking): void {
  book.stage({ kind: "put", booking }, () => {});
  book.flush();
}

Deno.test("BookingBook forgets the oldest refusals, and no booking", () => {
  const ledger = new MemoryBookingLedger();
  const book = new BookingBook(ledger);
  put(book, sampleBooking(1, { key: "booked" }));
  for (let number = 0; number < REFUSED_KEPT_MAX; number++) {
    refuse(book, `vain ${number}`);
  }
  book.flush();
  const states = (book: BookingBook) =>
    ["booked", "vain 0", "vain 1", "vain 2", "last"].map((key) =>
      book.find(key)?.kind
    );
  const all = ["booking", "refused", "refused", "refused", undefined];
  assertEquals(states(book), all);
  refuse(book, "last");
  refuse(book, "the very last");
  book.flush();
  const left = ["booking", undefined, undefined, "refused", "refused"];
  assertEquals(states(book), left);
  assertEquals(ledger.load().refused.length, REFUSED_KEPT_MAX);
  assertEquals(states(new BookingBook(ledger)), left);
});

Deno.test("BookingBook that has no room forgets nothing", () => {
  const ledger = new MemoryBookingLedger();
  const book = new BookingBook(ledger);
  for (let number = 0; number < REFUSED_KEPT_MAX; number++) {
    refuse(book, `vain ${number}`);
  }
  book.flush();
  ledger.disk.fault = "full";
  refuse(book, "last");
  book.flush();
  assertEquals(book.find("vain 0")?.kind, "refused");
});

Deno.test("BookingBook lists those that stand, by slot and then by id", () => {
  const book = new BookingBook(new MemoryBookingLedger());
  const slot = numbers(1, 9);
  const bookings = [
    sampleBooking(5, { names: ["Zoë", "lilith"] }),
    sampleBooking(3, { names: ["lilith"] }),
    sampleBooking(1, { names: ["zoe\u0308"], slot }),
    sampleBooking(2, { names: ["Lilith", "zo\u00eb", "bob"], slot }),
  ];
  for (const booking of bookings) put(book, booking);
  const keys = (...names: string[]) => book.list(names).map(({ key }) => key);
  const [one, two] = ["key-1", "key-2"].sort((a, b) =>
    bookingId(a) < bookingId(b) ? -1 : 1
  );
  assertEquals(keys(), [one, two, "key-3", "key-5"]);
  assertEquals(keys("LILITH"), ["key-2", "key-3", "key-5"]);
  assertEquals(keys("lilith", "ZOË"), ["key-2", "key-5"]);
  assertEquals(keys("lilith", "nobody"), []);
  assertEquals(keys("no name"), []);
  const { transaction } = bookings[0]!;
  book.stage({ kind: "cancel", transaction }, () => {});
  book.flush();
  assertEquals(keys("lilith", "ZOË"), ["key-2"]);
  assertEquals(keys(), [one, two, "key-3"]);
});

Deno.test("BookingBook lists one person's without a look at others'", () => {
  const book = new BookingBook(new MemoryBookingLedger());
  let looks = 0;
  for (let number = 1; number <= 100; number++) {
    const names = number === 50 ? ["lilith"] : ["zein"];
    const get = () => (looks++, names);
    const booking = sampleBooking(number);
    put(book, Object.defineProperty(booking, "names", { get }));
  }
  assertEquals(looks, 100, "a look is counted");
  assertEquals([book.list(["lilith"]).length, looks], [1, 100]);
});
