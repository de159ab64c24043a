import { assertEquals } from "@std/assert";
import type { BookedPart, Booking } from "../../src/calendar/bookings.ts";
import type { Times } from "../../src/calendar/times.ts";
import { EMPTY_SET } from "../../src/intervals/interval_set.ts";
import { MovedPeople, timeOf } from "../../src/protocol/moved_people.ts";
import { sampleBooking } from "../support/ledger_samples.ts";
import { instants, numbers } from "../support/timed_slots.ts";

/** Servers that have somebody now. */
function holders(...names: string[]) {
  return names.map((name) => ({ server: { name, times: null } }));
}

function part(server: string, people: readonly string[] | null): BookedPart {
  return { server, people, confirmed: true };
}

function movedPeople(...bookings: readonly Booking[]): MovedPeople {
  const moved = new MovedPeople();
  for (const booking of bookings) moved.put(booking);
  return moved;
}

Deno.test("bookedElsewhere() tells what is kept where somebody is no longer", () => {
  const parts = [part("A", ["lilith"]), part("B", ["zoë"])];
  const first = sampleBooking(1, { parts });
  const alone = { names: ["zoë"], parts: [part("C", ["zoë"])] };
  const second = sampleBooking(2, alone);
  const moved = movedPeople(first, second);
  const of = (person: string, ...servers: string[]) =>
    moved.bookedElsewhere(person, holders(...servers));
  assertEquals(of("lilith", "A"), []);
  assertEquals(of("lilith", "C", "A"), []);
  // What B keeps is zoë's: it knows nothing of lilith.
  assertEquals(of("lilith", "B"), [first.slot]);
  assertEquals(of("zoë", "B"), [second.slot]);
  assertEquals(of("zoë", "A"), [first.slot, second.slot]);
  assertEquals(of("tttt", "A"), []);
});

Deno.test("bookedElsewhere() tells nothing of what was cancelled", () => {
  const [one, two] = [sampleBooking(1), sampleBooking(2)];
  const moved = movedPeople(one, two, { ...one, state: "cancelled" });
  assertEquals(moved.bookedElsewhere("lilith", holders("C")), [two.slot]);
  moved.put({ ...two, state: "cancelled" });
  assertEquals(moved.bookedElsewhere("lilith", holders("C")), []);
});

Deno.test("bookedElsewhere() takes all servers for somebody's in an older ledger", () => {
  const parts = [part("A", null), part("B", null)];
  const moved = movedPeople(sampleBooking(1, { parts }));
  assertEquals(moved.bookedElsewhere("lilith", holders("B")), []);
  assertEquals(moved.bookedElsewhere("lilith", holders("C")).length, 1);
});

Deno.test("timeOf() joins slots of the servers' kind", () => {
  const [from, to] = ["2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z"];
  const slots = [numbers(3, 4), instants(from, to), numbers(1, 3)];
  const of = (...kinds: (Times | null)[]) =>
    timeOf(slots, kinds.map((times) => ({ server: { name: "A", times } })));
  assertEquals(of("numbers"), Float64Array.of(1, 4));
  assertEquals(of(null, "instants").length, 2);
  assertEquals(of(null), EMPTY_SET);
});
