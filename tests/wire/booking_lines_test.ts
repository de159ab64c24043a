import { assert, assertEquals, assertThrows } from "@std/assert";
import { WireError } from "../../src/base/errors.ts";
import { TIME_MAX } from "../../src/base/limits.ts";
import { bookingId } from "../../src/calendar/booking_id.ts";
import type { BookOutcome } from "../../src/calendar/bookings.ts";
import {
  formatBookRequest,
  formatCancelRequest,
  formatListRequest,
  parseBookAnswer,
  parseCancelAnswer,
  parseListAnswer,
} from "../../src/wire/booking_answers.ts";
import {
  formatBookAnswer,
  formatBookings,
  formatCancelAnswer,
  formatUnknownNames,
} from "../../src/wire/booking_lines.ts";
import { bookLines } from "../../src/wire/booking_text.ts";
import { parseRequest } from "../../src/wire/client_lines.ts";
import { instants, numbers } from "../support/timed_slots.ts";

const REQUEST = {
  names: ["lilith", "Zoë"],
  slot: numbers(-5, TIME_MAX),
  key: "k-1",
  title: "a; b",
};
const ID = bookingId("k-1");

Deno.test("parseRequest() takes back what a client formats", () => {
  assertEquals(parseRequest(formatBookRequest(7, REQUEST)), {
    kind: "book",
    json: true,
    id: "7",
    ...REQUEST,
  });
  assertEquals(parseRequest(formatCancelRequest(8, ID)), {
    kind: "cancel",
    json: true,
    id: "8",
    booking: ID,
  });
  for (const names of [[], ["lilith"]]) {
    assertEquals(parseRequest(formatListRequest(9, names)), {
      kind: "bookings",
      json: true,
      id: "9",
      names,
    });
  }
});

Deno.test("parseRequest() takes titles whose characters are joined", () => {
  for (const title of ["\u{1f469}\u200d\u{1f4bb}", "هفته\u200cای"]) {
    const book = { names: ["a"], slot: [5, 7], title };
    const request = parseRequest(JSON.stringify({ book }));
    assert(request?.kind === "book");
    assertEquals(request.title, title);
  }
});

Deno.test("parseRequest() needs no key, no title and no id to book", () => {
  const line = '{"book":{"names":["b","B","a"],"slot":[5,7]}}';
  assertEquals(parseRequest(line), {
    kind: "book",
    json: true,
    id: "",
    names: ["b", "a"],
    slot: numbers(5, 7),
    key: null,
    title: "",
  });
});

/** At nine in the winter of Berlin. */
const AT_NINE = instants("2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z");
const ZULU = '["2026-11-24T08:00:00Z","2026-11-24T09:00:00Z"]';

Deno.test("instants are RFC 3339 in every line about bookings, in UTC", () => {
  const asked = { ...REQUEST, slot: AT_NINE };
  const line = formatBookRequest(7, asked);
  assert(line.includes(`"slot":${ZULU}`), line);
  const read = parseRequest(line);
  assertEquals(read, { kind: "book", json: true, id: "7", ...asked });

  const outcome = { kind: "booked", booking: { ...asked, id: ID } } as const;
  const booked = formatBookAnswer("7", outcome, asked);
  assert(booked.includes(`"slot":${ZULU}`), booked);
  const answer = { kind: "ended" as const, id: 7, outcome };
  assertEquals(parseBookAnswer(booked, asked), answer);

  const { key: _, ...listed } = { ...asked, id: ID };
  // A server may have changed from one kind to the other.
  const both = [{ ...listed, slot: REQUEST.slot }, listed];
  const list = formatBookings("2", both);
  assert(list.includes(`"slot":${ZULU}`), list);
  const told = { kind: "listed" as const, id: 2, bookings: both };
  assertEquals(parseListAnswer(list), told);
});

Deno.test("parseRequest() takes instants with any offset, without seconds too", () => {
  const slot = ["2026-11-24T09:00+01:00", "2026-11-24T18:00:00+09:00"];
  const read = parseRequest(JSON.stringify({ book: { ...GOOD, slot } }));
  assert(read?.kind === "book");
  assertEquals(read.slot, AT_NINE);
});

Deno.test("parseBookAnswer() takes no numbers for the instants that they are", () => {
  const asked = { ...REQUEST, slot: AT_NINE };
  const { start, end } = AT_NINE;
  const booking = { ...asked, id: ID, slot: numbers(start, end) };
  const outcome = { kind: "booked", booking } as const;
  const line = formatBookAnswer("7", outcome, asked);
  assertThrows(() => parseBookAnswer(line, asked), WireError, "as a booking");
});

const GOOD = { names: ["a"], slot: [5, 7], key: "k", title: "t" };
const many = Array.from({ length: 257 }, (_, i) => `n${i}`);
const BAD: [request: unknown, message: string, code?: string][] = [
  [{ book: GOOD, names: ["a"] }, 'its field "names" is not known here'],
  [{ book: GOOD, cancel: "x" }, 'its field "cancel" is not known here'],
  [{ book: { ...GOOD, at: 1 } }, 'its field "at" is not known here'],
  [{ book: [GOOD] }, "as book must be an object"],
  [{ book: null }, "as book must be an object"],
  [{ book: { ...GOOD, names: [] } }, "names must be a list of one name"],
  [{ book: { ...GOOD, names: "a" } }, "names must be a list of one name"],
  [{ book: { ...GOOD, names: many } }, "for 257 names", "too_many_names"],
  [{ book: { ...GOOD, slot: [7, 5] } }, "slot must be [start,end]"],
  [{ book: { ...GOOD, slot: [5, 5] } }, "slot must be [start,end]"],
  [{ book: { ...GOOD, slot: [5] } }, "slot must be [start,end]"],
  [{ book: { ...GOOD, slot: [5, 7, 9] } }, "slot must be [start,end]"],
  [{ book: { ...GOOD, slot: [5, 7.5] } }, "slot must be [start,end]"],
  [{ book: { ...GOOD, slot: [5, TIME_MAX + 1] } }, "slot must be"],
  [{ book: { ...GOOD, slot: ["5", "7"] } }, "slot must be [start,end]"],
  [{ book: { names: ["a"] } }, "slot must be [start,end]"],
  [{ book: { ...GOOD, slot: [5, "2026-11-24T09:00Z"] } }, "slot must be"],
  [{ book: { ...GOOD, slot: ["2026-11-24T09:00Z", 7] } }, "slot must be"],
  // A main server has no zone to take local times for.
  [
    { book: { ...GOOD, slot: ["2026-11-24T09:00", "2026-11-24T10:00"] } },
    "or two instants, like 2026-11-24T09:00:00Z, at most 732 days apart",
  ],
  [
    { book: { ...GOOD, slot: ["2026-11-24T09:00Z", "2026-11-24T08:00Z"] } },
    "slot must be",
  ],
  [
    { book: { ...GOOD, slot: ["2026-01-01T00:00Z", "2028-01-03T00:00:01Z"] } },
    "at most 732 days apart",
  ],
  [{ book: { ...GOOD, key: "" } }, "key must be 1 to 64 bytes"],
  [{ book: { ...GOOD, key: "a b" } }, "key must be 1 to 64 bytes"],
  [{ book: { ...GOOD, key: "é".repeat(33) } }, "key must be 1 to 64 bytes"],
  [{ book: { ...GOOD, key: "\u202e" } }, "key must be 1 to 64 bytes"],
  [{ book: { ...GOOD, title: "a\nb" } }, "title must be one line"],
  [{ book: { ...GOOD, title: "a\u202eb" } }, "without hidden characters"],
  [{ book: { ...GOOD, title: "é".repeat(101) } }, "title must be one line"],
  [{ book: { ...GOOD, title: 5 } }, "title must be one line"],
  [{ cancel: "" }, "cancel must be the id of a booking"],
  [{ cancel: 5 }, "cancel must be the id of a booking"],
  [{ bookings: "lilith" }, "bookings must be a list of names"],
  [{ bookings: [""] }, "bookings must be a list of names"],
  [{ bookings: many }, "for 257 names", "too_many_names"],
];
for (const [request, message, code = "bad_request"] of BAD) {
  Deno.test(`parseRequest() refuses ${JSON.stringify(request).slice(0, 60)}: ${message}`, () => {
    const parsed = parseRequest(
      JSON.stringify({ id: 1, ...request as object }),
    );
    assert(parsed?.kind === "refusal");
    assertEquals([parsed.id, parsed.code, parsed.json], ["1", code, true]);
    assert(parsed.message.includes(message), parsed.message);
  });
}

const OUTCOMES: BookOutcome[] = [
  { kind: "booked", booking: { ...REQUEST, id: ID } },
  { kind: "not_free", names: ["Zoë"] },
  { kind: "not_free", names: [] },
  { kind: "unknown_name", names: ["lilith"] },
  { kind: "not_known_yet", names: ["lilith"], waitingFor: ["A", "B"] },
  { kind: "unreachable", servers: [{ server: "B b", names: ["lilith"] }] },
  { kind: "unreadable", servers: [{ server: "B b", names: ["lilith"] }] },
  { kind: "mixed_times", numbers: ["A", "B"], instants: [] },
  { kind: "copies", server: "B" },
  { kind: "outcome_unknown" },
];
for (const outcome of OUTCOMES) {
  Deno.test(`parseBookAnswer() takes back ${JSON.stringify(outcome)}`, () => {
    const line = formatBookAnswer("7", outcome, REQUEST);
    const answer = { kind: "ended" as const, id: 7, outcome };
    assertEquals(parseBookAnswer(line, REQUEST), answer);
    assertEquals(line.includes("\n"), false);
  });
}

// A key gets the answer that it had before, with the names as they were then.
const EARLIER: BookOutcome[] = [
  { kind: "booked", booking: { ...REQUEST, id: ID, names: ["ZOË", "Lilith"] } },
  { kind: "not_free", names: ["ZOË", "Lilith"] },
];
for (const outcome of EARLIER) {
  Deno.test(`parseBookAnswer() takes names as they were first spelt: ${outcome.kind}`, () => {
    const line = formatBookAnswer("7", outcome, REQUEST);
    const answer = { kind: "ended" as const, id: 7, outcome };
    assertEquals(parseBookAnswer(line, REQUEST), answer);
  });
}

Deno.test("parseBookAnswer() takes nobody who was not asked, however spelt", () => {
  for (const name of ["LILITHA", "li lith", "\x1b[2J", ""]) {
    const booking = { ...REQUEST, id: ID, names: [name] };
    const outcome = { kind: "booked", booking } as const;
    const line = formatBookAnswer("7", outcome, REQUEST);
    const asked = { ...REQUEST, names: ["lilith", "zo\u200be"] };
    assertThrows(() => parseBookAnswer(line, asked), WireError, "as a booking");
  }
});

Deno.test("a name that waits for no server in particular says nothing of others", () => {
  const names = ["lilith"];
  const outcome = { kind: "not_known_yet", names, waitingFor: [] } as const;
  assertEquals(bookLines(outcome, REQUEST), [
    "lilith is not known yet: no server that has the name has registered",
  ]);
});

Deno.test("a client can read that names do not exist, whatever they look like", () => {
  const names = ["zo\u200be", "a\x1b[2J", "\u2028", "\u202eb", "Zo\u00eb"];
  const request = { ...REQUEST, names };
  const outcome = { kind: "unknown_name", names } as const;
  const line = formatBookAnswer("7", outcome, request);
  assertEquals(parseBookAnswer(line, request), {
    kind: "ended",
    id: 7,
    outcome,
  });
  const listed = parseListAnswer(formatUnknownNames("7", names));
  assert(listed.kind === "refusal");
  assertEquals(
    listed.message,
    "zo\ufffde does not exist; a\ufffd[2J does not exist; \ufffd does not " +
      "exist; \ufffdb does not exist; Zo\u00eb does not exist",
  );
});

Deno.test("a client shows nothing of a booking that it did not ask for", () => {
  const good = formatBookAnswer("7", OUTCOMES[0]!, REQUEST);
  const lies: [from: string, to: string][] = [
    ['"k-1"', '"k-2"'],
    ["[-5,", "[-6,"],
    ['"lilith"', '"jameson"'],
    [ID, "\\u001b[2J"],
    ['"booked"', '"cancelled"'],
  ];
  for (const [from, to] of lies) {
    assert(good.includes(from), from);
    assertThrows(
      () => parseBookAnswer(good.replace(from, to), REQUEST),
      WireError,
      "Cannot read answer as a booking",
    );
  }
  // An error about others is only what its words say.
  const others: BookOutcome[] = [
    { kind: "not_free", names: ["jameson"] },
    { kind: "mixed_times", numbers: ["\x1b[2J"], instants: ["B"] },
    { kind: "mixed_times", numbers: ["A"], instants: ["\x1b[2J"] },
  ];
  for (const outcome of others) {
    const line = formatBookAnswer("7", outcome, REQUEST);
    assertEquals(parseBookAnswer(line, REQUEST).kind, "refusal");
  }
});

Deno.test("parseCancelAnswer() and parseListAnswer() take back what was said", () => {
  for (const kind of ["cancelled", "no_such_booking"] as const) {
    const line = formatCancelAnswer("1", { kind }, ID);
    const answer = { kind: "ended" as const, id: 1, outcome: { kind } };
    assertEquals(parseCancelAnswer(line, ID), answer);
  }
  const full = formatCancelAnswer(
    "1",
    { kind: "ledger_full", server: null },
    ID,
  );
  assertEquals(parseCancelAnswer(full, ID).kind, "refusal");
  const other = formatCancelAnswer("1", { kind: "cancelled" }, ID);
  assertThrows(() => parseCancelAnswer(other, bookingId("x")), WireError);
  const { key: _, ...listed } = { ...REQUEST, id: ID };
  const line = formatBookings("2", [listed]);
  assertEquals(parseListAnswer(line), {
    kind: "listed",
    id: 2,
    bookings: [listed],
  });
  const lies: [from: string, to: string][] = [
    ["a; b", "a\\nb"],
    ["lilith", "a b"],
    ["lilith", "\\u001b"],
    ["[-5", "[9007199254740991"],
    [ID, "x"],
  ];
  for (const [from, to] of lies) {
    assert(line.includes(from), from);
    assertThrows(() => parseListAnswer(line.replace(from, to)), WireError);
  }
});

Deno.test("bookLines() lets no name that was typed move a cursor", () => {
  const outcome = { kind: "unknown_name", names: ["a\x07\nb"] } as const;
  const lines = ["a\ufffd\ufffdb does not exist"];
  assertEquals(bookLines(outcome, REQUEST), lines);
});
