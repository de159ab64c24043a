import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/base/errors.ts";
import type { Clock } from "../../src/base/ports.ts";
import { bookingId } from "../../src/calendar/booking_id.ts";
import type { BookRequest } from "../../src/calendar/bookings.ts";
import { type Order, parseOrder } from "../../src/cli/prompt_orders.ts";
import { askStdin } from "../../src/cli/questions.ts";
import { parseSlot } from "../../src/cli/said_slot.ts";
import { askPlainly } from "../../src/cli/term_flags.ts";
import type { Dial } from "../../src/net/connections.ts";
import { Client } from "../../src/roles/client.ts";
import { Turns } from "../../src/protocol/turns.ts";
import { BookingRequests } from "../../src/roles/booking_requests.ts";
import { parseRequest } from "../../src/wire/client_lines.ts";
import { FakeConnection } from "../support/fake_connection.ts";
import { fakeIo } from "../support/fake_io.ts";
import { seededEntropy } from "../support/seeded_entropy.ts";
import { seededRandom } from "../support/seeded_random.ts";
import { StubBookings } from "../support/stub_bookings.ts";
import { instants } from "../support/timed_slots.ts";

const ID = "7Q2KD0M5WZ8H3RTA";

const LINES: [line: string, order: Order | null][] = [
  ["", null],
  [" , ", null],
  ["book", { kind: "ask", names: ["book"] }],
  ["book lilith", { kind: "ask", names: ["book", "lilith"] }],
  ["book [5,7]", { kind: "book", slot: parseSlot("[5,7]") }],
  [" Book[ -5 , 7 ] ", { kind: "book", slot: parseSlot("[ -5 , 7 ] ") }],
  ["cancel", { kind: "ask", names: ["cancel"] }],
  ["cancel zein", { kind: "ask", names: ["cancel", "zein"] }],
  [`cancel ${ID}`, { kind: "cancel", booking: ID }],
  [`cancel ${ID.toLowerCase()}`, { kind: "cancel", booking: ID }],
];
for (const [line, order] of LINES) {
  Deno.test(`parseOrder() reads ${JSON.stringify(line)}`, () => {
    assertEquals(parseOrder(line), order);
  });
}

Deno.test("parseOrder() refuses to book what is no slot", () => {
  for (const line of ["book [5,today]", "book [5", "book [5,7] zein"]) {
    assertThrows(() => parseOrder(line), UsageError, "as a slot");
  }
});

Deno.test("parseOrder() refuses to book for others than were asked last", () => {
  for (const line of ["book lilith zein [1,2]", "BOOK zein --at '[1,2]'"]) {
    assertThrows(
      () => parseOrder(line),
      UsageError,
      "for the names last asked",
    );
  }
});

const CLOCK: Clock = {
  nowMs: () => 0,
  schedule: () => () => {},
  soon: (run) => queueMicrotask(run),
};

/** A main server that finds [1,9] for everybody, and books. */
function connector(bookings: StubBookings) {
  const requests = new BookingRequests({
    bookings,
    entropy: seededEntropy(seededRandom(1)),
    clock: CLOCK,
    turns: new Turns(() => {}),
  });
  class Server extends FakeConnection {
    override send(bytes: Uint8Array): void {
      const request = parseRequest(new TextDecoder().decode(bytes));
      const client = { name: null, peer: this.peer };
      if (request?.kind === "query") {
        const rest = '"unknown":[],"unreachable":[],"pending":[]';
        const text = `{"id":${request.id},"slots":[[1,9]],${rest}}\n`;
        queueMicrotask(() => this.receive(text));
      } else if (request?.kind === "book" || request?.kind === "cancel") {
        const answer = (text: string) =>
          queueMicrotask(() => this.receive(text));
        requests.take({ request, client, requests: 1, answer });
        const isLost = bookings.asked.length === 3;
        if (isLost) queueMicrotask(() => this.finish());
      }
    }
  }
  const dial: Dial = (to, accept) => Promise.resolve(new Server(to, accept));
  const server = { host: "127.0.0.1", port: 24849 };
  return () => Client.connect([server], { dial, clock: CLOCK });
}

Deno.test("the prompt reads times in the zone that it shows them in", async () => {
  const bookings = new StubBookings();
  const typed = ["lilith", "book [2026-11-24T09:00,+1h]"];
  const { io, printed } = fakeIo({ typed });
  const options = {
    connect: connector(bookings),
    asking: askPlainly,
    format: "text",
    timezone: "Asia/Tokyo",
  } as const;
  const exitCode = await askStdin(io, options);
  const { stdout } = await printed();
  const [{ key, slot }] = bookings.asked as [BookRequest];
  assertEquals([exitCode, slot], [
    0,
    instants("2026-11-24T00:00:00Z", "2026-11-24T01:00:00Z"),
  ]);
  const line = "Booked Tue 24 Nov 2026 09:00-10:00 GMT+9 for lilith: booking ";
  assertEquals(stdout.split("\n")[1], line + bookingId(key));
});

Deno.test("the prompt books for the names last asked, and cancels", async () => {
  const bookings = new StubBookings();
  bookings.outcomes.push({ kind: "not_free", names: ["zein"] }, "booked");
  bookings.outcomes.push("silence");
  const typed = [
    "book [5,7]",
    "lilith zein",
    "book [3,5]",
    "book [7,5]",
    "book [5,7]",
    "book [6,7]",
    "jameson",
    `cancel ${ID}`,
  ];
  const { io, printed } = fakeIo({ typed });
  const options = {
    connect: connector(bookings),
    asking: askPlainly,
    format: "text",
    timezone: "UTC",
  } as const;
  const exitCode = await askStdin(io, options);
  const { stdout, stderr } = await printed();
  const keys = bookings.asked.slice(0, 3).map((each) =>
    (each as { key: string }).key
  );
  assertEquals([exitCode, new Set(keys).size], [7, 3]);
  assertEquals(stdout.split("\n"), [
    "Available time slots: [1,9]",
    "Time slot [3,5] is not free for zein.",
    `Booked [5,7] for lilith, zein: booking ${bookingId(keys[1]!)}`,
    `The outcome of booking ${keys[2]} is not known yet; ask again with ` +
    `--key ${keys[2]}.`,
    "Available time slots: [1,9]",
    `Booking ${ID} does not exist.`,
    "",
  ]);
  assertEquals(stderr.split("\n").map((line) => line.slice(0, 34)), [
    "convene: Cannot book for nobody: a",
    'convene: Cannot read "[7,5]" as a ',
    "convene: Cannot go on with the mai",
    "",
  ]);
});
