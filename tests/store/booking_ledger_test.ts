import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { UnavailableError } from "../../src/base/errors.ts";
import { REFUSED_KEPT_MS } from "../../src/base/limits.ts";
import { bookingId } from "../../src/calendar/booking_id.ts";
import {
  type Booking,
  type BookingChange,
  changedBooking,
  LedgerFullError,
  type RefusedBooking,
} from "../../src/calendar/bookings.ts";
import { SqliteBookingLedger } from "../../src/store/booking_ledger.ts";
import { sampleBooking } from "../support/ledger_samples.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { instants, numbers } from "../support/timed_slots.ts";
import { BOOKINGS_1, layOldLedger } from "./old_ledgers.ts";

const REFUSED: RefusedBooking = {
  key: "no",
  slot: numbers(5, 7),
  names: ["lilith", "zein"],
  notFree: ["zein"],
};

Deno.test("SqliteBookingLedger is made when it is told to, and keeps its id", () => {
  using temp = new TempFolder();
  const folder = `${temp.path}/state`;
  const first = new SqliteBookingLedger({ folder });
  assertEquals(first.load(), { bookings: [], refused: [] });
  assertThrows(() => Deno.statSync(folder), Deno.errors.NotFound);
  assertEquals(first.id, null);
  assertMatch(first.make(), /^[0-9a-f]{16}$/);
  first.close();
  using second = new SqliteBookingLedger({ folder });
  assertEquals(second.id, first.id);
});

Deno.test("SqliteBookingLedger gives back what was booked, cancelled and confirmed", () => {
  using temp = new TempFolder();
  const options = { folder: temp.path };
  const [one, two] = [sampleBooking(1), sampleBooking(2, { title: "Ä; b" })];
  const { transaction } = one;
  type Change = BookingChange & { kind: "cancel" | "confirm" };
  const changes: Change[] = [
    { kind: "confirm", transaction, server: "A", decision: "commit" },
    // These two come too early or too late.
    { kind: "confirm", transaction, server: "B", decision: "cancel" },
    { kind: "cancel", transaction },
    { kind: "confirm", transaction, server: "A", decision: "commit" },
    { kind: "confirm", transaction, server: "B", decision: "cancel" },
  ];
  let expected = one;
  for (let kept = 0; kept <= changes.length; kept++) {
    using ledger = new SqliteBookingLedger(options);
    const { bookings } = ledger.load();
    assertEquals(bookings, kept === 0 ? [] : [expected, two], `at ${kept}`);
    const change = changes[kept - 1];
    if (kept === 0) {
      ledger.commit([
        { kind: "put", booking: one },
        { kind: "put", booking: two },
      ]);
    }
    if (!change) continue;
    ledger.commit([change]);
    expected = changedBooking(expected, change);
  }
  using ledger = new SqliteBookingLedger(options);
  assertEquals(ledger.load().bookings, [expected, two]);
});

Deno.test("SqliteBookingLedger goes on with a ledger from before instants", () => {
  using temp = new TempFolder();
  layOldLedger(temp.path, BOOKINGS_1);
  const old: Booking = {
    transaction: "00112233445566778899aabbccddeeff",
    key: "k1",
    id: bookingId("k1"),
    slot: numbers(4, 7),
    title: "Review",
    names: ["Lilith"],
    state: "booked",
    parts: [{ server: "A", people: null, confirmed: true }],
  };
  const vain = {
    key: "k2",
    slot: numbers(3, 5),
    names: ["zein"],
    notFree: ["zein"],
  };
  const slot = instants("2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z");
  const booking = sampleBooking(3, { slot });
  const refused = { ...REFUSED, slot };
  const options = { folder: temp.path, epochMs: () => 1_000 };
  {
    using ledger = new SqliteBookingLedger(options);
    assertEquals(ledger.id, "fedcba9876543210");
    assertEquals(ledger.load(), { bookings: [old], refused: [vain] });
    ledger.commit([{ kind: "put", booking }, { kind: "refuse", refused }]);
  }
  const changed = { ...booking, slot: { ...slot, times: "numbers" } } as const;
  {
    using again = new SqliteBookingLedger(options);
    assertEquals(again.load(), {
      bookings: [old, booking],
      refused: [vain, refused],
    });
    // Put again, the newest word counts.
    again.commit([{ kind: "put", booking: changed }]);
  }
  using last = new SqliteBookingLedger(options);
  assertEquals(last.load().bookings, [old, changed]);
});

Deno.test("SqliteBookingLedger makes all of a commit, or none", () => {
  using temp = new TempFolder();
  const options = { folder: temp.path, bytesMax: 65_536 };
  const title = "x".repeat(200);
  let count = 0;
  {
    using ledger = new SqliteBookingLedger(options);
    assertThrows(() => {
      for (;; count += 2) {
        const pair = [count, count + 1].map((n) => sampleBooking(n, { title }));
        ledger.commit(pair.map((booking) => ({ kind: "put", booking })));
      }
    }, LedgerFullError);
  }
  using ledger = new SqliteBookingLedger(options);
  assertEquals(ledger.load().bookings.length, count);
});

Deno.test("SqliteBookingLedger takes no key for two bookings", () => {
  using temp = new TempFolder();
  using ledger = new SqliteBookingLedger({ folder: temp.path });
  const put = (number: number, key: string) => {
    const booking = sampleBooking(number, { key });
    ledger.commit([{ kind: "put", booking }]);
  };
  put(1, "k");
  const error = assertThrows(() => put(2, "k"), Error, "UNIQUE");
  assertEquals(error instanceof LedgerFullError, false);
  put(3, "l");
});

Deno.test("SqliteBookingLedger forgets refused keys after 30 days", () => {
  using temp = new TempFolder();
  let nowMs = 1_000_000;
  const options = { folder: temp.path, epochMs: () => nowMs };
  const refuse = (key: string) => {
    using ledger = new SqliteBookingLedger(options);
    ledger.commit([{ kind: "refuse", refused: { ...REFUSED, key } }]);
  };
  const known = () => {
    using ledger = new SqliteBookingLedger(options);
    return ledger.load().refused;
  };
  refuse("first");
  nowMs += REFUSED_KEPT_MS;
  assertEquals(known(), [{ ...REFUSED, key: "first" }]);
  nowMs++;
  assertEquals(known(), []);
  refuse("second");
  // What is forgotten is gone from the file as well.
  const database = new DatabaseSync(`${temp.path}/main.sqlite`);
  const rows = database.prepare("SELECT key FROM refused").all();
  database.close();
  assertEquals(rows.map(({ key }) => key), ["second"]);
});

Deno.test("SqliteBookingLedger forgets the refused keys that it is told to", () => {
  using temp = new TempFolder();
  const options = { folder: temp.path };
  {
    using ledger = new SqliteBookingLedger(options);
    for (const key of ["a", "b", "c"]) {
      ledger.commit([{ kind: "refuse", refused: { ...REFUSED, key } }]);
    }
    ledger.commit([{ kind: "forget", keys: ["a", "c", "never refused"] }]);
  }
  using ledger = new SqliteBookingLedger(options);
  assertEquals(ledger.load().refused, [{ ...REFUSED, key: "b" }]);
});

Deno.test("SqliteBookingLedger keeps a refusal that names nobody", () => {
  using temp = new TempFolder();
  const refused = { ...REFUSED, notFree: [] };
  const options = { folder: temp.path };
  {
    using ledger = new SqliteBookingLedger(options);
    ledger.commit([{ kind: "refuse", refused }]);
  }
  using ledger = new SqliteBookingLedger(options);
  assertEquals(ledger.load().refused, [refused]);
});

const DAMAGED: [sql: string, message: string][] = [
  ["UPDATE booking SET id = 'x'", "as id"],
  ["UPDATE booking SET names = '[\"a b\"]'", "a list of names as names"],
  ["UPDATE part SET transaction_id = 'x'", "one of table booking"],
  ["UPDATE part SET server = '' WHERE rowid = 2", "a text as server"],
  ["UPDATE part SET people = '[]'", "a list of names as people"],
  ["DELETE FROM part", "row 1 of table booking: expected one of table part"],
  ["UPDATE refused SET not_free = '{}'", "row 1 of table refused"],
  [
    "UPDATE booking SET end_time = 253402300800, start_time = 253402300799, " +
    "times = 'instants'",
    "a slot as end_time",
  ],
  ["UPDATE refused SET end_time = 63244807, times = 'instants'", "a slot"],
  ["UPDATE refused SET names = '[]'", "a list of names as names"],
  ["UPDATE ledger SET server = 'main'", "is not the ledger of a main server"],
];
for (const [sql, message] of DAMAGED) {
  Deno.test(`SqliteBookingLedger refuses its file after ${sql}`, () => {
    using temp = new TempFolder();
    {
      using ledger = new SqliteBookingLedger({ folder: temp.path });
      ledger.commit([
        { kind: "put", booking: sampleBooking(1) },
        { kind: "refuse", refused: REFUSED },
      ]);
    }
    const database = new DatabaseSync(`${temp.path}/main.sqlite`);
    database.exec(`PRAGMA foreign_keys = OFF; ${sql}`);
    database.close();
    const error = assertThrows(
      () => new SqliteBookingLedger({ folder: temp.path }),
      UnavailableError,
      message,
    );
    assertEquals(error.exitCode, 2);
  });
}
