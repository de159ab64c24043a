import { assert, assertEquals, assertMatch } from "@std/assert";
import { bookingId } from "../../src/calendar/booking_id.ts";
import { QUERY_MS_MAX, TURN_WEIGHT_MAX } from "../../src/base/limits.ts";
import { Turns } from "../../src/protocol/turns.ts";
import {
  type BookingRecord,
  BookingRequests,
} from "../../src/roles/booking_requests.ts";
import { parseRequest } from "../../src/wire/client_lines.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { seededEntropy } from "../support/seeded_entropy.ts";
import { seededRandom } from "../support/seeded_random.ts";
import { StubBookings } from "../support/stub_bookings.ts";

const client = { name: "reports", peer: { host: "127.0.0.1", port: 1 } };

function desk(options: { minGroup?: number; books?: boolean } = {}) {
  const clock = new ManualClock();
  const turns = new Turns(() => {});
  const bookings = options.books === false ? undefined : new StubBookings();
  const records: BookingRecord[] = [];
  const requests = new BookingRequests({
    bookings,
    minGroup: options.minGroup,
    auditBooking: (record) => records.push(record),
    entropy: seededEntropy(seededRandom(1)),
    clock,
    turns,
  });
  /** @returns What it was answered so far. */
  const begin = (value: unknown) => {
    const request = parseRequest(JSON.stringify(value));
    assert(
      request?.kind === "book" || request?.kind === "cancel" ||
        request?.kind === "bookings",
    );
    const answers: string[] = [];
    const answer = (line: string) => void answers.push(line);
    requests.take({ request, client, requests: 1, answer });
    return answers;
  };
  const ask = (value: unknown) => {
    const text = begin(value).join("");
    assert(text.endsWith("\n"));
    return JSON.parse(text);
  };
  return { ask, begin, records, bookings, turns, clock };
}

Deno.test("BookingRequests draws a key where the client has made none", () => {
  const { ask } = desk();
  const book = { names: ["zein"], slot: [5, 7] };
  const [one, two] = [ask({ id: 1, book }), ask({ book })];
  assertMatch(one.booked.key, /^[0-9a-f]{32}$/);
  assert(one.booked.key !== two.booked.key);
  assertEquals(one, {
    id: 1,
    booked: {
      booking: bookingId(one.booked.key),
      key: one.booked.key,
      slot: [5, 7],
      names: ["zein"],
    },
  });
});

Deno.test("BookingRequests accounts for whatever was asked", () => {
  const { ask, records, bookings } = desk({ minGroup: 2 });
  const [booking, names] = [bookingId("k"), ["a", "b"]];
  const book = { names, slot: [5, 7], key: "k" };
  ask({ book });
  bookings?.outcomes.push({ kind: "not_free", names: ["a"] });
  ask({ book });
  ask({ book: { ...book, names: ["a"] } });
  ask({ cancel: booking });
  ask({ cancel: booking });
  ask({ bookings: names });
  const utc = ["2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z"];
  const hour = ["2026-11-24T09:00+01:00", "2026-11-24T10:00+01:00"];
  ask({ book: { ...book, slot: hour } });
  const slot = [5, 7] as const;
  const rows = records.map((
    { action, names, slot, booking, outcome },
  ) => [action, names, slot, booking, outcome]);
  assertEquals(rows, [
    ["book", names, slot, booking, "booked"],
    ["book", names, slot, null, "not_free"],
    ["book", ["a"], slot, null, "group_too_small"],
    ["cancel", [], null, booking, "cancelled"],
    ["cancel", [], null, booking, "no_such_booking"],
    ["bookings", names, null, null, "group_too_small"],
    ["book", names, utc, booking, "booked"],
  ]);
  assertEquals(records[0]?.client, client);
});

Deno.test("BookingRequests tells no names to whom it speaks of groups only", () => {
  const { ask, bookings } = desk({ minGroup: 2 });
  bookings?.outcomes.push({ kind: "not_free", names: ["a"] });
  const book = { names: ["a", "b"], slot: [3, 5] };
  assertEquals(ask({ id: 1, book }), {
    id: 1,
    error: {
      code: "not_free",
      message: "Time slot [3,5] is not free for all of them",
    },
  });
});

Deno.test("BookingRequests has one long list made a turn, and refuses what comes too late", () => {
  const { ask, begin, records, bookings, turns, clock } = desk();
  for (let i = 0; i < TURN_WEIGHT_MAX; i++) {
    ask({ book: { names: ["a"], slot: [i, i + 1], key: `k${i}` } });
  }
  records.length = 0;
  const asked = [1, 2, 3].map((id) => begin({ id, bookings: [] }));
  const counts = [1, 2].map(() => {
    const count = asked.flat().length;
    turns.next(clock.nowMs());
    return count;
  });
  assertEquals(counts, [0, 1]);
  turns.next(clock.nowMs() + QUERY_MS_MAX);
  const [one, two, three] = asked.map(([text = ""]) => JSON.parse(text));
  assertEquals(one.bookings.length, bookings?.bookings.length);
  assertEquals([two.bookings, two.id], [one.bookings, 2]);
  assertEquals([three.id, three.error.code], [3, "busy"]);
  assertEquals(records.map(({ outcome }) => outcome), [
    "listed",
    "listed",
    "busy",
  ]);
});

Deno.test("BookingRequests that keep no bookings say so", () => {
  const { ask, records } = desk({ books: false });
  const book = { names: ["a"], slot: [3, 5] };
  for (const request of [{ book }, { cancel: "x" }, { bookings: [] }]) {
    assertEquals(ask({ id: "é", ...request }), {
      id: "é",
      error: {
        code: "unavailable",
        message: "Cannot book as this main server keeps no bookings",
      },
    });
  }
  assertEquals(
    records.map(({ outcome }) => outcome),
    Array(3).fill("unavailable"),
  );
});
