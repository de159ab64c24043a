/** Slots of instants as a backend holds them, and of both kinds in turn. */

import { assertEquals } from "@std/assert";
import { bookingId } from "../../src/calendar/booking_id.ts";
import { parseInstant } from "../../src/calendar/moment.ts";
import type { People, PersonalCalendar } from "../../src/calendar/people.ts";
import { cut } from "../../src/intervals/cut.ts";
import type { HolderEvent } from "../../src/protocol/holder.ts";
import { peopleOf } from "../support/people_of.ts";
import { instants, numbers } from "../support/timed_slots.ts";
import { FILE, HolderDesk, transaction } from "./holder_desk.ts";

/** On the day of all tests here. */
function at(from: string, to: string) {
  return instants(`2026-11-24T${from}:00Z`, `2026-11-24T${to}:00Z`);
}

const MORNING = "[2026-11-24T08:00Z,2026-11-24T12:00Z]";
const INSTANTS = peopleOf(`zein;[${MORNING}]\nbob;[${MORNING}]\n`);
const ZEIN = INSTANTS.names.position("zein");

/** Free from 9 to 11, and notes what it is asked. */
class Calendar implements PersonalCalendar {
  readonly windows: string[] = [];

  free(window: { readonly from: number; readonly to: number }) {
    const [from, to] = [window.from, window.to].map(clock);
    this.windows.push(`${from}-${to}`);
    const { start, end } = at("09:00", "11:00");
    return cut(Float64Array.of(start, end), window);
  }

  hours(window: { readonly from: number; readonly to: number }) {
    return Float64Array.of(window.from, window.to);
  }

  isReadable({ to }: { readonly to: number }) {
    return clock(to) <= 18;
  }
}

/** Hours of that day. */
function clock(seconds: number): number {
  return (seconds - parseInstant("2026-11-24T00:00:00Z")!) / 3_600;
}

function withCalendar(calendar: PersonalCalendar): People {
  return { ...INSTANTS, calendars: new Map([[ZEIN, calendar]]) };
}

Deno.test("a slot is all that a calendar is asked about, and then it is busy", () => {
  const calendar = new Calendar();
  const desk = new HolderDesk({ people: withCalendar(calendar) });
  desk.claim(1, { slot: at("09:00", "10:00") });
  desk.claim(2, { slot: at("08:00", "10:00") });
  desk.turn();
  assertEquals(desk.said(), ["1 held", "2 not_free bob zein"]);
  assertEquals(new Set(calendar.windows), new Set(["9-10", "8-10"]));
  desk.claim(3, { slot: at("09:30", "10:30") });
  desk.claim(4, { slot: at("10:00", "11:00") });
  desk.turn();
  assertEquals(desk.said(), ["3 not_free bob zein", "4 held"]);
  desk.decide(1, "commit");
  desk.decide(4, "release");
  desk.claim(5, { slot: at("09:30", "10:30") });
  desk.claim(6, { slot: at("10:00", "11:00") });
  desk.turn();
  const free = ["1 decided", "4 decided", "5 not_free bob zein", "6 held"];
  assertEquals(desk.said(), free);
  desk.decide(1, "cancel");
  desk.claim(7, { slot: at("09:00", "10:00") });
  desk.turn();
  assertEquals(desk.said(), ["1 decided", "7 held"]);
});

Deno.test("a calendar that has not changed is not asked about its bookings again", () => {
  const calendar = new Calendar();
  const desk = new HolderDesk({ people: INSTANTS });
  desk.claim(1, { slot: at("09:00", "10:00") });
  desk.claim(2, { slot: at("11:00", "12:00") });
  for (const number of [1, 2]) desk.decide(number, "commit");
  desk.turn();
  const conflict: HolderEvent = {
    kind: "conflict",
    key: "key of 2",
    person: "zein",
  };
  desk.serve(withCalendar(calendar));
  assertEquals(calendar.windows.splice(0), ["9-10", "11-12"]);
  for (let times = 0; times < 2; times++) desk.serve(withCalendar(calendar));
  assertEquals(calendar.windows, []);
  assertEquals(desk.events, [conflict], "told once, as it is still known");
  const other = new Calendar();
  desk.serve(withCalendar(other));
  assertEquals(other.windows, ["9-10", "11-12"]);
  desk.serve(INSTANTS);
  desk.serve(withCalendar(other));
  assertEquals(desk.events, [conflict, conflict], "free again in between");
});

Deno.test("a slot of another kind is refused, and nothing is kept", () => {
  const { start, end } = at("09:00", "10:00");
  const desk = new HolderDesk({ people: INSTANTS });
  desk.claim(1, { slot: numbers(start, end) });
  desk.claim(2, { slot: numbers(start, end), names: ["bob"], alone: true });
  desk.turn();
  assertEquals(desk.said(), [
    "1 other_times instants",
    "2 other_times instants",
  ]);
  const plain = new HolderDesk();
  plain.claim(3, { slot: { start: 2, end: 3, times: "instants" } });
  plain.turn();
  assertEquals(plain.said(), ["3 other_times numbers"]);
  assertEquals([desk.disk.commits, plain.disk.commits], [[], []]);
});

Deno.test("where nobody has any time, nobody is free in any", () => {
  const desk = new HolderDesk({ people: peopleOf("zein;[]\nbob;[]\n") });
  desk.claim(1, { slot: at("09:00", "10:00") });
  desk.claim(2, { slot: numbers(2, 3) });
  desk.turn();
  assertEquals(desk.said(), ["1 not_free bob zein", "2 not_free bob zein"]);
});

Deno.test("whoever cannot be read is not booked, and is named before all else", () => {
  const people = { ...INSTANTS, unreadable: new Set([ZEIN]) };
  // Nobody is found out by that: it tells of no time.
  const desk = new HolderDesk({ people, discreet: ["bob"] });
  desk.claim(1, { slot: at("09:00", "10:00") });
  desk.claim(2, { slot: at("07:00", "10:00") });
  desk.turn();
  assertEquals(desk.said(), ["1 unreadable zein", "2 unreadable zein"]);
  assertEquals(desk.disk.commits, []);
  desk.serve(INSTANTS);
  desk.claim(1, { slot: at("09:00", "10:00") });
  desk.turn();
  assertEquals(desk.said(), ["1 held discreetly"]);
});

Deno.test("nobody is booked when a calendar cannot be followed", () => {
  const calendar = new Calendar();
  const desk = new HolderDesk({ people: withCalendar(calendar) });
  desk.claim(1, { slot: at("18:00", "19:00") });
  desk.claim(2, { slot: at("17:00", "18:00") });
  desk.turn();
  assertEquals(desk.said(), ["1 unreadable zein", "2 not_free bob zein"]);
});

Deno.test("a key that is booked stands for one kind of times", () => {
  const slot = at("09:00", "10:00");
  const desk = new HolderDesk({ people: INSTANTS });
  desk.claim(1, { key: "k", slot });
  desk.decide(1, "commit");
  desk.claim(2, { key: "k", slot });
  desk.claim(3, { key: "k", slot: { ...slot, times: "numbers" } });
  desk.turn();
  const [, , second, third] = desk.said();
  assertEquals([second, third], ["2 booked_before", "3 key_taken"]);
});

Deno.test("a server that changes to instants keeps its bookings, and tells of each once", () => {
  const desk = new HolderDesk();
  desk.claim(1);
  desk.decide(1, "commit");
  desk.claim(2, { slot: numbers(6, 7) });
  desk.turn();
  desk.said();
  const told = (number: number): HolderEvent[] =>
    ["bob", "zein"].map((person) => ({
      kind: "conflict",
      key: `key of ${number}`,
      person,
    }));
  for (let times = 0; times < 3; times++) {
    desk.serve(INSTANTS);
    desk.turn();
    assertEquals(desk.events.length, 2, "told once, however often it is read");
  }
  assertEquals(desk.events, told(1));
  // What is decided later is followed as well.
  desk.decide(2, "commit");
  desk.turn();
  assertEquals(desk.events, [...told(1), ...told(2)]);
  desk.claim(3, { slot: at("08:00", "12:00") });
  desk.turn();
  assertEquals(desk.said(), ["2 decided", "3 held"]);

  // After a restart, too; and the old time is busy where it counts again.
  const after = new HolderDesk({ disk: desk.disk, people: INSTANTS });
  assertEquals(after.events, [...told(1), ...told(2)]);
  after.replace(FILE);
  assertEquals(after.common("zein", "bob"), [[3, 4]]);
  after.serve(INSTANTS);
  after.decide(1, "cancel");
  after.decide(3, "release");
  after.turn();
  after.replace(FILE);
  assertEquals(after.common("zein", "bob"), [[2, 4]]);
  const kept = [...desk.disk.holds.values()].map(({ key, state }) => [
    bookingId(key),
    state,
  ]);
  assertEquals(kept, [
    [bookingId("key of 1"), "cancelled"],
    [bookingId("key of 2"), "booked"],
  ]);
  assertEquals([...desk.disk.holds.keys()], [1, 2].map(transaction));
});
