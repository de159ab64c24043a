/** Bookings as the main server sees them; its servers are played by the test. */

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { DELIVER_AGAIN_MS, QUERY_MS_MAX } from "../../src/base/limits.ts";
import type { ClaimVerdict } from "../../src/wire/claim_verdict.ts";
import {
  BookingDisk,
  MemoryBookingLedger,
} from "../support/memory_booking_ledger.ts";
import { numbers } from "../support/timed_slots.ts";
import { HELD } from "../support/verdicts.ts";
import { namesOf } from "./name_lists.ts";
import { Office, REQUEST } from "./office.ts";

Deno.test("a booking is kept before anybody is told of it", () => {
  const office = Office.open();
  office.ask();
  const { slot, people } = office.claim("A");
  const lilith = namesOf(["jameson", "lilith"]).position("lilith");
  assertEquals([slot, people], [numbers(5, 7), [lilith]]);
  office.answer("A", HELD);
  office.answer("B", HELD);
  assertEquals([office.answers, office.decisions("A")], [[], []]);
  office.book.flush();
  assertEquals(office.ledger.load().bookings.length, 1);
  assertEquals(office.answers.map(({ kind }) => kind), ["booked"]);
  assertEquals(office.decisions("A"), ["commit"]);
  assertEquals(office.decisions("B"), ["commit"]);
});

Deno.test("a decision is brought until it is confirmed, and then no more", () => {
  const office = Office.open();
  office.bookAll();
  office.confirm("A");
  for (let nowMs = 0; nowMs <= QUERY_MS_MAX; nowMs += 50) office.at(nowMs);
  const [a, b] = [office.decisions("A").length, office.decisions("B").length];
  assertEquals(a, 1);
  assert(b > 1, `${b}`);
  office.at(QUERY_MS_MAX + DELIVER_AGAIN_MS);
  assertEquals(office.decisions("B").length, b + 1);
  office.confirm("B");
  office.book.flush();
  const told = office.told.length;
  office.at(10 * DELIVER_AGAIN_MS);
  assertEquals([office.told.length, office.coordinator.dueMs], [
    told,
    Infinity,
  ]);
  const [booking] = office.ledger.load().bookings;
  assertEquals(booking!.parts.map(({ confirmed }) => confirmed), [true, true]);
});

Deno.test("who is not free is told, the others let go, and the key is used up", () => {
  const office = Office.open();
  office.ask();
  office.answer("B", HELD);
  const { people } = office.claim("A");
  office.answer("A", { kind: "not_free", people, isDiscreet: false });
  assertEquals(office.answers, []);
  office.book.flush();
  assertEquals(office.answers, [{ kind: "not_free", names: ["Lilith"] }]);
  assertEquals(office.decisions("A"), []);
  assertEquals(office.decisions("B"), ["release"]);
  const before = office.told.length;
  office.ask();
  assertEquals(office.answers[1], office.answers[0]);
  assertEquals(office.told.length, before);
});

Deno.test("who is not free is not told where a server is discreet", () => {
  const named = (people: readonly number[]) =>
    ({ kind: "not_free", people, isDiscreet: false }) as const;
  const unnamed = { kind: "not_free", isDiscreet: true } as const;
  const heldDiscreetly = { kind: "held", isDiscreet: true } as const;
  for (const [a, b] of [[unnamed, HELD], [null, heldDiscreetly]]) {
    const office = Office.open();
    office.ask();
    office.answer("B", b!);
    office.answer("A", a ?? named(office.claim("A").people));
    office.book.flush();
    office.ask();
    const answer = { kind: "not_free", names: [] } as const;
    assertEquals(office.answers, [answer, answer]);
  }
});

Deno.test("a slot is said not to be free once all have been looked at", () => {
  const office = Office.open();
  office.ask();
  const { people } = office.claim("A");
  office.answer("A", { kind: "not_free", people, isDiscreet: false });
  for (let nowMs = 0; nowMs <= QUERY_MS_MAX; nowMs += 50) office.at(nowMs);
  const servers = [{ server: "B", names: ["zein"] }];
  assertEquals(office.answers, [{ kind: "unreachable", servers }]);
  assertEquals(office.ledger.disk.commits, 0);
});

Deno.test("nothing is booked that a server with a newer list does not hold", () => {
  const office = Office.open();
  office.ask();
  office.answer("A", { kind: "stale", list: { high: 0, low: 1 } });
  office.nowMs = QUERY_MS_MAX;
  office.answer("B", HELD);
  office.book.flush();
  const servers = [{ server: "A", names: ["Lilith"] }];
  assertEquals(office.answers, [{ kind: "unreachable", servers }]);
});

Deno.test("a claim says who is alone in the booking", () => {
  const office = Office.open();
  office.ask();
  assertEquals([office.claim("A").alone, office.claim("B").alone], [
    false,
    false,
  ]);
  office.ask({ ...REQUEST, key: "another", names: ["zein"] });
  assertEquals(office.claim("B").alone, true);
  office.answer("B", { kind: "not_alone" });
  assertEquals(office.answers, [
    { kind: "not_alone", name: "zein", server: "B" },
  ]);
});

Deno.test("a server that is silent is named, and its key may be used again", () => {
  const office = Office.open();
  office.ask();
  const first = office.claim("A").transaction;
  office.answer("A", HELD);
  for (let nowMs = 0; nowMs <= QUERY_MS_MAX; nowMs += 50) office.at(nowMs);
  const servers = [{ server: "B", names: ["zein"] }];
  assertEquals(office.answers, [{ kind: "unreachable", servers }]);
  assertEquals(office.decisions("A")[0], "release");
  assertEquals(office.decisions("B")[0], "release");
  assertEquals(office.ledger.disk.commits, 0);
  office.ask();
  assertNotEquals(office.claim("A").transaction, first);
});

Deno.test("a ledger without room books nothing", () => {
  const office = Office.open();
  office.ledger.disk.fault = "full";
  office.bookAll();
  assertEquals(office.answers, [{ kind: "ledger_full", server: null }]);
  assertEquals(office.decisions("A"), ["release"]);
  assertEquals(office.coordinator.size, 0);
});

Deno.test("the same key is one booking, asked once or often", () => {
  const office = Office.open();
  office.ask();
  office.ask({ ...REQUEST, names: ["ZEIN", "lilith"] });
  office.ask({ ...REQUEST, slot: numbers(5, 8) });
  office.ask({ ...REQUEST, names: ["zein"] });
  assertEquals(office.answers, [{ kind: "key_taken" }, { kind: "key_taken" }]);
  assertEquals(office.told.length, 2);
  office.answer("A", HELD);
  office.answer("B", HELD);
  office.book.flush();
  office.ask();
  const kinds = office.answers.slice(2).map(({ kind }) => kind);
  assertEquals(kinds, ["booked", "booked", "booked"]);
  assertEquals(office.ledger.load().bookings.length, 1);
});

Deno.test("whoever asks hears what was kept, and else that it came to nothing", () => {
  const office = Office.open();
  office.ask();
  const { transaction } = office.claim("A");
  office.doubt("A", transaction);
  office.answer("A", HELD);
  office.answer("B", HELD);
  office.doubt("A", transaction);
  office.book.flush();
  office.doubt("A", transaction);
  office.doubt("A", "00".repeat(16));
  // Of another main server's nothing is known.
  office.doubt("A", transaction, "ff".repeat(8));
  const outcomes = office.told.flatMap(({ outcome }) => outcome ?? []);
  assertEquals(outcomes, ["open", "open", "commit", "release"]);
});

Deno.test("after a restart servers are told what they missed", () => {
  const before = Office.open();
  before.bookAll();
  before.confirm("A");
  before.book.flush();
  const after = new Office(before.ledger, 2);
  after.register("A", "lilith");
  after.register("B", "zein");
  assertEquals(after.decisions("A"), []);
  assertEquals(after.decisions("B"), ["commit"]);
  after.ask();
  assertEquals(after.answers.map(({ kind }) => kind), ["booked"]);
});

Deno.test("a cancel is kept, brought to all, and told when they know", () => {
  const office = Office.open();
  office.bookAll();
  const { id } = office.book.list([])[0]!;
  const told: string[] = [];
  const tell = ({ kind }: { kind: string }) => told.push(kind);
  office.coordinator.cancel(id, 0, tell);
  assertEquals(office.decisions("A"), ["commit"]);
  office.book.flush();
  assertEquals(office.book.list([]), []);
  assertEquals(office.decisions("A"), ["commit", "cancel"]);
  office.confirm("A");
  assertEquals(told, []);
  office.confirm("B");
  assertEquals(told, ["cancelled"]);
  office.coordinator.cancel(id, 0, tell);
  office.coordinator.cancel("0".repeat(16), 0, tell);
  assertEquals(told, ["cancelled", "cancelled", "no_such_booking"]);
});

Deno.test("a cancel that a server does not confirm is told in time", () => {
  const office = Office.open();
  office.bookAll();
  const told: string[] = [];
  const { id } = office.book.list([])[0]!;
  office.coordinator.cancel(id, 0, ({ kind }) => told.push(kind));
  office.book.flush();
  office.at(QUERY_MS_MAX - 1);
  assertEquals(told, []);
  office.at(QUERY_MS_MAX);
  assertEquals(told, ["cancelled"]);
});

Deno.test("a hold of our own that came to nothing is let go, and claimed anew", () => {
  const office = Office.open();
  office.ask();
  const transaction = "ab".repeat(16);
  const decider = office.ledger.id!;
  office.answer("A", { kind: "contested", transaction, decider });
  office.answer("B", HELD);
  assertEquals(office.answers, []);
  assertEquals(office.decisions("A"), ["release"]);
  const claims = office.told.filter(({ claim }) => claim).length;
  office.at(200);
  assertEquals(office.told.filter(({ claim }) => claim).length, claims + 1);
  office.answer("A", HELD);
  office.book.flush();
  assertEquals(office.answers.map(({ kind }) => kind), ["booked"]);
});

Deno.test("what another main server holds or has booked is told as it is", () => {
  const before = { kind: "booked_before" } as const;
  const contested = {
    kind: "contested",
    transaction: "ab".repeat(16),
    decider: "ff".repeat(8),
  } as const;
  const cases: [ClaimVerdict, ClaimVerdict, string][] = [
    [before, before, "booked"],
    [before, HELD, "key_taken"],
    [contested, HELD, "outcome_unknown"],
    [{ kind: "key_taken" }, HELD, "key_taken"],
    [{ kind: "no_ledger" }, HELD, "ledger_full"],
  ];
  for (const [a, b, kind] of cases) {
    const office = Office.open();
    office.ask();
    office.answer("A", a);
    office.answer("B", b);
    assertEquals(office.answers.map(({ kind }) => kind), [kind]);
    assertEquals(office.ledger.disk.commits, 0);
  }
});

Deno.test("a server with a newer list is asked again once that is known", () => {
  const office = Office.open();
  office.ask();
  const { transaction } = office.claim("A");
  office.answer("B", HELD);
  office.answer("A", { kind: "stale", list: { high: 0, low: 1 } });
  assertEquals(office.decisions("B"), ["release"]);
  const names = ["adam", "bea", "lilith"];
  office.register("A", ...names);
  office.listChanges();
  const lilith = namesOf(names).position("lilith");
  assertEquals(office.claim("A").people, [lilith]);
  assertNotEquals(office.claim("A").transaction, transaction);
  office.answer("A", HELD);
  office.answer("B", HELD);
  office.book.flush();
  assertEquals(office.answers.map(({ kind }) => kind), ["booked"]);
});

Deno.test("names that nobody has, and copies without a common ledger, book nothing", () => {
  const office = Office.open();
  office.ask({ ...REQUEST, names: ["zein", "tttt"] });
  assertEquals(office.answers, [{ kind: "unknown_name", names: ["tttt"] }]);
  office.addCopy("B", "zein");
  office.ask();
  assertEquals(office.answers[1], { kind: "copies", server: "B" });
  assertEquals(office.told, []);
});

Deno.test("where no ledger can be made nothing is claimed, and nobody hurt", () => {
  const disk = new BookingDisk(null);
  const office = Office.open(new MemoryBookingLedger(disk));
  office.ask();
  office.doubt("A", "ab".repeat(16), "ff".repeat(8));
  assertEquals(office.answers, [{ kind: "ledger_full", server: null }]);
  assertEquals(office.told, []);
  assertEquals(office.coordinator.size, 0);
});
