import { assert, assertEquals, assertThrows } from "@std/assert";
import { WireError } from "../../src/base/errors.ts";
import { DOUBT_MS_FIRST, RELEASED_KEPT_MAX } from "../../src/base/limits.ts";
import type { Decision } from "../../src/calendar/bookings.ts";
import { listId } from "../../src/wire/registration.ts";
import { peopleOf } from "../support/people_of.ts";
import { FILE, HolderDesk, LEDGER, transaction } from "./holder_desk.ts";
import { numbers } from "../support/timed_slots.ts";

Deno.test("a claim is held once it is kept, and then is nobody's", () => {
  const desk = new HolderDesk();
  desk.claim(1);
  assertEquals(desk.said(), [], "not before the end of the turn");
  desk.turn();
  assertEquals(desk.said(), ["1 held"]);
  assertEquals(desk.disk.holds.get(transaction(1))?.state, "held");
  assertEquals(desk.disk.holds.get(transaction(1))?.people, ["bob", "zein"]);
  assertEquals(desk.common("zein", "bob"), [[3, 4], [6, 7]]);
  assertEquals(desk.holder.ledgerId, LEDGER);
});

Deno.test("a claim that comes again is held again, booked or not", () => {
  const desk = new HolderDesk();
  desk.claim(1);
  desk.claim(1, { attempt: 2 });
  desk.turn();
  assertEquals(desk.said(), ["1 held", "1 held"]);
  desk.decide(1, "commit");
  desk.turn();
  desk.claim(1);
  desk.turn();
  assertEquals(desk.said(), ["1 decided", "1 held"]);
  assertEquals(desk.disk.holds.get(transaction(1))?.state, "booked");
  assertEquals([desk.disk.commits.length, desk.holder.doubts.size], [2, 0]);
});

Deno.test("claims of one turn are one commit, and the second meets the first", () => {
  const desk = new HolderDesk();
  desk.claim(1);
  desk.claim(2, { names: ["zein"], slot: numbers(1, 3) });
  desk.claim(3, { names: ["bob"], slot: numbers(3, 4) });
  desk.turn();
  assertEquals(desk.said(), ["1 held", "2 not_free zein", "3 held"]);
  assertEquals(desk.disk.commits.map(({ length }) => length), [2]);
});

Deno.test("a slot that is not wholly free is refused, with those who are not", () => {
  const desk = new HolderDesk();
  desk.claim(1, { slot: numbers(1, 3) });
  desk.claim(2, { slot: numbers(2, 5) });
  desk.claim(3, { slot: numbers(0, 9) });
  desk.turn();
  assertEquals(desk.said(), [
    "1 not_free bob",
    "2 not_free zein",
    "3 not_free bob zein",
  ]);
  assertEquals(desk.disk.commits, []);
});

Deno.test("a claim with people of whom is told in company only names nobody", () => {
  const desk = new HolderDesk({ discreet: ["bob"] });
  desk.claim(1, { names: ["zein"], alone: true });
  desk.claim(2, { slot: numbers(1, 3) });
  desk.claim(3, { names: ["bob"], slot: numbers(2, 3) });
  desk.claim(4, { names: ["bob"], slot: numbers(1, 3) });
  desk.claim(5, { names: ["bob"], alone: true });
  desk.claim(6, { names: ["bob"], slot: numbers(1, 3), alone: true });
  // The answer was lost.
  desk.claim(3, { names: ["bob"], slot: numbers(2, 3) });
  desk.turn();
  assertEquals(desk.said(), [
    "1 held",
    "2 not_free discreetly",
    "3 held discreetly",
    "4 not_free discreetly",
    "5 not_alone",
    "6 not_alone",
    "3 held discreetly",
  ]);
});

const ENDS: [decisions: Decision[], state: string | undefined][] = [
  [["commit"], "booked"],
  [["commit", "commit"], "booked"],
  [["release"], undefined],
  [["release", "release"], undefined],
  [["commit", "release"], "booked"],
  [["commit", "cancel"], "cancelled"],
  [["commit", "cancel", "cancel"], "cancelled"],
  [["commit", "cancel", "commit"], "cancelled"],
  [["commit", "cancel", "release"], "cancelled"],
  [["cancel"], "cancelled"],
  [["cancel", "commit"], "cancelled"],
];
for (const [decisions, state] of ENDS) {
  Deno.test(`a hold is ${state ?? "gone"} after ${decisions.join(" and ")}, each confirmed`, () => {
    const desk = new HolderDesk();
    desk.claim(1);
    desk.turn();
    desk.said();
    for (const decision of decisions) {
      desk.decide(1, decision);
      desk.turn();
      assertEquals(desk.said(), ["1 decided"]);
    }
    assertEquals(desk.disk.holds.get(transaction(1))?.state, state);
    assertEquals(
      desk.common("zein", "bob"),
      state === "booked" ? [[3, 4], [6, 7]] : [[2, 4], [6, 7]],
    );
    assertEquals(desk.events, []);
    assertEquals(desk.holder.doubts.size, 0);
  });
}

Deno.test("a late copy of a claim that has ended is met with silence", () => {
  const desk = new HolderDesk();
  desk.claim(1);
  desk.decide(1, "release");
  // Of this one nothing but its end is ever heard in order.
  desk.decide(2, "release");
  desk.claim(3, { slot: numbers(6, 7) });
  desk.decide(3, "commit");
  desk.decide(3, "cancel");
  desk.decide(4, "cancel");
  desk.turn();
  desk.said();
  for (const number of [1, 2, 3, 4]) desk.claim(number);
  desk.turn();
  assertEquals(desk.said(), []);
  assertEquals(desk.common("zein", "bob"), [[2, 4], [6, 7]]);
});

Deno.test("of transactions that came to nothing the latest are remembered", () => {
  const desk = new HolderDesk();
  for (let number = 1; number <= RELEASED_KEPT_MAX + 1; number++) {
    desk.decide(number, "release");
  }
  desk.turn();
  desk.said();
  desk.claim(2);
  desk.claim(1);
  desk.turn();
  assertEquals(desk.said(), ["1 held"]);
});

Deno.test("a decision to book what is not held is confirmed and reported", () => {
  const desk = new HolderDesk();
  desk.decide(1, "commit");
  desk.turn();
  assertEquals(desk.said(), ["1 decided"]);
  assertEquals(desk.events, [
    { kind: "unknown_commit", transaction: transaction(1) },
  ]);
});

Deno.test("a key that is held is contested, and its decider asked at once", () => {
  const desk = new HolderDesk();
  desk.claim(1, { key: "k" });
  desk.claim(2, { key: "k" });
  desk.turn();
  assertEquals(desk.said(), ["1 held", "2 contested 1"]);
  assertEquals(desk.asked.map(({ transaction }) => transaction), [
    transaction(1),
  ]);
});

Deno.test("a key stands for its slot and people, cancelled or not", () => {
  const desk = new HolderDesk();
  desk.claim(1, { key: "k", title: "One" });
  desk.decide(1, "commit");
  desk.turn();
  desk.said();
  const others = () => {
    desk.claim(2, { key: "k", title: "Two" });
    desk.claim(3, { key: "k", names: ["zein"] });
    desk.claim(4, { key: "k", slot: numbers(2, 4) });
    desk.claim(5, { key: "k", slot: numbers(1, 3) });
    desk.turn();
    return desk.said();
  };
  const taken = [3, 4, 5].map((number) => `${number} key_taken`);
  const wanted = ["2 booked_before", ...taken];
  assertEquals(others(), wanted);
  desk.decide(1, "release");
  desk.turn();
  desk.said();
  assertEquals(others(), wanted);
});

Deno.test("a key of one person's booking is not that of two", () => {
  const desk = new HolderDesk();
  desk.claim(1, { key: "k", names: ["bob"] });
  desk.decide(1, "commit");
  desk.claim(2, { key: "k", names: ["bob", "zein"] });
  desk.turn();
  assertEquals(desk.said(), ["1 held", "1 decided", "2 key_taken"]);
});

Deno.test("a key of a hold that came to nothing may be used again", () => {
  const desk = new HolderDesk();
  desk.claim(1, { key: "k" });
  desk.decide(1, "release");
  desk.claim(2, { key: "k", names: ["zein"] });
  desk.turn();
  assertEquals(desk.said(), ["1 held", "1 decided", "2 held"]);
});

Deno.test("people of another list are not looked up", () => {
  const desk = new HolderDesk();
  const list = { high: 1, low: 2 };
  desk.claim(1, { list, positions: [7] });
  desk.turn();
  assertEquals(desk.said(), ["1 stale"]);
  const beyond = () => desk.claim(2, { positions: [0, 2] });
  assertThrows(beyond, WireError, "person 2 as the list has 2");
});

Deno.test("what was claimed before a reload is settled by the list before", () => {
  const desk = new HolderDesk();
  desk.claim(1);
  const { list } = desk;
  desk.replace("amy;[[1,9]]\nzein;[[1,9]]\n");
  assertEquals(desk.said(), ["1 held"]);
  desk.claim(2, { list, positions: [0] });
  desk.turn();
  assertEquals(desk.said(), ["2 stale"]);
  assertEquals(desk.common("zein"), [[1, 2], [3, 9]]);
});

Deno.test("a backend without a ledger holds nothing", () => {
  const desk = new HolderDesk({ hasLedger: false });
  desk.claim(1);
  desk.claim(2, { slot: numbers(0, 9) });
  desk.decide(3, "release");
  desk.decide(4, "commit");
  desk.turn();
  const said = ["1 no_ledger", "2 no_ledger", "3 decided", "4 decided"];
  assertEquals(desk.said(), said);
  assertEquals(desk.holder.ledgerId, null);
});

Deno.test("a full ledger refuses claims, and decisions wait", () => {
  const desk = new HolderDesk();
  desk.claim(1);
  desk.claim(2, { slot: numbers(6, 7) });
  desk.turn();
  desk.said();
  desk.disk.fault = "full";
  desk.claim(3, { slot: numbers(3, 4) });
  desk.decide(1, "commit");
  desk.decide(2, "release");
  desk.claim(4, { slot: numbers(1, 2) });
  desk.turn();
  // What takes no room is done.
  assertEquals(desk.said(), ["3 no_ledger", "2 decided", "4 not_free bob"]);
  assertEquals(desk.common("zein", "bob"), [[3, 4], [6, 7]]);
  assertEquals(desk.holder.doubts.size, 1);
  desk.disk.fault = null;
  desk.decide(1, "commit");
  desk.claim(3, { slot: numbers(3, 4) });
  desk.turn();
  assertEquals(desk.said(), ["1 decided", "3 held"]);
});

Deno.test("what a full ledger did not keep never was, step by step", () => {
  const desk = new HolderDesk();
  desk.disk.fault = "full";
  desk.claim(1);
  desk.decide(1, "release");
  desk.turn();
  // By its end the claim is one of the past.
  assertEquals(desk.said(), ["1 decided"]);
  assertEquals(desk.common("zein", "bob"), [[2, 4], [6, 7]]);
});

for (const fault of ["fails_before", "fails_after"] as const) {
  Deno.test(`nobody is answered when the ledger ${fault.replace("_", " ")} it wrote`, () => {
    const desk = new HolderDesk();
    desk.disk.fault = fault;
    desk.claim(1);
    assertThrows(() => desk.turn(), Error, "The disk has failed");
    assertEquals(desk.said(), []);
    const isKept = fault === "fails_after";
    const after = new HolderDesk({ disk: desk.disk });
    assertEquals(after.holder.doubts.size, isKept ? 1 : 0);
    const wanted = isKept ? [[3, 4], [6, 7]] : [[2, 4], [6, 7]];
    assertEquals(after.common("zein", "bob"), wanted as [number, number][]);
  });
}

Deno.test("a hold is asked about after a while, and its outcome obeyed", () => {
  for (const decision of ["commit", "release"] as const) {
    const desk = new HolderDesk();
    desk.claim(1);
    desk.turn();
    desk.said();
    desk.turn(DOUBT_MS_FIRST - 1);
    assertEquals(desk.asked, []);
    desk.turn(1);
    const [doubt] = desk.asked;
    assert(doubt);
    const forged = { ...doubt, token: { high: 9, low: 9 }, decision };
    desk.holder.outcome(forged);
    desk.holder.outcome({ ...doubt, decision: "open" });
    desk.turn();
    assertEquals(desk.disk.holds.get(transaction(1))?.state, "held");
    desk.holder.outcome({ ...doubt, decision });
    desk.turn();
    const state = desk.disk.holds.get(transaction(1))?.state;
    assertEquals(state, decision === "commit" ? "booked" : undefined);
    assertEquals([desk.said(), desk.holder.doubts.size], [[], 0]);
  }
});

Deno.test("what a ledger has is taken up again, and what is open is asked", () => {
  const before = new HolderDesk();
  before.claim(1, { names: ["zein"], slot: numbers(1, 2) });
  before.claim(2);
  before.claim(3, { slot: numbers(6, 7), key: "k" });
  before.turn();
  before.decide(1, "commit");
  before.decide(3, "commit");
  before.turn();
  before.decide(3, "cancel");
  before.turn();
  const after = new HolderDesk({ disk: before.disk });
  assertEquals(after.common("zein"), [[3, 4], [6, 8]]);
  after.turn();
  assertEquals(after.asked.map(({ transaction }) => transaction), [
    transaction(2),
  ]);
  after.claim(1);
  after.claim(3);
  after.claim(4, { slot: numbers(6, 7), key: "k" });
  after.turn();
  assertEquals(after.said(), ["1 held", "4 booked_before"]);
});

Deno.test("bookings in time that is no longer free are kept, and reported once", () => {
  const desk = new HolderDesk();
  desk.claim(1, { key: "k" });
  desk.claim(2, { key: "held", slot: numbers(6, 7) });
  desk.decide(1, "commit");
  desk.turn();
  const conflict = { kind: "conflict", key: "k", person: "bob" } as const;
  const less = "bob;[[1,2]]\nzein;[[1,4],[6,8]]\n";
  desk.replace(less);
  assertEquals(desk.events.splice(0), [conflict]);
  desk.replace(less);
  assertEquals(desk.events, []);
  assertEquals(desk.common("bob"), [[1, 2]]);
  desk.decide(2, "commit");
  desk.turn();
  assertEquals(desk.events.splice(0), [{ ...conflict, key: "held" }]);
  const after = new HolderDesk({ disk: desk.disk, people: peopleOf(less) });
  assertEquals(after.events, [conflict, { ...conflict, key: "held" }]);
  desk.replace(FILE);
  desk.replace("zein;[[1,9]]\n");
  assertEquals(desk.events, [], "who is not listed has no conflict");
  desk.replace(less);
  assertEquals(desk.events.length, 2, "they are in conflict again");
  desk.replace("zein;[[1,9]]\n");
  desk.replace(less);
  assertEquals(desk.events.length, 2, "who is back finds no news");
  desk.decide(1, "cancel");
  desk.turn();
  desk.events.length = 0;
  desk.replace(FILE);
  desk.replace(less);
  assertEquals(desk.events, [{ ...conflict, key: "held" }]);
});

Deno.test("whoever is no longer listed keeps what is booked", () => {
  const desk = new HolderDesk();
  desk.claim(1);
  desk.decide(1, "commit");
  desk.turn();
  desk.replace("zein;[[1,9]]\n");
  desk.replace(FILE);
  assertEquals(desk.common("bob"), [[3, 7]]);
  assertEquals(desk.list, listId(peopleOf(FILE).names.digest));
});
