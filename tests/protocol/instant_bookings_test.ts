/** Slots of instants, and of the wrong kind, as the main server sees them. */

import { assertEquals } from "@std/assert";
import { instants } from "../support/timed_slots.ts";
import { HELD } from "../support/verdicts.ts";
import { namesOf } from "./name_lists.ts";
import { Office, REQUEST } from "./office.ts";

const AT_NINE = instants("2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z");
const INSTANTS = { ...REQUEST, slot: AT_NINE };
const ZEIN = namesOf(["zein"]).position("zein");

Deno.test("a slot of instants is claimed, kept and told as one", () => {
  const office = Office.open();
  office.registerWith("instants", "B", "zein");
  office.ask(INSTANTS);
  assertEquals(office.claim("A").slot, AT_NINE);
  office.answer("A", HELD);
  office.answer("B", HELD);
  office.book.flush();
  assertEquals(office.ledger.load().bookings.map(({ slot }) => slot), [
    AT_NINE,
  ]);
  office.ask({ ...INSTANTS, slot: { ...AT_NINE, times: "numbers" } });
  office.ask(INSTANTS);
  const kinds = office.answers.map(({ kind }) => kind);
  assertEquals(kinds, ["booked", "key_taken", "booked"]);
});

Deno.test("servers of another kind are named, and not even asked", () => {
  const office = Office.open();
  office.registerWith("instants", "B", "zein");
  office.ask();
  office.registerWith("numbers", "A", "jameson", "lilith");
  office.ask();
  office.ask(INSTANTS);
  office.registerWith("numbers", "B", "zein");
  office.ask(INSTANTS);
  const kind = "mixed_times" as const;
  assertEquals(office.answers, [
    { kind, numbers: [], instants: ["B"] },
    { kind, numbers: ["A"], instants: ["B"] },
    { kind, numbers: ["A"], instants: ["B"] },
    { kind, numbers: ["A", "B"], instants: [] },
  ]);
  assertEquals([office.told, office.coordinator.size], [[], 0]);
  // It is no word on the slot, so that the key is still good.
  office.bookAll();
  assertEquals(office.answers.at(-1)!.kind, "booked");
});

for (const times of ["instants", "numbers"] as const) {
  Deno.test(`a server that says it has ${times} itself holds nothing`, () => {
    const office = Office.open();
    office.ask();
    office.answer("A", HELD);
    office.answer("B", { kind: "other_times", times });
    office.book.flush();
    const of = { numbers: [], instants: [], [times]: ["B"] };
    assertEquals(office.answers, [{ kind: "mixed_times", ...of }]);
    assertEquals(office.decisions("A"), ["release"]);
    assertEquals(office.ledger.load(), { bookings: [], refused: [] });
  });
}

Deno.test("calendars that cannot be read are told with their servers, and not kept", () => {
  const office = Office.open();
  office.ask(INSTANTS);
  const lilith = office.claim("A").people;
  office.answer("A", { kind: "not_free", people: lilith, isDiscreet: false });
  assertEquals(office.answers, []);
  office.answer("B", { kind: "unreadable", people: [ZEIN] });
  office.book.flush();
  const servers = [{ server: "B", names: ["zein"] }];
  assertEquals(office.answers, [{ kind: "unreadable", servers }]);
  assertEquals(office.ledger.load(), { bookings: [], refused: [] });
  // Another time the same key may do.
  office.ask(INSTANTS);
  office.answer("A", HELD);
  office.answer("B", HELD);
  office.book.flush();
  assertEquals(office.answers.at(-1)!.kind, "booked");
});

Deno.test("whoever holds a slot beside one that cannot be read lets go", () => {
  const office = Office.open();
  office.ask(INSTANTS);
  office.answer("A", HELD);
  office.answer("B", { kind: "unreadable", people: [ZEIN] });
  assertEquals(office.decisions("A"), ["release"]);
  assertEquals(office.decisions("B"), []);
});

Deno.test("bookings are listed by slot, numbers before instants", () => {
  const office = Office.open();
  const early = { start: -5, end: 7, times: "instants" } as const;
  for (const [key, slot] of [["i", early], ["n", REQUEST.slot]] as const) {
    office.ask({ ...REQUEST, key, slot });
    office.answer("A", HELD);
    office.answer("B", HELD);
    office.book.flush();
  }
  assertEquals(office.book.list(["zein"]).map(({ key }) => key), ["n", "i"]);
});
